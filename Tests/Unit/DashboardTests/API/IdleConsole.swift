import AMQP
import Foundation
import Logging
import Messaging
import ObjectStore
import OutboundHTTP
import Postgres

@testable import Dashboard

/// A console that is connected to nothing: for what is said about the API without asking anybody.
enum IdleConsole {
    static func broker() throws -> AMQPConfiguration { try AMQPConfiguration(url: "amqp://127.0.0.1:1/") }

    static func make() throws -> Console {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let pool = PostgresPool(
            configuration: try PostgresConfiguration(url: "postgres://nobody@127.0.0.1:1/none"), logger: logger)
        let broker = try broker()
        let publisher = AMQPPublisher(configuration: broker, logger: logger)
        let relay = OutboxRelay(pool: pool, publisher: publisher, logger: logger)
        let http = HTTPClient(userAgent: "test/1", egress: EgressPolicy(), logger: logger)
        return Console(
            database: ConsoleDatabase(pool: pool, relay: relay),
            commands: CommandClient(name: "test", broker: broker, publisher: publisher, logger: logger),
            broker: AMQPAdministration(configuration: broker),
            recordings: try ObjectStore(.folder("/nowhere"), credentials: nil, http: http),
            live: LiveHub(broker: broker, logger: logger), assets: Assets(), languages: try CallLanguages(),
            logger: logger)
    }

    /// All of the API over it.
    static func table() throws -> APITable {
        API.table(
            try make(), publicURL: "http://127.0.0.1", webhooksURL: "http://127.0.0.1")
    }
}
