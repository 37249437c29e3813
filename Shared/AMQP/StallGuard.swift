internal import Glibc
internal import PollExecutor
internal import Synchronization

/// Makes sure that no call into librabbitmq hangs for ever.
///
/// Some of them wait for the socket without a limit: a broker that sends heartbeats but reads nothing would hold a
/// publish for as long as it likes. The guard shuts the socket down from another thread when a call takes longer than
/// the limit; the call then fails as if the peer had gone away. It costs one wake-up per limit of busy time, and none when
/// the connection is idle.
final class StallGuard: Sendable {
    private struct State {
        var callBegan: ContinuousClock.Instant?
        var isArmed = false
        var hasCut = false
    }

    private static let watcher = PollExecutor(name: "amqp-stall-guard")

    /// Our own duplicate: valid, and the same socket, even after the library closed its descriptor.
    let descriptor: CInt
    private let limit: Duration
    private let state = Mutex(State())

    /// - Returns: nil when the system has no descriptor left.
    init?(duplicating descriptor: CInt, limit: Duration) {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { return nil }
        self.descriptor = copy
        self.limit = limit
    }

    deinit { _ = close(descriptor) }

    /// Whether the limit was exceeded and the connection cut for it.
    var hasCut: Bool { state.withLock { $0.hasCut } }

    /// Runs a call, or a run of short calls, under the limit. A nested run starts a limit of its own.
    func during<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
        let now = ContinuousClock.now
        let (outer, mustArm) = state.withLock { state in
            defer {
                state.callBegan = now
                state.isArmed = true
            }
            return (state.callBegan, !state.isArmed)
        }
        if mustArm { arm(at: now + limit) }
        defer { state.withLock { $0.callBegan = outer.map { _ in .now } } }
        return try body()
    }

    private func arm(at deadline: ContinuousClock.Instant) {
        _ = Self.watcher.schedule(at: deadline) { [weak self] in self?.check() }
    }

    private func check() {
        let next = state.withLock { state -> ContinuousClock.Instant? in
            guard let began = state.callBegan else {
                state.isArmed = false
                return nil
            }
            if began + limit <= .now {
                state.isArmed = false
                state.hasCut = true
                _ = shutdown(descriptor, CInt(SHUT_RDWR))
                return nil
            }
            return began + limit
        }
        if let next { arm(at: next) }
    }
}
