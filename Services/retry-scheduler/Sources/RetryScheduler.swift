internal import AMQP
internal import Contracts
package import Logging
internal import Messaging
internal import OutboundHTTP
internal import Postgres
package import ServiceKit
internal import Vapi

/// Calls leads: at once when they come in, again when nobody answered, and only when the gate lets it.
package enum RetryScheduler: ServiceDefinition {
    package static let name = "retry-scheduler"
    package static let summary = "Calls leads through Vapi at lawful hours, and again when nobody answered."
    package static let defaultHealthPort = 9105
    package static let settingsHelp = """
        DATABASE_URL            postgres://retry-scheduler@host:5432/thavon (required)
        AMQP_URL                amqp://user:password@host:5672/ (required)
        VAPI_API_KEY            the private key of the organisation at Vapi (required)
        VAPI_BASE_URL           default https://api.vapi.ai; https://api.eu.vapi.ai for organisations in the EU
        VAPI_PHONE_NUMBER_ID    calls for agencies that have no number of their own in agency_vapi_resources
        VAPI_ASSISTANT_ID       the same for assistants
        VAPI_WEBHOOK_SECRETS    the first is given to Vapi for the messages about our calls (required)
        PUBLIC_URL              where they are to go: /api/webhooks/vapi under it; not set: where the assistant says
        VAPI_WEBHOOK_URL        the whole address, where it is not under PUBLIC_URL
        VAPI_LINES              calls at the same time that the organisation has (default 10)
        VAPI_LINES_RESERVED     of these, kept free for those who call us (default 2)
        RECONCILE_AFTER         seconds after which a call without a report is asked about (default 900)
        DATABASE_CONNECTIONS    connections to the database at most (default 10)
        """

    package struct Configuration: Sendable {
        var database: PostgresConfiguration
        var broker: AMQPConfiguration
        var apiKey: String
        var vapiURL: String
        var dialling: DialSettings
    }

    package static func configure(_ settings: inout Settings) throws(ConfigurationError) -> Configuration {
        let lines = try settings.int("VAPI_LINES", default: 10, in: 1...100_000)
        let reserved = try settings.int("VAPI_LINES_RESERVED", default: min(2, lines - 1), in: 0...100_000)
        guard reserved < lines else {
            throw ConfigurationError(
                key: "VAPI_LINES_RESERVED", problem: "must be less than VAPI_LINES (\(lines)), or nobody is called")
        }
        let secrets = try settings.list("VAPI_WEBHOOK_SECRETS", secret: true)
        let url = try settings.vapiWebhookURL()
        return Configuration(
            database: try settings.database(service: name, connections: 10),
            broker: try settings.broker(service: name),
            apiKey: try settings.string("VAPI_API_KEY", secret: true),
            vapiURL: try settings.url("VAPI_BASE_URL", default: "https://api.vapi.ai"),
            dialling: DialSettings(
                lines: lines - reserved, defaultAssistantID: settings.optional("VAPI_ASSISTANT_ID"),
                defaultPhoneNumberID: settings.optional("VAPI_PHONE_NUMBER_ID"),
                callback: url.map { CallbackAddress(url: $0, secret: secrets[0]) },
                reconcileAfter: try settings.seconds("RECONCILE_AFTER", default: 900, in: 1...86_400)))
    }

    package static func build(_ configuration: Configuration, logger: Logger) async throws -> ServiceComponents {
        let languages = try VoiceLanguages()
        let backbone = try await Backbone(
            database: configuration.database, broker: configuration.broker, logger: logger)
        let dialling = configuration.dialling
        _ = try await backbone.pool.execute(EnsureAccount(account: dialling.account, lines: dialling.lines))
        let http = HTTPClient(userAgent: "thavon-retry-scheduler/1", egress: EgressPolicy(), logger: logger)
        let vapi = VapiClient(http: http, baseURL: configuration.vapiURL, apiKey: configuration.apiKey)
        let recorder = PlacementRecorder(
            pool: backbone.pool, relay: backbone.relay, account: dialling.account,
            reconcileAfter: dialling.reconcileAfter, logger: logger)
        let dialler = Dialler(
            pool: backbone.pool, relay: backbone.relay, vapi: vapi, languages: languages, settings: dialling,
            recorder: recorder, logger: logger)
        let commands = CommandClient(
            name: name, broker: configuration.broker, publisher: backbone.publisher, logger: logger)
        let checker = CallChecker(
            pool: backbone.pool, relay: backbone.relay, vapi: vapi, recorder: recorder, commands: commands,
            defaultAssistantID: dialling.defaultAssistantID, logger: logger, afterwards: { dialler.wake() })
        let events = eventConsumer(configuration, backbone, dialler, logger)
        let requests = CommandConsumer(
            service: name, broker: configuration.broker, publisher: backbone.publisher, pool: backbone.pool,
            relay: backbone.relay, prefetch: 4,
            handlers: CallingCommandHandlers(dialling: dialling).all + ReminderCommandHandlers().all,
            logger: logger,
            afterCommit: { dialler.wake() })
        return backbone.components(
            [
                NamedService("http-client", HTTPClientService(client: http)), NamedService("replies", commands),
                NamedService("dialler", dialler), NamedService("checker", checker), NamedService("consumer", events),
                NamedService("commands", requests),
                NamedService(
                    "reminders", ReminderClock(pool: backbone.pool, relay: backbone.relay, logger: logger)),
            ], readiness: [events.readiness, requests.readiness])
    }

    private static func eventConsumer(
        _ configuration: Configuration, _ backbone: Backbone, _ dialler: Dialler, _ logger: Logger
    ) -> EventConsumer {
        let leads = LeadHandlers()
        let reminders = ReminderPlanner()
        let calls = CallEndedHandler(jitter: { .random(in: 0...1) })
        return EventConsumer(
            service: name, broker: configuration.broker, publisher: backbone.publisher, pool: backbone.pool,
            relay: backbone.relay, prefetch: 8,
            handlers: [
                .on(LeadCreated.self) { try await leads.created($0, in: $1) },
                .on(LeadUpdated.self) { try await leads.updated($0, in: $1) },
                .on(LeadOptedOut.self) { try await leads.optedOut($0, in: $1) },
                .on(LeadOptedIn.self) { try await leads.optedIn($0, in: $1) },
                .on(CallEnded.self) { try await calls.handle($0, in: $1) },
                .on(AppointmentBooked.self) { try await reminders.booked($0, in: $1) },
                .on(AppointmentMoved.self) { try await reminders.plan($0.data.appointment, in: $1) },
                .on(AppointmentCancelled.self) { try await reminders.plan($0.data.appointment, in: $1) },
            ],
            logger: logger, afterCommit: { dialler.wake() })
    }
}
