internal import LocalServers
internal import Postgres
internal import TestSupport
internal import Testing

@Suite struct FailureTests {
    /// A database behind a proxy.
    private func withProxy<R: Sendable>(
        connections: Int = 1, _ body: (ChaosProxy, PostgresConfiguration) async throws -> R
    ) async throws -> R {
        try await TestPostgres.withDatabase { configuration in
            let proxy = try await ChaosProxy(to: configuration.port)
            var configuration = configuration
            configuration.port = proxy.port
            configuration.maxConnections = connections
            return try await body(proxy, configuration)
        }
    }

    @Test func aRestartOfTheServerFailsWhatRunsAndNothingMore() async throws {
        try await TestPostgres.withPrivateServer { server in
            let configuration = try PostgresConfiguration(url: server.url())
            try await withPool(configuration) { pool in
                let running = Task { try await pool.execute(SleepLong()) }
                while try await pool.execute(SessionsRunning(pattern: "%pg_sleep%")) != [1] {}
                try await server.restart()
                let error = await #expect(throws: PostgresError.self) { try await running.value }
                #expect(error?.code == .connectionLost)
                #expect(error?.sqlState == .adminShutdown)
                #expect(error?.outcomeUnknown == true)
                let backend = try await pool.execute(BackendID())
                #expect(backend.count == 1)
            }
        }
    }

    @Test func aCrashOfTheServerInATransactionRollsItBack() async throws {
        try await TestPostgres.withPrivateServer { server in
            try await withPool(PostgresConfiguration(url: server.url())) { pool in
                try await pool.simpleQuery(CreateItems.sql)
                let error = await #expect(throws: PostgresError.self) {
                    try await pool.transaction { transaction in
                        _ = try await transaction.execute(InsertItem(id: 1, label: "a"))
                        try await server.restart(mode: .immediate)
                        _ = try await transaction.execute(InsertItem(id: 2, label: "b"))
                    }
                }
                #expect(error?.code == .connectionLost)
                #expect(error?.outcomeUnknown == false)
            }
        }
    }

    @Test func aConnectionCutDuringCommitHasAnUnknownOutcome() async throws {
        try await withProxy { proxy, configuration in
            try await withPool(configuration) { pool in
                try await pool.simpleQuery(CreateItems.sql)
                let error = await #expect(throws: PostgresError.self) {
                    try await pool.transaction { transaction in
                        _ = try await transaction.execute(InsertItem(id: 1, label: "a"))
                        // COMMIT will get through, and its answer will not.
                        await proxy.cutConnections(afterForwarding: .clientToServer)
                    }
                }
                #expect(error?.code == .connectionLost)
                #expect(error?.outcomeUnknown == true)
                #expect(error?.isTransient == true)
                let count = try await pool.execute(CountItems())
                #expect(count.first.map { $0 <= 1 } == true)
            }
        }
    }

    @Test func aConnectionCutWithinATransactionHasAKnownOutcome() async throws {
        try await withProxy { proxy, configuration in
            try await withPool(configuration) { pool in
                try await pool.simpleQuery(CreateItems.sql)
                let error = await #expect(throws: PostgresError.self) {
                    try await pool.transaction { transaction in
                        _ = try await transaction.execute(InsertItem(id: 1, label: "a"))
                        await proxy.cutConnections()
                        _ = try await transaction.execute(CountItems())
                    }
                }
                #expect(error?.code == .connectionLost)
                #expect(error?.outcomeUnknown == false)
                try await expectItemCount(0, in: pool)
            }
        }
    }

    @Test func aServerThatComesBackInTimeIsNotMissed() async throws {
        try await withProxy { proxy, configuration in
            try await withPool(configuration) { pool in
                _ = try await pool.execute(BackendID())
                await proxy.stopAccepting()
                await proxy.cutConnections()
                async let backend = pool.execute(BackendID())
                while await pool.statistics.waiting == 0 { await Task.yield() }
                try await proxy.startAccepting()
                #expect(try await backend.count == 1)
            }
        }
    }

    @Test func aServerThatStaysAwayIsReportedAsSuch() async throws {
        try await withProxy { proxy, configuration in
            var configuration = configuration
            configuration.acquireTimeout = .milliseconds(100)
            await proxy.stopAccepting()
            try await withPool(configuration) { pool in
                let error = await #expect(throws: PostgresError.self) { try await pool.execute(BackendID()) }
                #expect(error?.code == .connectionFailed)
                #expect(error?.isTransient == true)
                #expect(error?.outcomeUnknown == false)
            }
        }
    }

    @Test func aServerThatDoesNotAnswerAtAllIsGivenUp() async throws {
        try await withProxy { proxy, configuration in
            var configuration = configuration
            configuration.connectTimeout = .milliseconds(50)
            configuration.acquireTimeout = .milliseconds(200)
            await proxy.pause()
            try await withPool(configuration) { pool in
                let error = await #expect(throws: PostgresError.self) { try await pool.execute(BackendID()) }
                #expect(error?.code == .connectionFailed)
            }
        }
    }

    @Test func aStatementThatTakesTooLongIsCancelledAtTheServer() async throws {
        try await TestPostgres.withDatabase { configuration in
            var configuration = configuration
            configuration.statementTimeout = .milliseconds(100)
            try await withPool(configuration) { pool in
                let backend = try await pool.withConnection { connection in
                    let error = await #expect(throws: PostgresError.self) { try await connection.execute(SleepLong()) }
                    #expect(error?.code == .timeout)
                    #expect(error?.sqlState == .queryCanceled)
                    return try await connection.execute(BackendID())
                }
                #expect(backend.count == 1)
                let sleeping = try await pool.execute(SessionsRunning(pattern: "%pg_sleep%"))
                #expect(sleeping == [0])
            }
        }
    }

    @Test func aStatementWhoseServerFellSilentIsGivenUp() async throws {
        try await withProxy { proxy, configuration in
            var configuration = configuration
            configuration.statementTimeout = .milliseconds(50)
            configuration.cancelGrace = .milliseconds(50)
            try await withPool(configuration) { pool in
                _ = try await pool.execute(BackendID())
                await proxy.pause()
                let error = await #expect(throws: PostgresError.self) { try await pool.execute(BackendID()) }
                #expect(error?.code == .timeout)
                #expect(error?.outcomeUnknown == true)
                await proxy.cutConnections()
                await proxy.resume()
            }
        }
    }

    @Test func aCancelledTaskCancelsItsStatementAndKeepsTheConnection() async throws {
        try await withPool(connections: 2) { pool in
            try await pool.withConnection { connection in
                let before = try await connection.execute(BackendID())
                let task = Task { try await connection.execute(SleepLong()) }
                while try await pool.execute(SessionsRunning(pattern: "%pg_sleep%")) != [1] {}
                task.cancel()
                let error = await #expect(throws: PostgresError.self) { try await task.value }
                #expect(error?.code == .cancelled)
                let after = try await connection.execute(BackendID())
                #expect(after == before)
            }
        }
    }

    @Test func manyCancelledStatementsNeverHitTheWrongOne() async throws {
        try await withPool(connections: 2) { pool in
            for _ in 0..<30 {
                let task = Task { try await pool.execute(SleepLong()) }
                await Task.yield()
                task.cancel()
                _ = try? await task.value
                let backend = try await pool.execute(BackendID())
                #expect(backend.count == 1)
            }
        }
    }
}
