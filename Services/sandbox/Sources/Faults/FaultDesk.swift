internal import Synchronization

/// The plan of faults that all providers share.
final class FaultDesk: Sendable {
    private let plan: Mutex<FaultPlan>
    private let chance: @Sendable () -> Double

    init(_ plan: FaultPlan, chance: @escaping @Sendable () -> Double) {
        self.plan = Mutex(plan)
        self.chance = chance
    }

    var faults: [Fault] { plan.withLock { $0.faults } }

    var json: JSON { plan.withLock { $0.json } }

    func add(_ json: JSON) throws(BadInput) {
        try plan.withLock { (plan) throws(BadInput) in try plan.add(json) }
    }

    func removeAll() { plan.withLock { $0.removeAll() } }

    /// - Parameter fits: which kinds can hit what is about to happen.
    func draw(_ provider: Fault.Provider, fits: (Fault.Kind) -> Bool = { _ in true }) -> Fault? {
        plan.withLock { $0.draw(provider, chance: chance, fits: fits) }
    }
}
