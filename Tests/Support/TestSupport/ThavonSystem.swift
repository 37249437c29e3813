package import AMQP
internal import Foundation
package import LocalServers
internal import Logging
internal import Messaging
package import OutboundHTTP
package import Postgres
internal import Schema
internal import Testing

/// The real executables, as child processes, over a database and a virtual host of their own.
package actor ThavonSystem {
    package struct Options: Sendable {
        /// Environment for each service, over the harness's own.
        package var environment: [String: [String: String]] = [:]
        /// Further replicas of a service have a number: `retry-scheduler#2`.
        package var services = ["sandbox", "webhook-ingest", "assignment", "notifier"]
        /// Whether messages also go by WhatsApp and SMS.
        package var sendsMessages = false
        /// Where the database is, when not at its real address: lets a proxy stand in between.
        package var databasePort: Int?

        package init() {}
    }

    package nonisolated let database: PostgresConfiguration
    package nonisolated let broker: AMQPConfiguration
    /// Connected as superuser.
    package nonisolated let pool: PostgresPool
    package nonisolated let http = HTTPClient(
        userAgent: "thavon-tests/1", egress: EgressPolicy(), logger: Logger(label: "test"))
    package nonisolated let webhookURL: String
    package nonisolated let sandboxURL: String
    package nonisolated let calendarURL: String
    /// Of the console.
    package nonisolated let consoleURL: String
    package nonisolated let logs: String
    /// Where recording-archive keeps what it has.
    package nonisolated var recordings: String { "\(logs)/recordings" }

    package static let secret = "test-secret"

    private let options: Options
    private let host = ProcessHost()
    private var children: [String: ChildProcess] = [:]
    private let healthPorts: [String: Int]
    private let httpPorts: [String: Int]

    /// Starts everything, waits until it is ready, and ends it after `body`.
    package static func run<R: Sendable>(
        _ options: Options = Options(), _ body: (ThavonSystem) async throws -> R
    ) async throws -> R {
        try await withThavonDatabase { try await run(options, database: $0, body) }
    }

    /// The same over a database that the caller has.
    package static func run<R: Sendable>(
        _ options: Options, database: PostgresConfiguration, _ body: (ThavonSystem) async throws -> R
    ) async throws -> R {
        await Turnstile.systems.enter()
        defer { Turnstile.systems.leave() }
        return try await TestRabbitMQ.withVirtualHost { broker in
            let system = try ThavonSystem(options: options, database: database, broker: broker)
            do {
                for service in options.services { try await system.start(service) }
                for service in options.services { try await system.waitUntilReady(service) }
                let result = try await body(system)
                await system.end()
                return result
            } catch {
                await system.attachLogs()
                await system.end()
                throw error
            }
        }
    }

    private init(options: Options, database: PostgresConfiguration, broker: AMQPConfiguration) throws {
        self.options = options
        self.database = database
        self.broker = broker
        pool = PostgresPool(configuration: database, logger: Logger(label: "test"))
        healthPorts = try Dictionary(uniqueKeysWithValues: options.services.map { ($0, try freeLoopbackPort()) })
        httpPorts = try Dictionary(uniqueKeysWithValues: options.services.map { ($0, try freeLoopbackPort()) })
        webhookURL = "http://127.0.0.1:\(httpPorts["webhook-ingest"] ?? 0)/api/webhooks/vapi"
        calendarURL = "http://127.0.0.1:\(httpPorts["calendar-sync"] ?? 0)"
        consoleURL = "http://127.0.0.1:\(httpPorts["dashboard"] ?? 0)"
        sandboxURL = "http://127.0.0.1:\(httpPorts["sandbox"] ?? 0)"
        logs =
            FileManager.default.temporaryDirectory.appendingPathComponent("thavon-logs-\(UUID().uuidString.prefix(8))")
            .path
        try FileManager.default.createDirectory(atPath: logs, withIntermediateDirectories: true)
    }

    /// Starts a service; one that has been killed takes up the same ports.
    package func start(_ service: String) async throws {
        children[service] = try await host.start(
            Command(
                Self.executables + "/" + Self.program(of: service), environment: environment(of: service),
                log: "\(logs)/\(service).log"))
    }

    /// Ends a service without warning and waits until it is gone.
    package func kill(_ service: String) async {
        children[service]?.send(SIGKILL)
        await children[service]?.waitForExit()
    }

    /// Asks a service to drain and returns how it ended.
    @discardableResult
    package func stop(_ service: String) async -> LocalServers.ExitStatus? {
        await children[service]?.stop(grace: .seconds(30))
    }

    package func waitUntilReady(_ service: String) async throws {
        let patience = RetryPolicy(
            maxAttempts: 600, baseDelay: .milliseconds(50), maxDelay: .milliseconds(100), jitter: { 0.99 })
        let answer = try await http.send(
            HTTPRequest(url: "http://127.0.0.1:\(healthPorts[service] ?? 0)/health/ready"), retrying: patience)
        guard answer.status == 200 else {
            throw LocalServerError("\(service) is not ready: \(String(decoding: answer.body, as: UTF8.self))")
        }
    }

    package nonisolated func healthURL(_ service: String, _ path: String) -> String {
        "http://127.0.0.1:\(healthPorts[service] ?? 0)\(path)"
    }

    private static func program(of service: String) -> String {
        service.split(separator: "#").first.map(String.init) ?? service
    }

    func environment(of name: String) -> [String: String] {
        let service = Self.program(of: name)
        var role = database
        role.user = service
        if let port = options.databasePort { role.port = port }
        var environment = [
            "PATH": "/usr/bin:/bin", "LOG_LEVEL": "debug",
            "DATABASE_URL": "postgres://\(service)@\(role.host):\(role.port)/\(role.database)",
            "AMQP_URL": broker.url, "HTTP_PORT": "\(httpPorts[name] ?? 0)",
            "HEALTH_PORT": "\(healthPorts[name] ?? 0)", "PUBLIC_URL": "http://127.0.0.1:8080",
            "VAPI_WEBHOOK_SECRETS": "retired-secret,\(Self.secret)", "WEBHOOK_RATE_LIMIT": "0",
            "RESEND_API_KEY": "re_sandbox", "RESEND_FROM_EMAIL": "Thavon <calls@example.com>",
            "RESEND_BASE_URL": "\(sandboxURL)/resend", "RESEND_RATE_LIMIT": "100",
            "VAPI_API_KEY": "vapi_sandbox", "VAPI_BASE_URL": "\(sandboxURL)/vapi", "VAPI_WEBHOOK_URL": webhookURL,
            "GOOGLE_CLIENT_ID": "sandbox-client", "GOOGLE_CLIENT_SECRET": "sandbox-secret",
            "GOOGLE_AUTH_URL": "\(sandboxURL)/google/auth", "GOOGLE_TOKEN_URL": "\(sandboxURL)/google/token",
            "GOOGLE_REVOKE_URL": "\(sandboxURL)/google/revoke",
            "GOOGLE_CALENDAR_BASE_URL": "\(sandboxURL)/google/calendar/v3",
            "GOOGLE_REDIRECT_URI": calendarURL + "/api/calendar/callback", "CALENDAR_URL": calendarURL,
            "GOOGLE_WEBHOOK_URL": webhookURL.replacingOccurrences(of: "/vapi", with: "/google"),
            "ENCRYPTION_KEYS": "test:" + Data(repeating: 7, count: 32).base64EncodedString(),
            "RECORDINGS_URL": "file://\(recordings)", "RECORDING_RETRY_SECONDS": "0.2", "RECORDING_LEASE_SECONDS": "2",
            "PASSWORD_COST": "10", "SANDBOX_RESEND_RATE_LIMIT": "0", "SANDBOX_VAPI_SERVER_URL": webhookURL,
            "SANDBOX_VAPI_SECRET": Self.secret,
        ]
        environment.merge(messaging(service)) { $1 }
        environment.merge(options.environment[service] ?? [:]) { $1 }
        return environment
    }

    /// How messages travel: through the sandbox, which reports to webhook-ingest.
    private func messaging(_ service: String) -> [String: String] {
        let webhooks = webhookURL.replacingOccurrences(of: "/vapi", with: "")
        let secret = "whsec_" + Data("test-signing-secret".utf8).base64EncodedString()
        switch service {
        case "webhook-ingest":
            return [
                "TWILIO_AUTH_TOKEN": Self.twilioToken, "TWILIO_WEBHOOK_URL": webhooks + "/twilio",
                "RESEND_WEBHOOK_SECRET": secret,
            ]
        case "sandbox":
            return [
                "SANDBOX_TWILIO_ACCOUNT_SID": Self.twilioAccount, "SANDBOX_TWILIO_AUTH_TOKEN": Self.twilioToken,
                "SANDBOX_TWILIO_INBOUND_URL": webhooks + "/twilio/inbound", "SANDBOX_TWILIO_RATE_LIMIT": "0",
                "SANDBOX_RESEND_WEBHOOK_URL": webhooks + "/resend", "SANDBOX_RESEND_WEBHOOK_SECRET": secret,
                "SANDBOX_TWILIO_TEMPLATES": Self.templateTexts, "SANDBOX_MESSAGE_SECONDS": "0",
                "SANDBOX_MAIL_SECONDS": "0",
            ]
        case "notifier" where options.sendsMessages:
            return [
                "TWILIO_ACCOUNT_SID": Self.twilioAccount, "TWILIO_AUTH_TOKEN": Self.twilioToken,
                "TWILIO_BASE_URL": sandboxURL, "TWILIO_WEBHOOK_URL": webhooks + "/twilio",
                "TWILIO_WHATSAPP_NUMBER": "+15125550100", "TWILIO_SMS_NUMBER": "+15125550101",
                "TWILIO_RATE_LIMIT": "1000", "TWILIO_CONTENT_TEMPLATES": Self.templates, "LOOKUP_SECONDS": "1",
            ]
        default: return [:]
        }
    }

    package static let twilioAccount = "AC" + String(repeating: "0", count: 31) + "7"
    package static let twilioToken = "test-twilio-token"

    /// The templates of the kinds that the tests send, with the number of their variables, in English and German.
    private static let templateKinds = [
        ("call.completed", 5), ("call.missed", 5), ("call.assigned", 5), ("call.reassigned", 4),
        ("appointment.booked", 6), ("appointment.moved", 7), ("appointment.cancelled", 7), ("appointment.reminder", 6),
        ("followup.overdue", 4),
    ]

    private static func templateSID(_ index: Int, _ language: Int) -> String {
        String(format: "HX%031x", index) + "\(language)"
    }

    private static let templates: String = {
        let entries = templateKinds.enumerated().map { index, kind in
            "\"\(kind.0)\":{\"en\":\"\(templateSID(index, 0))\",\"de\":\"\(templateSID(index, 1))\"}"
        }
        return "{\(entries.joined(separator: ","))}"
    }()

    private static let templateTexts: String = {
        let entries = templateKinds.enumerated().flatMap { index, kind in
            (0...1).map { language in
                let places = (1...kind.1).map { "{{\($0)}}" }.joined(separator: " | ")
                return "\"\(templateSID(index, language))\":\"\(kind.0) \(["en", "de"][language]): \(places)\""
            }
        }
        return "{\(entries.joined(separator: ","))}"
    }()

    private func end() async {
        for service in options.services.reversed() { await kill(service) }
        await pool.shutdown()
        await http.shutdown()
        try? FileManager.default.removeItem(atPath: logs)
    }

    private func attachLogs() {
        for service in options.services {
            guard let log = FileManager.default.contents(atPath: "\(logs)/\(service).log") else { continue }
            let tail = log.suffix(4000)
            Issue.record("end of the log of \(service):\n\(String(decoding: tail, as: UTF8.self))", severity: .warning)
        }
    }

    /// Executables lie beside the test bundle, unless `THAVON_EXECUTABLES` names another folder (a release build's).
    package static var executables: String {
        if let named = ProcessInfo.processInfo.environment["THAVON_EXECUTABLES"] { return named }
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: path).deletingLastPathComponent().path
    }
}

/// A database with the newest schema and the team of ``TestAgency``.
package func withThavonDatabase<R: Sendable>(
    _ body: (PostgresConfiguration) async throws -> R
) async throws -> R {
    try await TestPostgres.withDatabase(
        template: "thavon",
        prepare: { configuration in
            let pool = PostgresPool(configuration: configuration, logger: Logger(label: "test"))
            try await Migrator(pool: pool).run()
            try await pool.simpleQuery(TestAgency.sql)
            await pool.shutdown()
        }, body)
}

extension AMQPConfiguration {
    /// The address as a setting names it.
    package var url: String {
        let vhost = virtualHost.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return "amqp://\(user):\(password)@\(host):\(port)/\(vhost)"
    }
}
