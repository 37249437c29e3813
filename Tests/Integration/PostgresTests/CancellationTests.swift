internal import PollExecutor
internal import TestSupport
internal import Testing

@testable internal import Postgres

/// Cancellation requests that get no answer, as from a host that has vanished.
@Suite(.timeLimit(.minutes(15))) struct CancellationTests {
    /// A database behind a proxy, and little patience.
    private func withProxy(_ body: (ChaosProxy, PostgresConfiguration) async throws -> Void) async throws {
        try await TestPostgres.withDatabase { configuration in
            let proxy = try await ChaosProxy(to: configuration.port)
            var configuration = configuration
            configuration.port = proxy.port
            configuration.statementTimeout = .milliseconds(200)
            configuration.cancelGrace = .seconds(1)
            try await body(proxy, configuration)
        }
    }

    /// Returns when the proxy has taken this many connections. While it is paused it drops none, not even closed ones.
    private func wait(for count: Int, on proxy: ChaosProxy) async {
        while await proxy.connectionCount < count, !Task.isCancelled { await Task.yield() }
    }

    @Test func oneThatIsHeldUpHoldsUpNoNewConnection() async throws {
        try await withProxy { proxy, configuration in
            var configuration = configuration
            // Something to look up.
            configuration.host = "LOCALHOST"
            configuration.maxConnections = 1
            configuration.acquireTimeout = .seconds(50)
            try await withPool(configuration) { pool in
                while (try? await pool.execute(BackendID())) == nil {}
                await proxy.pause()
                let before = await proxy.connectionCount
                await #expect(throws: PostgresError.self) { try await pool.execute(BackendID()) }
                await wait(for: before + 1, on: proxy)
                // The request is in the air. The next connection gets as far as the proxy all the same.
                let next = Task { try await pool.execute(BackendID()) }
                await wait(for: before + 2, on: proxy)
                #expect(!Task.isCancelled)
                next.cancel()
                _ = await next.result
                await proxy.cutConnections()
            }
        }
    }

    @Test func oneWhoseSessionHasBeenGivenUpIsNotSent() async throws {
        try await withProxy { proxy, configuration in
            let executor = PollExecutor(name: "test")
            let blocking = BlockingCalls()
            let sessions = (0..<2).map {
                Session(id: $0, configuration: configuration, executor: executor, blocking: blocking)
            }
            let scopes = [try await sessions[0].open(), try await sessions[1].open()]
            await proxy.pause()
            async let first = sessions[0].perform(.text("SELECT pg_sleep(60)"), in: scopes[0])
            async let second = sessions[1].perform(.text("SELECT pg_sleep(60)"), in: scopes[1])
            for outcome in await [first, second] {
                #expect(throws: PostgresError.self) { try outcome.get() }
            }
            // One request waits for its answer, the other for its turn, in vain.
            await wait(for: 3, on: proxy)
            await proxy.cutConnections()
            let last = try withdrawnRequest(to: proxy.port)
            let (reached, turn) = AsyncStream.makeStream(of: Void.self)
            blocking.send(last) { turn.yield() }
            for await _ in reached { break }
            #expect(!Task.isCancelled)
            // Lets go of a request that has been sent after all.
            await proxy.stopAccepting()
            await proxy.cutConnections()
        }
    }

    private func withdrawnRequest(to port: Int) throws -> CancelHandle {
        let connection = ConnectionHandle(parameters: [("host", "127.0.0.1"), ("port", "\(port)"), ("user", "nobody")])
        let handle = connection?.makeCancelHandle()
        let request = try #require(handle)
        #expect(request.withdraw())
        return request
    }
}
