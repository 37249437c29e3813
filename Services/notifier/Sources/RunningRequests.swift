internal import Messaging
internal import Synchronization

/// How many requests are on their way, and a place to wait until there is room for another.
struct RunningRequests: Sendable {
    let room: Room

    init(limit: Int) { room = Room(limit: limit) }

    func waitForRoom() async {
        while room.isFull && !Task.isCancelled { await room.freed.wait(atMost: .seconds(5)) }
    }

    final class Room: Sendable {
        let freed = WakeUp()
        private let limit: Int
        private let inside = Mutex(0)

        init(limit: Int) { self.limit = limit }

        var isFull: Bool { free <= 0 }
        var free: Int { limit - inside.withLock { $0 } }
        func enter() { inside.withLock { $0 += 1 } }

        func leave() {
            inside.withLock { $0 -= 1 }
            freed.wake()
        }
    }
}
