package import AMQP
package import Logging
package import Messaging
package import Postgres
internal import Schema

/// What every service stands on: its database, its connection for publishing, and the relay of its outbox.
package struct Backbone: Sendable {
    package let pool: PostgresPool
    package let publisher: AMQPPublisher
    package let relay: OutboxRelay
    private let database: DatabaseService
    private let publishing: PublisherService

    /// Waits until the database is there, then refuses one that is too old.
    ///
    /// - Throws: `SchemaError.olderDatabase`; ``ConfigurationError`` when the server refuses role, password or database;
    ///   `CancellationError`.
    package init(database: PostgresConfiguration, broker: AMQPConfiguration, logger: Logger) async throws {
        pool = PostgresPool(configuration: database, logger: logger)
        publisher = AMQPPublisher(configuration: broker, topology: EventTopology.shared, logger: logger)
        relay = OutboxRelay(pool: pool, publisher: publisher, logger: logger)
        self.database = DatabaseService(pool: pool)
        publishing = PublisherService(publisher: publisher)
        try await Self.waitForSchema(pool, logger: logger)
    }

    /// The backbone's own parts first, then those given.
    package func components(_ services: [NamedService], readiness: [ReadinessCheck] = []) -> ServiceComponents {
        ServiceComponents(
            services: [
                NamedService("database", database), NamedService("publisher", publishing), NamedService("relay", relay),
            ] + services,
            readiness: [database.readiness, publishing.readiness] + readiness)
    }

    private static func waitForSchema(_ pool: PostgresPool, logger: Logger) async throws {
        var pause = Duration.milliseconds(100)
        while true {
            do {
                return try await checkSchema(pool)
            } catch let error as PostgresError where error.isPermanentRefusal {
                throw ConfigurationError(key: "DATABASE_URL", problem: "is refused by the server: \(error)")
            } catch let error as PostgresError where error.isDependencyAway {
                logger.warning("waiting for the database", error: error)
                try await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(5))
            }
        }
    }
}
