internal import AMQP
internal import Contracts
package import Logging
internal import Messaging
internal import ObjectStore
internal import OutboundHTTP
internal import Postgres
package import ServiceKit
internal import Vapi

/// Keeps the audio of calls: fetched before the provider's link expires, kept as long as the agency wants.
package enum RecordingArchive: ServiceDefinition {
    package static let name = "recording-archive"
    package static let summary =
        "Copies the recordings of calls into a folder or a bucket of our own, and deletes them."
    package static let defaultHealthPort = 9106
    package static let settingsHelp = """
        DATABASE_URL            postgres://recording-archive@host:5432/thavon (required)
        AMQP_URL                amqp://user:password@host:5672/ (required)
        RECORDINGS_URL          file:///folder, or s3://bucket/prefix?endpoint=https://host:9000&region=eu-central-1 (required;
                                without an endpoint it is Amazon's own; style=path or host where it is not as usual)
        AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN
                                for a bucket; the last one only with temporary credentials
        VAPI_API_KEY            the private key of the organisation at Vapi (required)
        VAPI_BASE_URL           default https://api.vapi.ai; https://api.eu.vapi.ai for organisations in the EU
        RECORDING_MAX_BYTES     how large a recording may be (default 209715200, 200 MB)
        RECORDING_WORKERS       how many are fetched at the same time (default 4)
        RECORDING_HOSTS         hosts that links may lead to, with commas; .example.com for all below (default any public one)
        RECORDING_RETRY_SECONDS the first of the waits between attempts; the others grow with it (default 60)
        RECORDING_LEASE_SECONDS after which another takes over from one that was killed (default 60)
        DATABASE_CONNECTIONS    connections to the database at most (default 10)
        """

    package struct Configuration: Sendable {
        var database: PostgresConfiguration
        var broker: AMQPConfiguration
        var store: ObjectStoreConfiguration
        var apiKey: String
        var vapiURL: String
        var hosts: Set<String>?
        var archive: ArchiveSettings
    }

    package static func configure(_ settings: inout Settings) throws(ConfigurationError) -> Configuration {
        let hosts = try settings.value("RECORDING_HOSTS", default: "") { text in
            .success(Set(text.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }))
        }
        return Configuration(
            database: try settings.database(service: name, connections: 10),
            broker: try settings.broker(service: name),
            store: try settings.objectStore("RECORDINGS_URL"),
            apiKey: try settings.string("VAPI_API_KEY", secret: true),
            vapiURL: try settings.url("VAPI_BASE_URL", default: "https://api.vapi.ai"),
            hosts: hosts.isEmpty ? nil : hosts,
            archive: ArchiveSettings(
                maxBytes: try settings.int("RECORDING_MAX_BYTES", default: 200 << 20, in: 1...(5 << 30)),
                workers: try settings.int("RECORDING_WORKERS", default: 4, in: 1...64),
                firstWait: try settings.seconds("RECORDING_RETRY_SECONDS", default: 60, in: 0.1...3600),
                lease: try settings.seconds("RECORDING_LEASE_SECONDS", default: 60, in: 1...3600)))
    }

    package static func build(_ configuration: Configuration, logger: Logger) async throws -> ServiceComponents {
        let backbone = try await Backbone(
            database: configuration.database, broker: configuration.broker, logger: logger)
        let archive = configuration.archive
        let http = HTTPClient(
            userAgent: "thavon-recording-archive/1", egress: EgressPolicy(allowedHosts: configuration.hosts),
            logger: logger)
        let store = try ObjectStore(
            configuration.store.address, credentials: configuration.store.credentials, http: http)
        let watch = StoreWatch(store: store, room: archive.maxBytes)
        let fetcher = RecordingFetcher(
            downloads: Downloads(store: store, http: http, maxBytes: archive.maxBytes),
            vapi: VapiClient(http: http, baseURL: configuration.vapiURL, apiKey: configuration.apiKey),
            vapiURL: configuration.vapiURL)
        let archivist = Archivist(
            pool: backbone.pool, relay: backbone.relay, store: store, fetcher: fetcher, watch: watch, settings: archive,
            logger: logger)
        let housekeeper = Housekeeper(
            pool: backbone.pool, store: store, logger: logger, afterwards: { archivist.wake() })
        let calls = CallHandlers()
        let events = EventConsumer(
            service: name, broker: configuration.broker, publisher: backbone.publisher, pool: backbone.pool,
            relay: backbone.relay, prefetch: 8,
            handlers: [
                .on(CallEnded.self) { try await calls.ended($0, in: $1) },
                .on(CallAmended.self) { try await calls.amended($0, in: $1) },
            ],
            logger: logger, afterCommit: { archivist.wake() })
        let requests = CommandConsumer(
            service: name, broker: configuration.broker, publisher: backbone.publisher, pool: backbone.pool,
            relay: backbone.relay, prefetch: 4, handlers: RecordingCommandHandlers().all, logger: logger,
            afterCommit: {
                archivist.wake()
                housekeeper.wake()
            })
        return backbone.components(
            [
                NamedService("http-client", HTTPClientService(client: http)), NamedService("archivist", archivist),
                NamedService("housekeeper", housekeeper), NamedService("consumer", events),
                NamedService("commands", requests),
            ], readiness: [events.readiness, requests.readiness, watch.readiness])
    }
}

/// How recordings are fetched.
struct ArchiveSettings: Sendable {
    var maxBytes: Int
    /// How many at the same time.
    var workers: Int
    /// Between the first and the second attempt.
    var firstWait: Duration
    /// For how long a claim holds that nobody renews.
    var lease: Duration
}
