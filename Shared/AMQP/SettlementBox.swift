internal import Synchronization

/// Where the deliveries of one connection leave word of what became of them, from any thread.
///
/// When the connection is gone the box is closed, and late settlements vanish: the broker redelivers those messages.
final class SettlementBox: Sendable {
    private struct State {
        var settled: [(tag: UInt64, outcome: SettlementLedger.Outcome)] = []
        var isOpen = true
        var acceptsWork = true
        var dropped = 0
    }

    private let state = Mutex(State())
    private let wake: @Sendable () -> Void

    /// - Parameter wake: called when settlements are waiting to be taken, once for many.
    init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

    /// Whether a delivery is still worth handling.
    var acceptsWork: Bool { state.withLock { $0.isOpen && $0.acceptsWork } }

    func settle(_ tag: UInt64, _ outcome: SettlementLedger.Outcome, dropped: Bool = false) {
        let mustWake = state.withLock { state in
            if dropped { state.dropped += 1 }
            guard state.isOpen else { return false }
            state.settled.append((tag, outcome))
            return state.settled.count == 1
        }
        if mustWake { wake() }
    }

    func take() -> [(tag: UInt64, outcome: SettlementLedger.Outcome)] {
        state.withLock { state in
            defer { state.settled.removeAll() }
            return state.settled
        }
    }

    /// How many deliveries were dropped unsettled since the last call.
    func takeDropped() -> Int {
        state.withLock { state in
            defer { state.dropped = 0 }
            return state.dropped
        }
    }

    /// Deliveries that nobody has begun to handle shall stay unhandled.
    func refuseWork() { state.withLock { $0.acceptsWork = false } }

    func close() {
        state.withLock { state in
            state.isOpen = false
            state.settled.removeAll()
        }
    }
}
