internal import LocalServers
internal import Logging
internal import Postgres
internal import TestSupport
internal import Testing

@Suite struct ListenerTests {
    /// Runs a listener beside `body`, which gets its events one by one.
    private func withListener(
        _ configuration: PostgresConfiguration, channels: [String],
        _ body: (AsyncStream<PostgresNotification>) async throws -> Void
    ) async throws {
        let listener = PostgresListener(
            configuration: configuration, channels: channels, logger: Logger(label: "test"))
        let (events, continuation) = AsyncStream.makeStream(of: PostgresNotification.self)
        let running = Task { try await listener.run { continuation.yield($0) } }
        do {
            try await body(events)
        } catch {
            running.cancel()
            throw error
        }
        running.cancel()
        // Returns without an error: the test would fail here if cancellation did not end it.
        try await running.value
    }

    @Test func hearsWhatIsSaidOnItsChannels() async throws {
        try await TestPostgres.withDatabase { configuration in
            try await withPool(configuration) { pool in
                try await withListener(configuration, channels: ["one", "Two \"quoted\""]) { events in
                    #expect(await events.next() == .connected)
                    _ = try await pool.execute(Notify(channel: "other", payload: "not for us"))
                    _ = try await pool.execute(Notify(channel: "one", payload: "Grüße"))
                    _ = try await pool.execute(Notify(channel: "Two \"quoted\"", payload: ""))
                    #expect(await events.next() == .notification(channel: "one", payload: "Grüße"))
                    #expect(await events.next() == .notification(channel: "Two \"quoted\"", payload: ""))
                }
            }
        }
    }

    @Test func saysWhenItIsConnectedAgainAfterItsSessionEnded() async throws {
        try await TestPostgres.withDatabase { configuration in
            let proxy = try await ChaosProxy(to: configuration.port)
            var proxied = configuration
            proxied.port = proxy.port
            try await withPool(configuration) { pool in
                try await withListener(proxied, channels: ["news"]) { events in
                    #expect(await events.next() == .connected)
                    await proxy.cutConnections()
                    #expect(await events.next() == .connected)
                    _ = try await pool.execute(Notify(channel: "news", payload: "after"))
                    #expect(await events.next() == .notification(channel: "news", payload: "after"))
                }
            }
        }
    }

    @Test func survivesARestartOfTheServer() async throws {
        try await TestPostgres.withPrivateServer { server in
            let configuration = try PostgresConfiguration(url: server.url())
            try await withPool(configuration) { pool in
                try await withListener(configuration, channels: ["news"]) { events in
                    #expect(await events.next() == .connected)
                    try await server.restart()
                    #expect(await events.next() == .connected)
                    _ = try await pool.execute(Notify(channel: "news", payload: "after"))
                    #expect(await events.next() == .notification(channel: "news", payload: "after"))
                }
            }
        }
    }
}

extension AsyncStream {
    fileprivate func next() async -> Element? {
        for await element in self { return element }
        return nil
    }
}
