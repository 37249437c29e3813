internal import Postgres
internal import TestSupport
internal import Testing

@Suite struct PoolTests {
    /// Returns when `condition` holds; asks the pool again and again, which gives way to its thread each time.
    private func until(_ pool: PostgresPool, _ condition: (PostgresPoolStatistics) -> Bool) async {
        while await !condition(pool.statistics) { await Task.yield() }
    }

    @Test func noMoreConnectionsThanAllowedAreOpen() async throws {
        try await withPool(connections: 3) { pool in
            let backends = try await withThrowingTaskGroup { group in
                for _ in 0..<30 { group.addTask { try await pool.execute(BackendID()) } }
                return try await group.reduce(into: Set<Int>()) { $0.formUnion($1) }
            }
            #expect(backends.count <= 3)
        }
    }

    @Test func thoseWhoWaitAreServedInOrder() async throws {
        try await withPool(connections: 1) { pool in
            let order = Record()
            try await withThrowingTaskGroup { group in
                try await pool.withConnection { connection in
                    for number in 0..<10 {
                        group.addTask {
                            try await pool.withConnection { _ in await order.append(number) }
                        }
                        await until(pool) { $0.waiting == number + 1 }
                    }
                    _ = try await connection.execute(BackendID())
                }
                try await group.waitForAll()
            }
            #expect(await order.numbers == Array(0..<10))
        }
    }

    @Test func whoWaitsTooLongIsTold() async throws {
        try await TestPostgres.withDatabase { configuration in
            var configuration = configuration
            configuration.maxConnections = 1
            configuration.acquireTimeout = .milliseconds(50)
            try await withPool(configuration) { pool in
                try await pool.withConnection { _ in
                    let error = await #expect(throws: PostgresError.self) { try await pool.execute(BackendID()) }
                    #expect(error?.code == .poolExhausted)
                    #expect(error?.operation == "BackendID")
                }
                #expect(await pool.statistics == PostgresPoolStatistics(idle: 1, busy: 0, waiting: 0))
            }
        }
    }

    @Test func aCancelledWaiterLeavesNothingBehind() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.withConnection { _ in
                let waiting = Task { try await pool.execute(BackendID()) }
                await until(pool) { $0.waiting == 1 }
                waiting.cancel()
                let error = await #expect(throws: PostgresError.self) { try await waiting.value }
                #expect(error?.code == .cancelled)
                #expect(await pool.statistics.waiting == 0)
            }
            #expect(await pool.statistics == PostgresPoolStatistics(idle: 1, busy: 0, waiting: 0))
        }
    }

    @Test func aConnectionThatWasGivenBackIsClosedToItsFormerUser() async throws {
        try await withPool(connections: 1) { pool in
            let kept = try await pool.withConnection { $0 }
            let error = await #expect(throws: PostgresError.self) { try await kept.execute(BackendID()) }
            #expect(error?.code == .closed)
        }
    }

    @Test func aConnectionLeftInATransactionIsNotReused() async throws {
        try await withPool(connections: 1) { pool in
            let first = try await pool.execute(BackendID())
            try await pool.withConnection { try await $0.simpleQuery("BEGIN") }
            let second = try await pool.execute(BackendID())
            #expect(first != second)
        }
    }

    @Test func theEndOfAnIdleSessionIsInvisibleToTheNextUser() async throws {
        try await withPool(connections: 1) { pool in
            let first = try await pool.execute(BackendID())
            try await TestPostgres.terminate(first, besides: pool)
            let second = try await pool.execute(BackendID())
            #expect(first != second)
        }
    }

    @Test func aPoolThatIsShutDownRefusesWorkAndRunReturns() async throws {
        try await withPool(connections: 1) { pool in
            _ = try await pool.execute(BackendID())
            async let run: Void = pool.run()
            await pool.shutdown()
            try await run
            let error = await #expect(throws: PostgresError.self) { try await pool.execute(BackendID()) }
            #expect(error?.code == .closed)
        }
    }

    @Test func shutdownWaitsForConnectionsInUse() async throws {
        try await withPool(connections: 2) { pool in
            let (backend, stopping) = try await pool.withConnection { connection in
                let stopping = Task { await pool.shutdown(grace: .seconds(60)) }
                while (try? await pool.execute(BackendID())) != nil {}
                return (try await connection.execute(BackendID()), stopping)
            }
            await stopping.value
            #expect(backend.count == 1)
        }
    }

    @Test func cancellingRunShutsThePoolDown() async throws {
        try await withPool(connections: 1) { pool in
            _ = try await pool.execute(BackendID())
            let running = Task { try await pool.run() }
            running.cancel()
            try await running.value
            let error = await #expect(throws: PostgresError.self) { try await pool.execute(BackendID()) }
            #expect(error?.code == .closed)
        }
    }
}

private actor Record {
    private(set) var numbers: [Int] = []
    func append(_ number: Int) { numbers.append(number) }
}
