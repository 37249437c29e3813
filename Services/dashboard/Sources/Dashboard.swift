internal import AMQP
internal import Foundation
internal import Hummingbird
package import Logging
internal import Messaging
internal import ObjectStore
internal import OutboundHTTP
internal import Passwords
internal import Postgres
package import ServiceKit

/// The console: what an agency's people see of their calls, and what they do about them.
package enum Dashboard: ServiceDefinition {
    package static let name = "dashboard"
    package static let summary = "Shows owners and agents their calls, appointments and leads, and does as they say."
    package static let defaultHealthPort = 9107
    package static let settingsHelp = """
        DATABASE_URL          postgres://dashboard@host:5432/thavon (required; a role that row-level security binds)
        AMQP_URL              amqp://user:password@host:5672/ (required)
        HTTP_HOST, HTTP_PORT  where people reach it (default 127.0.0.1:8080)
        PUBLIC_URL            its address as people type it, e.g. https://app.example.com (required; with https, cookies are
                              sent over https alone)
        WEBHOOKS_URL          where providers and forms reach webhook-ingest, as Settings shows it (default PUBLIC_URL)
        RECORDINGS_URL        where recording-archive keeps recordings: file:///folder, or s3://bucket/… (required)
        AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN
                              for a bucket; the last one only with temporary credentials
        TRUST_PROXY           whether a proxy in front sets X-Forwarded-For (default: true with an https PUBLIC_URL)
        PASSWORD_COST         of new passwords: the logarithm of scrypt's N (default 17, 128 MiB; at least 10)
        API_RATE_LIMIT        requests to the JSON API that one token may make a minute, a tenth of them at once (default 600)
        DATABASE_CONNECTIONS  connections to the database at most (default 16)
        """

    package struct Configuration: Sendable {
        var database: PostgresConfiguration
        var broker: AMQPConfiguration
        var http: (host: String, port: Int)
        var publicURL: String
        /// Under which providers and forms reach `/api/webhooks`.
        var webhooksURL: String
        var recordings: ObjectStoreConfiguration
        var trustsProxy: Bool
        var passwordCost: Int
        /// Of requests with one token, a minute.
        var apiRateLimit: Int
    }

    package static func configure(_ settings: inout Settings) throws(ConfigurationError) -> Configuration {
        let publicURL = try settings.url("PUBLIC_URL")
        return Configuration(
            database: try settings.database(service: name, connections: 16),
            broker: try settings.broker(service: name), http: try settings.httpAddress(port: 8080),
            publicURL: publicURL, webhooksURL: try settings.url("WEBHOOKS_URL", default: publicURL),
            recordings: try settings.objectStore("RECORDINGS_URL"),
            // This service speaks no TLS: something in front does.
            trustsProxy: try settings.flag("TRUST_PROXY", default: publicURL.hasPrefix("https://")),
            passwordCost: try settings.int("PASSWORD_COST", default: 17, in: 10...20),
            apiRateLimit: try settings.int("API_RATE_LIMIT", default: 600, in: 10...100_000))
    }

    package static func build(_ configuration: Configuration, logger: Logger) async throws -> ServiceComponents {
        let languages = try CallLanguages()
        let backbone = try await Backbone(
            database: configuration.database, broker: configuration.broker, logger: logger)
        try await StartUpProbe(pool: backbone.pool).run()
        let http = HTTPClient(userAgent: "thavon-dashboard/1", egress: EgressPolicy(), logger: logger)
        let store = try ObjectStore(
            configuration.recordings.address, credentials: configuration.recordings.credentials, http: http)
        let commands = CommandClient(
            name: name, broker: configuration.broker, publisher: backbone.publisher, logger: logger)
        let live = LiveHub(broker: configuration.broker, logger: logger)
        let console = Console(
            database: ConsoleDatabase(pool: backbone.pool, relay: backbone.relay), commands: commands,
            broker: AMQPAdministration(configuration: configuration.broker), recordings: store, live: live,
            assets: Assets(), languages: languages, logger: logger)
        let site = Site(
            console: console, hasher: PasswordHasher(costLog2: configuration.passwordCost),
            publicURL: configuration.publicURL, webhooksURL: configuration.webhooksURL,
            trustsProxy: configuration.trustsProxy, apiRateLimit: configuration.apiRateLimit)
        let events = EventConsumer(
            service: name, broker: configuration.broker, publisher: backbone.publisher, pool: backbone.pool,
            relay: backbone.relay, prefetch: 8, handlers: SearchIndex().handlers, logger: logger)
        let server = httpServer(
            router: site.router(), host: configuration.http.host, port: configuration.http.port, logger: logger)
        return backbone.components(
            [
                NamedService("http-client", HTTPClientService(client: http)), NamedService("consumer", events),
                NamedService("commands", commands), NamedService("live", live), NamedService("http", server),
                NamedService(
                    "imports",
                    ImportWorker(database: console.database, readers: ImportReaders(languages), logger: logger)),
                NamedService("reassignments", ReassignmentWorker(console: console)),
                NamedService("exports", CallExportWorker(database: console.database, logger: logger)),
                NamedService("sign-in-cleaner", SignInCleaner(pool: backbone.pool, logger: logger)),
            ], readiness: [events.readiness, live.readiness])
    }
}
