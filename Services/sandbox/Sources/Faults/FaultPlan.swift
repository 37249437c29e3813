/// The faults in force, first come first served. Pure: chance comes from outside.
struct FaultPlan: Sendable, Equatable {
    private(set) var faults: [Fault] = []

    /// One fault or an array of them; all or none are taken over.
    mutating func add(_ json: JSON) throws(BadInput) {
        var added: [Fault] = []
        for item in json.elements ?? [json] { added.append(try Fault(item)) }
        guard faults.count + added.count <= 100 else { throw BadInput(reason: "at most 100 faults at a time") }
        faults += added
    }

    mutating func removeAll() { faults = [] }

    /// The fault that hits this request, if any; it counts as used. One that is used up stays listed.
    ///
    /// - Parameter fits: which kinds can hit it.
    mutating func draw(
        _ provider: Fault.Provider, chance: () -> Double, fits: (Fault.Kind) -> Bool = { _ in true }
    ) -> Fault? {
        for index in faults.indices where faults[index].provider == provider && faults[index].remaining != 0 {
            guard fits(faults[index].kind) else { continue }
            if faults[index].probability < 1, chance() >= faults[index].probability { continue }
            faults[index].applied += 1
            if let remaining = faults[index].remaining { faults[index].remaining = remaining - 1 }
            return faults[index]
        }
        return nil
    }

    var json: JSON { .array(faults.map(\.json)) }
}
