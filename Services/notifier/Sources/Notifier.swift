internal import AMQP
internal import Contracts
package import Logging
internal import Messaging
internal import Notices
internal import OutboundHTTP
internal import Postgres
package import ServiceKit

/// Tells people about calls, appointments and what needs them.
package enum Notifier: ServiceDefinition {
    package static let name = "notifier"
    package static let summary = "Tells agents and owners what happened, once, and keeps what became of each message."
    package static let defaultHealthPort = 9103
    package static let settingsHelp = """
        DATABASE_URL            postgres://notifier@host:5432/thavon (required)
        AMQP_URL                amqp://user:password@host:5672/ (required)
        RESEND_API_KEY          key of the Resend account (required)
        RESEND_FROM_EMAIL       sender of the mails, "Name <address>" or an address (required)
        RESEND_BASE_URL         default https://api.resend.com
        RESEND_RATE_LIMIT       requests a second that the Resend team may make (default 5)
        PUBLIC_URL              where the console is; for the links in mails (required)
        DIGEST_HOUR             hour, by an agency's clock, at which its owners are told about the day before; "off" for
                                no such summary (default 7)
        DATABASE_CONNECTIONS    connections to the database at most (default 8)
        """

    package struct Configuration: Sendable {
        var database: PostgresConfiguration
        var broker: AMQPConfiguration
        var apiKey: String
        var from: String
        var resendURL: String
        var requestsPerSecond: Int
        var publicURL: String
        /// Nil when there are no daily summaries.
        var digest: DigestSchedule?
    }

    package static func configure(_ settings: inout Settings) throws(ConfigurationError) -> Configuration {
        Configuration(
            database: try settings.database(service: name, connections: 8),
            broker: try settings.broker(service: name),
            apiKey: try settings.string("RESEND_API_KEY", secret: true),
            from: try settings.value("RESEND_FROM_EMAIL", default: nil) { text in
                isSender(text) ? .success(text) : .failure(Unusable("must be an address or \"Name <address>\""))
            },
            resendURL: try settings.url("RESEND_BASE_URL", default: "https://api.resend.com"),
            requestsPerSecond: try settings.int("RESEND_RATE_LIMIT", default: 5, in: 1...10_000),
            publicURL: try settings.url("PUBLIC_URL"),
            digest: try settings.value("DIGEST_HOUR", default: "7", parse: digest))
    }

    private static func digest(_ text: String) -> Result<DigestSchedule?, Unusable> {
        if text == "off" { return .success(nil) }
        guard let hour = Int(text), let schedule = DigestSchedule(hour: hour) else {
            return .failure(Unusable("must be an hour from 0 to 23, or off"))
        }
        return .success(schedule)
    }

    /// `name@domain`, or that in pointed brackets behind a name. Whether it exists is for Resend to say.
    private static func isSender(_ text: String) -> Bool {
        guard !text.contains(where: \.isNewline) else { return false }
        var address = Substring(text)
        if let open = text.lastIndex(of: "<") {
            guard text.hasSuffix(">") else { return false }
            address = text[text.index(after: open)...].dropLast()
        }
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty && !part.contains { $0.isWhitespace || "<>,;\"".contains($0) }
            }
    }

    private static func handlers(_ desk: NoticeDesk) -> [EventHandler] {
        let calls = CallNotices(desk: desk)
        let appointments = AppointmentNotices(desk: desk)
        let calendars = CalendarNotices(desk: desk)
        return [
            .on(CallAssigned.self) { try await calls.assigned($0, in: $1) },
            .on(RetryExhausted.self) { try await calls.exhausted($0, in: $1) },
            .on(AppointmentBooked.self) { try await appointments.booked($0, in: $1) },
            .on(AppointmentMoved.self) { try await appointments.moved($0, in: $1) },
            .on(AppointmentCancelled.self) { try await appointments.cancelled($0, in: $1) },
            .on(ReminderDue.self) { try await appointments.due($0, in: $1) },
            .on(CalendarUnhealthy.self) { try await calendars.unhealthy($0, in: $1) },
        ]
    }

    package static func build(_ configuration: Configuration, logger: Logger) async throws -> ServiceComponents {
        let desk = NoticeDesk(
            renderer: try NoticeRenderer(), from: configuration.from, publicURL: configuration.publicURL)
        let backbone = try await Backbone(
            database: configuration.database, broker: configuration.broker, logger: logger)
        let http = HTTPClient(userAgent: "thavon-notifier/1", egress: EgressPolicy(), logger: logger)
        let dispatcher = MailDispatcher(
            pool: backbone.pool, relay: backbone.relay,
            resend: ResendClient(http: http, baseURL: configuration.resendURL, apiKey: configuration.apiKey),
            account: "resend", requestsPerSecond: Double(configuration.requestsPerSecond), logger: logger)
        let consumer = EventConsumer(
            service: name, broker: configuration.broker, publisher: backbone.publisher, pool: backbone.pool,
            relay: backbone.relay, prefetch: 16,
            handlers: handlers(desk),
            logger: logger, afterCommit: { dispatcher.wake() })
        var services = [
            NamedService("http-client", HTTPClientService(client: http)), NamedService("dispatcher", dispatcher),
            NamedService("consumer", consumer),
        ]
        if let schedule = configuration.digest {
            let timer = DigestTimer(
                pool: backbone.pool, relay: backbone.relay, desk: desk, schedule: schedule, logger: logger,
                afterCommit: { dispatcher.wake() })
            services.append(NamedService("digest", timer))
        }
        return backbone.components(services, readiness: [consumer.readiness])
    }
}
