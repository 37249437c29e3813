internal import DequeModule

/// Who has which connection, who waits, and when to open another one. Pure: each event says what is to be done.
///
/// At all times: when somebody waits, no connection is idle; there are never more connections than the limit; those
/// who wait are served in the order in which they came.
struct PoolStateMachine {
    typealias ConnectionID = Int
    typealias WaiterID = UInt64

    enum Acquisition: Equatable {
        case lease(ConnectionID)
        /// Wait to be served; and open this connection, if one is named.
        case wait(WaiterID, connect: ConnectionID?)
        case refused
    }

    /// What becomes of a connection that has nothing to do.
    enum Disposal: Equatable {
        case park
        case lease(to: WaiterID)
        /// Close it; and open that one in its place, if one is named.
        case close(connect: ConnectionID?)
    }

    enum ConnectFailure: Equatable {
        case retry(ConnectionID, after: Duration)
        /// Nobody waits for it any more.
        case forget
        /// Another try is useless.
        case fail([WaiterID])
    }

    private enum State { case connecting, idle, leased }

    private struct Waiter {
        let id: WaiterID
        let deadline: ContinuousClock.Instant
    }

    let maxConnections: Int
    private var connections: [ConnectionID: State] = [:]
    /// The last one used is the next one out: its caches are warm, on both sides.
    private var idle: [ConnectionID] = []
    private var waiters = Deque<Waiter>()
    private var connecting = 0
    private var lastConnection: ConnectionID = 0
    private var lastWaiter: WaiterID = 0
    private var backoff = Backoff()
    private(set) var isShutDown = false

    init(maxConnections: Int) {
        self.maxConnections = max(1, maxConnections)
    }

    var idleCount: Int { idle.count }
    var leasedCount: Int { connections.count - idle.count - connecting }
    var waitingCount: Int { waiters.count }

    /// Whether the last attempts to connect have failed.
    var isFailing: Bool { backoff.failures > 0 }

    /// Whether nothing is out or under way; with ``isShutDown`` the end.
    var isDrained: Bool { connections.isEmpty }

    /// When the first of those who wait has waited long enough.
    var nextDeadline: ContinuousClock.Instant? { waiters.first?.deadline }

    // MARK: Those who want a connection

    mutating func acquire(deadline: ContinuousClock.Instant) -> Acquisition {
        if isShutDown { return .refused }
        if let id = idle.popLast() {
            connections[id] = .leased
            return .lease(id)
        }
        lastWaiter += 1
        waiters.append(Waiter(id: lastWaiter, deadline: deadline))
        return .wait(lastWaiter, connect: openIfUseful())
    }

    /// Takes back a request. False when it has been served already.
    mutating func abandon(_ id: WaiterID) -> Bool {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return false }
        waiters.remove(at: index)
        return true
    }

    /// Takes out those who have waited long enough.
    mutating func expire(now: ContinuousClock.Instant) -> [WaiterID] {
        var expired: [WaiterID] = []
        while let first = waiters.first, first.deadline <= now {
            waiters.removeFirst()
            expired.append(first.id)
        }
        return expired
    }

    // MARK: Connections

    mutating func connected(_ id: ConnectionID) -> Disposal {
        guard connections[id] == .connecting else { return .close(connect: nil) }
        connecting -= 1
        connections[id] = .leased
        backoff.reset()
        return release(id, reusable: true)
    }

    /// - Parameters:
    ///   - isPermanent: the server is there and refuses us; those who wait need not wait any longer.
    ///   - jitter: a random number from 0 up to 1.
    mutating func connectFailed(_ id: ConnectionID, isPermanent: Bool, jitter: Double) -> ConnectFailure {
        guard connections[id] == .connecting else { return .forget }
        let delay = backoff.next(jitter: jitter)
        if isPermanent {
            forget(id)
            defer { waiters.removeAll() }
            return .fail(waiters.map(\.id))
        }
        guard isWorthAnotherTry else {
            forget(id)
            return .forget
        }
        return .retry(id, after: delay)
    }

    /// Whether to try again now, after the time that ``connectFailed(_:isPermanent:jitter:)`` named.
    mutating func mayRetry(_ id: ConnectionID) -> Bool {
        guard connections[id] == .connecting else { return false }
        if !waiters.isEmpty, !isShutDown { return true }
        forget(id)
        return false
    }

    /// Somebody gives a connection back.
    mutating func release(_ id: ConnectionID, reusable: Bool) -> Disposal {
        guard connections[id] == .leased else { return .close(connect: nil) }
        guard reusable, !isShutDown else {
            forget(id)
            return .close(connect: openIfUseful())
        }
        if let waiter = waiters.popFirst() { return .lease(to: waiter.id) }
        connections[id] = .idle
        idle.append(id)
        return .park
    }

    /// A connection turned out to be dead. One that is out is still counted until it comes back.
    mutating func lost(_ id: ConnectionID) {
        guard connections[id] == .idle else { return }
        idle.removeAll { $0 == id }
        connections[id] = nil
    }

    /// A connection that is out, and was found to be dead before it was used.
    mutating func foundDead(_ id: ConnectionID) {
        guard connections[id] == .leased else { return }
        connections[id] = nil
    }

    /// After a success, opens what those who wait still lack.
    mutating func openMore() -> ConnectionID? { openIfUseful() }

    /// Refuses those who wait and all who come. What is out may still come back.
    mutating func shutDown() -> (refused: [WaiterID], close: [ConnectionID]) {
        isShutDown = true
        let refused = waiters.map(\.id)
        waiters.removeAll()
        let closed = connections.filter { $0.value != .leased }.map(\.key)
        for id in closed { connections[id] = nil }
        idle.removeAll()
        connecting = 0
        return (refused, closed)
    }

    // MARK: Helpers

    /// Several connections that fail together become one that tries: more would only press a server that is down.
    private var isWorthAnotherTry: Bool { !isShutDown && !waiters.isEmpty && connecting == 1 }

    private mutating func openIfUseful() -> ConnectionID? {
        guard !isShutDown, waiters.count > connecting, connections.count < maxConnections else { return nil }
        if isFailing, connecting > 0 { return nil }
        lastConnection += 1
        connections[lastConnection] = .connecting
        connecting += 1
        return lastConnection
    }

    private mutating func forget(_ id: ConnectionID) {
        if connections[id] == .connecting { connecting -= 1 }
        connections[id] = nil
    }
}
