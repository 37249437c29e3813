/// How a service runs in development: its ports and which settings are its business.
struct ServicePlan: Sendable {
    let name: String
    let httpPort: Int?
    private let usualHealthPort: Int
    /// Settings it is given, by name; one that ends in `*` stands for all that begin so.
    private let settings: [String]
    private let usesBackbone: Bool

    private init(
        _ name: String, http: Int? = nil, health: Int, usesBackbone: Bool = true, settings: [String] = []
    ) {
        self.name = name
        httpPort = http
        usualHealthPort = health
        self.usesBackbone = usesBackbone
        self.settings = settings
    }

    /// In the order in which they are started and shown.
    static let all: [ServicePlan] = [
        ServicePlan("sandbox", http: 8090, health: 9109, usesBackbone: false, settings: ["SANDBOX_*"]),
        ServicePlan(
            "webhook-ingest", http: 8081, health: 9101,
            settings: [
                "VAPI_WEBHOOK_SECRETS", "VAPI_HMAC_*", "VAPI_ASSISTANT_ID", "WEBHOOK_*", "REPORT_PATIENCE", "COMMIT_*",
                "RESEND_WEBHOOK_SECRET", "TWILIO_AUTH_TOKEN", "TWILIO_WEBHOOK_URL",
            ]),
        ServicePlan("assignment", health: 9102, settings: ["BACKLOG_SECONDS"]),
        ServicePlan(
            "notifier", health: 9103,
            settings: [
                "RESEND_API_KEY", "RESEND_FROM_EMAIL", "RESEND_BASE_URL", "RESEND_RATE_LIMIT", "PUBLIC_URL", "TWILIO_*",
                "FALLBACK_SECONDS", "LOOKUP_SECONDS", "DIGEST_HOUR", "ENCRYPTION_KEYS", "CALENDAR_URL",
            ]),
        ServicePlan(
            "calendar-sync", http: 8082, health: 9104,
            settings: ["GOOGLE_*", "ENCRYPTION_KEYS", "CALENDAR_*", "PUBLIC_URL"]),
        ServicePlan(
            "retry-scheduler", health: 9105,
            settings: [
                "VAPI_API_KEY", "VAPI_BASE_URL", "VAPI_PHONE_NUMBER_ID", "VAPI_ASSISTANT_ID", "VAPI_WEBHOOK_SECRETS",
                "VAPI_WEBHOOK_URL", "VAPI_LINES", "VAPI_LINES_RESERVED", "PUBLIC_URL", "RECONCILE_AFTER",
            ]),
        ServicePlan(
            "recording-archive", health: 9106,
            settings: ["RECORDINGS_URL", "RECORDING_*", "AWS_*", "VAPI_API_KEY", "VAPI_BASE_URL"]),
        ServicePlan(
            "dashboard", http: 8080, health: 9107,
            settings: [
                "PUBLIC_URL", "WEBHOOKS_URL", "RECORDINGS_URL", "AWS_*", "TRUST_PROXY", "PASSWORD_COST",
                "API_RATE_LIMIT",
            ]),
    ]

    func healthPort(_ ports: DevPorts) -> Int { ports.of(usualHealthPort) }

    /// Where `/health/ready` is asked.
    func healthURL(_ ports: DevPorts) -> String { "http://127.0.0.1:\(healthPort(ports))" }

    /// The whole environment of the process.
    func environment(_ development: DevSettings) -> [String: String] {
        var result = development.common
        let ports = development.ports
        if usesBackbone {
            result["DATABASE_URL"] = development.databaseURL(role: name)
            result["AMQP_URL"] = development.brokerURL
        }
        if let httpPort {
            result["HTTP_HOST"] = "127.0.0.1"
            result["HTTP_PORT"] = "\(ports.of(httpPort))"
        }
        result["HEALTH_PORT"] = "\(healthPort(ports))"
        for (name, value) in development.providers where concerns(name) { result[name] = value }
        return result
    }

    private func concerns(_ name: String) -> Bool {
        settings.contains { $0.hasSuffix("*") ? name.hasPrefix($0.dropLast()) : name == $0 }
    }
}
