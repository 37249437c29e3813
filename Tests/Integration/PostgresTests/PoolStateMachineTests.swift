@testable internal import Postgres
internal import Testing

@Suite struct PoolStateMachineTests {
    private let start = ContinuousClock.now

    /// Asks for a connection, and lets the one that has to be opened succeed.
    private func acquire(_ machine: inout PoolStateMachine) throws -> Int {
        switch machine.acquire(deadline: start) {
        case .lease(let id): return id
        case .wait(let waiter, let connection):
            let id = try #require(connection)
            #expect(machine.connected(id) == .lease(to: waiter))
            return id
        case .refused:
            throw PostgresError(.closed)
        }
    }

    @Test func opensNoMoreThanTheLimit() throws {
        var machine = PoolStateMachine(maxConnections: 2)
        let first = try acquire(&machine)
        let second = try acquire(&machine)
        #expect(first != second)
        guard case .wait(let waiter, connect: nil) = machine.acquire(deadline: start) else {
            Issue.record("a third connection")
            return
        }
        #expect(machine.release(first, reusable: true) == .lease(to: waiter))
        #expect(machine.leasedCount == 2)
    }

    @Test func servesInTheOrderOfArrival() throws {
        var machine = PoolStateMachine(maxConnections: 1)
        let id = try acquire(&machine)
        var waiters: [UInt64] = []
        for _ in 0..<5 {
            if case .wait(let waiter, _) = machine.acquire(deadline: start) { waiters.append(waiter) }
        }
        #expect(machine.abandon(waiters[1]) == true)
        #expect(machine.abandon(waiters[1]) == false)
        let served = [0, 2, 3, 4].map { waiters[$0] }
        for waiter in served { #expect(machine.release(id, reusable: true) == .lease(to: waiter)) }
        #expect(machine.release(id, reusable: true) == .park)
    }

    @Test func reusesTheConnectionThatWasUsedLast() throws {
        var machine = PoolStateMachine(maxConnections: 2)
        let first = try acquire(&machine)
        let second = try acquire(&machine)
        #expect(machine.release(first, reusable: true) == .park)
        #expect(machine.release(second, reusable: true) == .park)
        #expect(machine.acquire(deadline: start) == .lease(second))
    }

    @Test func replacesABrokenConnectionForThoseWhoWait() throws {
        var machine = PoolStateMachine(maxConnections: 1)
        let id = try acquire(&machine)
        guard case .wait(let waiter, connect: nil) = machine.acquire(deadline: start) else {
            Issue.record("not waiting")
            return
        }
        guard case .close(let replacement?) = machine.release(id, reusable: false) else {
            Issue.record("not replaced")
            return
        }
        #expect(machine.connected(replacement) == .lease(to: waiter))
    }

    @Test func expiresThoseWhoHaveWaitedLongEnough() {
        var machine = PoolStateMachine(maxConnections: 1)
        var waiters: [UInt64] = []
        for seconds in 1...3 {
            if case .wait(let waiter, _) = machine.acquire(deadline: start + .seconds(seconds)) { waiters.append(waiter) }
        }
        #expect(machine.nextDeadline == start + .seconds(1))
        #expect(machine.expire(now: start + .seconds(2)) == Array(waiters.prefix(2)))
        #expect(machine.nextDeadline == start + .seconds(3))
    }

    @Test func aFailedConnectIsTriedAgainWhileSomebodyWaits() {
        var machine = PoolStateMachine(maxConnections: 3)
        guard case .wait(let waiter, let connection?) = machine.acquire(deadline: start) else {
            Issue.record("not connecting")
            return
        }
        #expect(machine.connectFailed(connection, isPermanent: false, jitter: 0) == .retry(connection, after: .milliseconds(25)))
        #expect(machine.mayRetry(connection) == true)
        #expect(machine.connectFailed(connection, isPermanent: false, jitter: 0) == .retry(connection, after: .milliseconds(50)))
        // While the server is away, one connection tries for all.
        guard case .wait(_, connect: nil) = machine.acquire(deadline: start) else {
            Issue.record("a second attempt")
            return
        }
        #expect(machine.mayRetry(connection) == true)
        #expect(machine.connected(connection) == .lease(to: waiter))
        #expect(machine.openMore() != nil)
    }

    @Test func nobodyTriesAgainForNobody() {
        var machine = PoolStateMachine(maxConnections: 1)
        guard case .wait(let waiter, let connection?) = machine.acquire(deadline: start) else {
            Issue.record("not connecting")
            return
        }
        #expect(machine.abandon(waiter) == true)
        #expect(machine.connectFailed(connection, isPermanent: false, jitter: 0) == .forget)
        #expect(machine.isDrained)
    }

    @Test func aPermanentRefusalFailsAllWhoWait() {
        var machine = PoolStateMachine(maxConnections: 1)
        guard case .wait(let first, let connection?) = machine.acquire(deadline: start),
            case .wait(let second, connect: nil) = machine.acquire(deadline: start)
        else {
            Issue.record("not connecting")
            return
        }
        #expect(machine.connectFailed(connection, isPermanent: true, jitter: 0) == .fail([first, second]))
        #expect(machine.waitingCount == 0)
    }

    @Test func afterShutdownNobodyIsServed() throws {
        var machine = PoolStateMachine(maxConnections: 2)
        let busy = try acquire(&machine)
        let idle = try acquire(&machine)
        #expect(machine.release(idle, reusable: true) == .park)
        let (refused, close) = machine.shutDown()
        #expect(refused.isEmpty)
        #expect(close == [idle])
        #expect(machine.acquire(deadline: start) == .refused)
        #expect(!machine.isDrained)
        #expect(machine.release(busy, reusable: true) == .close(connect: nil))
        #expect(machine.isDrained)
    }

    @Test func randomHistoriesKeepThePromises() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SplitMix(state: seed)
        var machine = PoolStateMachine(maxConnections: 3)
        var leased: [Int] = []
        var connecting: [Int] = []
        func dispose(_ id: Int, _ disposal: PoolStateMachine.Disposal) {
            if case .lease = disposal { leased.append(id) }
            if case .close(let replacement?) = disposal { connecting.append(replacement) }
        }
        for _ in 0..<5000 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1:
                switch machine.acquire(deadline: start) {
                case .lease(let id): leased.append(id)
                case .wait(_, let id): if let id { connecting.append(id) }
                case .refused: Issue.record("refused, seed \(seed)")
                }
            case 2, 3:
                guard let id = leased.popLast() else { continue }
                dispose(id, machine.release(id, reusable: Bool.random(using: &random)))
            case 4:
                guard let id = connecting.popLast() else { continue }
                dispose(id, machine.connected(id))
                while let more = machine.openMore() { connecting.append(more) }
            default:
                guard let id = connecting.popLast() else { continue }
                if case .retry = machine.connectFailed(id, isPermanent: false, jitter: 0), machine.mayRetry(id) {
                    connecting.append(id)
                }
            }
            #expect(machine.leasedCount == leased.count, "seed \(seed)")
            #expect(machine.leasedCount + machine.idleCount + connecting.count <= 3, "seed \(seed)")
            #expect(machine.waitingCount == 0 || machine.idleCount == 0, "seed \(seed)")
            #expect(machine.waitingCount == 0 || leased.count + connecting.count > 0, "nobody serves, seed \(seed)")
        }
    }
}

/// A random number generator with a seed that can be printed.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}
