internal import AMQP
internal import Contracts
package import Logging
internal import Messaging
internal import Postgres
package import ServiceKit

/// Decides who on the team takes a call, and sees to it that they look at it.
package enum Assignment: ServiceDefinition {
    package static let name = "assignment"
    package static let summary =
        "Gives each ended call to the right agent, once, writes down why, and follows it up until it is opened."
    package static let defaultHealthPort = 9102
    package static let settingsHelp = """
        DATABASE_URL            postgres://assignment@host:5432/thavon (required)
        AMQP_URL                amqp://user:password@host:5672/ (required)
        BACKLOG_SECONDS         between looks at calls that nobody was there to take (default 15)
        DATABASE_CONNECTIONS    connections to the database at most (default 8)
        """

    package struct Configuration: Sendable {
        var database: PostgresConfiguration
        var broker: AMQPConfiguration
        var backlogEvery: Duration
    }

    package static func configure(_ settings: inout Settings) throws(ConfigurationError) -> Configuration {
        Configuration(
            database: try settings.database(service: name, connections: 8), broker: try settings.broker(service: name),
            backlogEvery: try settings.seconds("BACKLOG_SECONDS", default: 15, in: 1...3600))
    }

    package static func build(_ configuration: Configuration, logger: Logger) async throws -> ServiceComponents {
        let backbone = try await Backbone(
            database: configuration.database, broker: configuration.broker, logger: logger)
        let handler = CallEndedHandler(ladder: Ladder())
        let backlog = Backlog(
            pool: backbone.pool, relay: backbone.relay, ladder: Ladder(), pause: configuration.backlogEvery,
            logger: logger)
        let consumer = EventConsumer(
            service: name, broker: configuration.broker, publisher: backbone.publisher, pool: backbone.pool,
            relay: backbone.relay, prefetch: 16,
            handlers: [
                .on(CallEnded.self) { event, transaction in try await handler.handle(event, in: transaction) },
                .on(AppointmentBooked.self) { event, transaction in
                    try await AppointmentBookedHandler().handle(event, in: transaction)
                },
                // What changed is in the database: the sweep reads it there.
                .on(AgentChanged.self) { _, _ in
                    backlog.wake()
                    return []
                },
            ],
            logger: logger)
        let timer = FollowUpTimer(pool: backbone.pool, relay: backbone.relay, ladder: Ladder(), logger: logger)
        let commands = CommandConsumer(
            service: name, broker: configuration.broker, publisher: backbone.publisher, pool: backbone.pool,
            relay: backbone.relay, prefetch: 8, handlers: FollowUpCommandHandlers().all, logger: logger,
            afterCommit: { timer.wake() })
        return backbone.components(
            [
                NamedService("consumer", consumer), NamedService("backlog", backlog),
                NamedService("follow-ups", timer), NamedService("commands", commands),
            ], readiness: [consumer.readiness, commands.readiness])
    }
}
