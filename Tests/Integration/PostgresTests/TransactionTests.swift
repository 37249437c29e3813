internal import Postgres
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite struct TransactionTests {
    private struct Stop: Error {}

    private func withItems<R: Sendable>(
        connections: Int = 4, _ body: (PostgresPool) async throws -> R
    ) async throws -> R {
        try await withPool(connections: connections) { pool in
            try await pool.simpleQuery(CreateItems.sql)
            return try await body(pool)
        }
    }

    @Test func commitsWhatItsBodyDid() async throws {
        try await withItems { pool in
            let count = try await pool.transaction { transaction in
                _ = try await transaction.execute(InsertItem(id: 1, label: "a"))
                return try await transaction.pipeline(InsertItem(id: 2, label: "b"), CountItems()).1
            }
            #expect(count == [2])
            try await expectItemCount(2, in: pool)
        }
    }

    @Test func anErrorOfTheBodyRollsBack() async throws {
        try await withItems(connections: 1) { pool in
            await #expect(throws: Stop.self) {
                try await pool.transaction { transaction in
                    _ = try await transaction.execute(InsertItem(id: 1, label: "a"))
                    throw Stop()
                }
            }
            let count = try await pool.execute(CountItems())
            #expect(count == [0])
        }
    }

    @Test func anErrorThatTheBodySwallowsDoesNotPassForACommit() async throws {
        try await withItems(connections: 1) { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.transaction { transaction in
                    _ = try await transaction.execute(InsertItem(id: 1, label: "a"))
                    _ = try? await transaction.execute(Fail())
                }
            }
            #expect(error?.sqlState == .inFailedTransaction)
            try await expectItemCount(0, in: pool)
        }
    }

    @Test func cancellationRollsBack() async throws {
        try await withItems { pool in
            let task = Task {
                try await pool.transaction { transaction in
                    _ = try await transaction.execute(InsertItem(id: 1, label: "a"))
                    _ = try await transaction.execute(SleepLong())
                }
            }
            while try await pool.execute(SessionsRunning(pattern: "%pg_sleep%")) != [1] {}
            task.cancel()
            let error = await #expect(throws: PostgresError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            try await expectItemCount(0, in: pool)
            #expect(try await pool.execute(SessionsRunning(pattern: "%pg_sleep%")) == [0])
        }
    }

    @Test func aCancelledTaskDoesNotCommit() async throws {
        try await withItems { pool in
            let task = Task {
                try await pool.transaction { transaction in
                    _ = try await transaction.execute(InsertItem(id: 1, label: "a"))
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }
            let error = await #expect(throws: PostgresError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            try await expectItemCount(0, in: pool)
        }
    }

    @Test func statementsAndCommitTravelTogether() async throws {
        try await withItems(connections: 1) { pool in
            let rows = try await pool.transaction { transaction in
                let rows = try await transaction.pipelineAndCommit(InsertItem(id: 1, label: "a"), CountItems())
                let error = await #expect(throws: PostgresError.self) { try await transaction.execute(CountItems()) }
                #expect(error?.code == .closed)
                return rows.1
            }
            #expect(rows == [1])
            try await expectItemCount(1, in: pool)
        }
    }

    @Test func aFailedStatementBeforeTheCommitOfItsPipelineRollsBack() async throws {
        try await withItems(connections: 1) { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.transaction { transaction in
                    try await transaction.pipelineAndCommit(InsertItem(id: 1, label: "a"), Fail()).0
                }
            }
            #expect(error?.operation == "Fail")
            try await expectItemCount(0, in: pool)
        }
    }

    @Test func aTransactionWithoutStatementsSendsNothing() async throws {
        try await TestPostgres.withDatabase { configuration in
            let proxy = try await ChaosProxy(to: configuration.port)
            var configuration = configuration
            configuration.port = proxy.port
            configuration.maxConnections = 1
            try await withPool(configuration) { pool in
                _ = try await pool.execute(BackendID())
                await proxy.pause()
                let result = try await pool.transaction { _ in 7 }
                #expect(result == 7)
                await proxy.resume()
            }
        }
    }

    @Test func anErrorAfterTheCommitDoesNotRunTheBodyAgain() async throws {
        try await withItems(connections: 1) { pool in
            let runs = Mutex(0)
            await #expect(throws: Stop.self) {
                try await pool.transaction { transaction in
                    runs.withLock { $0 += 1 }
                    _ = try await transaction.pipelineAndCommit(InsertItem(id: 1, label: "a"))
                    throw Stop()
                }
            }
            #expect(runs.withLock { $0 } == 1)
            let count = try await pool.execute(CountItems())
            #expect(count == [1])
        }
    }

    @Test func aSerializationFailureRunsTheBodyAgain() async throws {
        try await withItems { pool in
            _ = try await pool.execute(InsertItem(id: 1, label: "a"))
            let runs = Mutex(0)
            let amount = try await pool.transaction(isolation: .repeatableRead) { transaction in
                _ = try await transaction.execute(CountItems())
                let isFirst = runs.withLock { runs in
                    runs += 1
                    return runs == 1
                }
                // Another transaction gets in between, once.
                if isFirst { _ = try await pool.execute(AddToItem(id: 1, by: 10)) }
                return try await transaction.execute(AddToItem(id: 1, by: 1))
            }
            #expect(amount == [11])
            #expect(runs.withLock { $0 } == 2)
        }
    }

    @Test func afterTheLastAttemptTheConflictIsThrown() async throws {
        try await withItems { pool in
            _ = try await pool.execute(InsertItem(id: 1, label: "a"))
            let runs = Mutex(0)
            let error = await #expect(throws: PostgresError.self) {
                try await pool.transaction(isolation: .serializable, attempts: 2) { transaction in
                    runs.withLock { $0 += 1 }
                    _ = try await transaction.execute(CountItems())
                    _ = try await pool.execute(AddToItem(id: 1, by: 10))
                    return try await transaction.execute(AddToItem(id: 1, by: 1))
                }
            }
            #expect(error?.sqlState == .serializationFailure)
            #expect(error?.isTransient == true)
            #expect(runs.withLock { $0 } == 2)
        }
    }

    @Test func aDeadlockEndsWithBothDone() async throws {
        try await withItems { pool in
            _ = try await pool.pipeline(InsertItem(id: 1, label: "a"), InsertItem(id: 2, label: "b"))
            let meeting = Meeting(of: 2)
            try await withThrowingTaskGroup { group in
                for (first, second) in [(1, 2), (2, 1)] {
                    group.addTask {
                        try await pool.transaction { transaction in
                            _ = try await transaction.execute(AddToItem(id: first, by: 1))
                            // In the first round both have locked one row before they ask for the other.
                            await meeting.arrive()
                            _ = try await transaction.execute(AddToItem(id: second, by: 1))
                        }
                    }
                }
                try await group.waitForAll()
            }
            // One of the two had to come a second time; or more often, should it be back at its first row before the other has
            // woken up.
            #expect(await meeting.arrivals >= 3)
            let sum = try await pool.execute(SumOfItems())
            #expect(sum == [4])
        }
    }

    @Test func transactionsDoNotNest() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.withConnection { connection in
                let error = await #expect(throws: PostgresError.self) {
                    try await connection.transaction { _ in
                        try await connection.transaction { _ in }
                    }
                }
                #expect(error?.code == .configuration)
                let backend = try await connection.execute(BackendID())
                #expect(backend.count == 1)
            }
        }
    }
}

/// Lets those who arrive wait until all are there; later ones pass.
private actor Meeting {
    private let expected: Int
    private(set) var arrivals = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(of count: Int) { expected = count }

    func arrive() async {
        arrivals += 1
        guard arrivals < expected else {
            for continuation in waiting { continuation.resume() }
            return waiting.removeAll()
        }
        await withCheckedContinuation { waiting.append($0) }
    }
}
