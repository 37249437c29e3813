package import AMQP
internal import Deadlines
package import Messaging
package import OutboundHTTP
package import Postgres
internal import ServiceLifecycle

/// Keeps a connection pool for the life of the service and closes it when all that uses it has stopped.
package struct DatabaseService: Service {
    package let pool: PostgresPool

    package init(pool: PostgresPool) { self.pool = pool }

    package func run() async throws {
        try await cancelWhenGracefulShutdown { [pool] in try await pool.run() }
        await pool.shutdown()
    }

    package var readiness: ReadinessCheck {
        ReadinessCheck("database") { [pool] in
            do {
                // A database that hangs is no better than one that is away.
                _ = try await withDeadline(.seconds(2)) { try await pool.execute(Ping()) }
                return nil
            } catch {
                return "\(error)"
            }
        }
    }

    private struct Ping: PostgresStatement {
        typealias Row = NoRow
        static let sql = "SELECT 1"
        var parameters: [PostgresParameter] { [] }
    }
}

/// Keeps a publisher for the life of the service and waits for its outstanding confirms before it closes.
package struct PublisherService: Service {
    package let publisher: AMQPPublisher

    package init(publisher: AMQPPublisher) { self.publisher = publisher }

    package func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await self.publisher.run() }
            // A task of its own, so that it ends when the publisher fails.
            group.addTask {
                try? await gracefulShutdown()
                await self.publisher.shutdown()
            }
        }
    }

    package var readiness: ReadinessCheck {
        ReadinessCheck("broker") { [publisher] in await publisher.state.problem }
    }
}

extension EventConsumer {
    package var readiness: ReadinessCheck { ReadinessCheck("consumer") { await connectionState.problem } }
}

extension CommandConsumer {
    package var readiness: ReadinessCheck { ReadinessCheck("commands") { await connectionState.problem } }
}

extension AMQPConnectionState {
    /// Nil when all is well, otherwise the reason in words.
    package var problem: String? {
        switch self {
        case .ready: nil
        case .idle, .connecting: "not connected yet"
        case .blocked(let reason): "blocked: \(reason)"
        case .disconnected(let error): "\(error)"
        }
    }
}

/// Keeps an HTTP client until all that uses it has stopped.
package struct HTTPClientService: Service {
    private let client: HTTPClient

    package init(client: HTTPClient) { self.client = client }

    package func run() async throws {
        try? await gracefulShutdown()
        await client.shutdown()
    }
}
