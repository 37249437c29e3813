internal import ObjectStore
internal import ServiceKit
internal import Synchronization

/// Whether the store takes what it is given.
final class StoreWatch: Sendable {
    private let store: ObjectStore
    private let room: Int
    private let problem = Mutex<String?>(nil)

    /// - Parameter room: how many bytes have to be free.
    init(store: ObjectStore, room: Int) {
        self.store = store
        self.room = room
    }

    /// The latest that was heard of it: nil when it did as it was asked.
    func note(_ problem: String?) { self.problem.withLock { $0 = problem } }

    var readiness: ReadinessCheck {
        ReadinessCheck("store") { [self] in
            if let now = await store.problem(room: room) { return now }
            return problem.withLock { $0 }
        }
    }
}
