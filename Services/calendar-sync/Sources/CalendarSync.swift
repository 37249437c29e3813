internal import AMQP
internal import Contracts
internal import GoogleCalendar
internal import Hummingbird
package import Logging
internal import Messaging
internal import OutboundHTTP
internal import Postgres
package import ServiceKit
internal import Vault

/// Makes appointments, and keeps them and the agents' own calendars in step.
package enum CalendarSync: ServiceDefinition {
    package static let name = "calendar-sync"
    package static let summary = "Makes, moves and cancels appointments, and keeps agents' Google calendars in step."
    package static let defaultHealthPort = 9104
    package static let settingsHelp = """
        DATABASE_URL            postgres://calendar-sync@host:5432/thavon (required)
        AMQP_URL                amqp://user:password@host:5672/ (required)
        HTTP_HOST, HTTP_PORT    where agents connect their calendars (default 127.0.0.1, 8082)
        ENCRYPTION_KEYS         id:base64,… of 32 bytes each; the first one encrypts (required)
        GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET
                                of the OAuth client at Google (required)
        GOOGLE_REDIRECT_URI     where Google sends people back to (default /api/calendar/callback there)
        GOOGLE_WEBHOOK_URL      where Google tells of changes (default /api/webhooks/google under PUBLIC_URL, if that is https;
                                without one calendars are read every few minutes)
        GOOGLE_AUTH_URL, GOOGLE_TOKEN_URL, GOOGLE_REVOKE_URL, GOOGLE_CALENDAR_BASE_URL
                                default Google's own
        PUBLIC_URL              under which people reach this system (required)
        CALENDAR_URL            under which they reach /api/calendar, where that is another address
        CALENDAR_POLL_SECONDS   between readings of a calendar that does not tell of its changes (default 300)
        CALENDAR_PATIENCE_MS    how long Google may take to say whether somebody is free (default 900)
        DATABASE_CONNECTIONS    connections to the database at most (default 16)
        """

    package struct Configuration: Sendable {
        var database: PostgresConfiguration
        var broker: AMQPConfiguration
        var http: (host: String, port: Int)
        var vault: TokenVault
        var google: GoogleSettings
        var webhookURL: String?
        var calendarURL: String
        var pollSeconds: Duration
        var patience: Duration
    }

    package static func configure(_ settings: inout Settings) throws(ConfigurationError) -> Configuration {
        let publicURL = try settings.url("PUBLIC_URL")
        let calendarURL = try settings.url("CALENDAR_URL", default: publicURL)
        var google = GoogleSettings(
            clientID: try settings.string("GOOGLE_CLIENT_ID"),
            clientSecret: try settings.string("GOOGLE_CLIENT_SECRET", secret: true),
            redirectURI: try settings.url("GOOGLE_REDIRECT_URI", default: calendarURL + "/api/calendar/callback"))
        google.authURL = try settings.url("GOOGLE_AUTH_URL", default: google.authURL)
        google.tokenURL = try settings.url("GOOGLE_TOKEN_URL", default: google.tokenURL)
        google.revokeURL = try settings.url("GOOGLE_REVOKE_URL", default: google.revokeURL)
        google.calendarURL = try settings.url("GOOGLE_CALENDAR_BASE_URL", default: google.calendarURL)
        let vault = try settings.value("ENCRYPTION_KEYS", default: nil, secret: true) { text in
            TokenVault(text).map { .success($0) }
                ?? .failure(Unusable("must be id:base64,… with 32 bytes in each: openssl rand -base64 32"))
        }
        let named = try settings.optionalURL("GOOGLE_WEBHOOK_URL")
        return Configuration(
            database: try settings.database(service: name, connections: 16),
            broker: try settings.broker(service: name), http: try settings.httpAddress(port: 8082), vault: vault,
            google: google,
            webhookURL: named ?? (publicURL.hasPrefix("https://") ? publicURL + "/api/webhooks/google" : nil),
            calendarURL: calendarURL,
            pollSeconds: try settings.seconds("CALENDAR_POLL_SECONDS", default: 300, in: 1...86_400),
            patience: .milliseconds(try settings.int("CALENDAR_PATIENCE_MS", default: 900, in: 50...10_000)))
    }

    package static func build(_ configuration: Configuration, logger: Logger) async throws -> ServiceComponents {
        let backbone = try await Backbone(
            database: configuration.database, broker: configuration.broker, logger: logger)
        let http = HTTPClient(userAgent: "thavon-calendar-sync/1", egress: EgressPolicy(), logger: logger)
        let oauth = GoogleOAuth(settings: configuration.google, http: http)
        let client = GoogleCalendarClient(baseURL: configuration.google.calendarURL, http: http)
        let keeper = AccessKeeper(
            pool: backbone.pool, relay: backbone.relay, oauth: oauth, vault: configuration.vault, logger: logger)
        let (writing, reading, watching) = (WakeUp(), WakeUp(), WakeUp())
        let writer = EventWriter(
            pool: backbone.pool, keeper: keeper, client: client, wakeUp: writing, logger: logger)
        let reader = CalendarReader(
            pool: backbone.pool, keeper: keeper, client: client,
            changes: AgentChanges(pool: backbone.pool, relay: backbone.relay, logger: logger),
            pollEvery: configuration.pollSeconds.inSeconds, wakeUp: reading, logger: logger)
        let connect = ConnectDesk(
            pool: backbone.pool, relay: backbone.relay, oauth: oauth, client: client, keeper: keeper,
            vault: configuration.vault,
            afterwards: {
                writing.wake()
                reading.wake()
                watching.wake()
            }, logger: logger)
        let desk = BookingDesk(
            calendar: LiveLook(
                keeper: keeper, client: client, patience: configuration.patience, logger: logger))
        let handlers = AppointmentCommandHandlers(
            desk: desk, connect: connect, vault: configuration.vault, calendarURL: configuration.calendarURL)
        let commands = CommandConsumer(
            service: name, broker: configuration.broker, publisher: backbone.publisher, pool: backbone.pool,
            relay: backbone.relay, prefetch: 8, handlers: handlers.all, logger: logger,
            afterCommit: { writing.wake() })
        let found = FoundAppointments(desk: desk)
        let events = EventConsumer(
            service: name, broker: configuration.broker, publisher: backbone.publisher, pool: backbone.pool,
            relay: backbone.relay, prefetch: 8,
            handlers: [
                .on(CallEnded.self) { try await found.take($0, in: $1) },
                .on(CalendarChanged.self) { event, transaction in
                    _ = try await transaction.execute(HastenSync(id: event.data.connectionID))
                    return []
                },
            ], logger: logger,
            afterCommit: {
                writing.wake()
                reading.wake()
            })
        let router = Router()
        router.add(middleware: RequestTelemetry())
        try ConnectRoutes(
            desk: connect, isSecure: configuration.google.redirectURI.hasPrefix("https://"), logger: logger
        ).add(to: router)
        try SelfServiceRoutes(
            desk: SelfServiceDesk(
                pool: backbone.pool, relay: backbone.relay, desk: desk, vault: configuration.vault,
                afterwards: { writing.wake() }), logger: logger
        ).add(to: router)
        let server = httpServer(
            router: router, host: configuration.http.host, port: configuration.http.port, logger: logger)
        var services = [
            NamedService("http-client", HTTPClientService(client: http)), NamedService("writer", writer),
            NamedService("reader", reader), NamedService("consumer", events), NamedService("commands", commands),
            NamedService("http", server),
        ]
        if let address = configuration.webhookURL {
            let channels = ChannelKeeper(
                pool: backbone.pool, keeper: keeper, client: client, address: address,
                wakeUp: watching, afterwards: { reading.wake() }, logger: logger)
            services.append(NamedService("channels", channels))
        }
        return backbone.components(services, readiness: [events.readiness, commands.readiness])
    }
}
