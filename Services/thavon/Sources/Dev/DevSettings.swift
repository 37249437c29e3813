internal import Foundation

/// What is the same at each start unless somebody says otherwise.
enum DevDefaults {
    static let webhookSecret = "thavon-demo-secret"
    static let resendKey = "re_sandbox"
    static let vapiKey = "vapi_sandbox"
    static let leadToken = "demo-lead-token"
    static let agency = "a0000000-0000-4000-8000-000000000001"
    static let sender = "Nordlicht Estates <calls@nordlicht.example.com>"
}

/// Every setting of a development system: the sandbox plays each provider, unless `.env` has a key for the real one.
struct DevSettings: Sendable {
    let ports: DevPorts
    let brokerPassword: String
    /// What all services are given.
    let common: [String: String]
    /// Settings about providers; each service is given those that are its business.
    let providers: [String: String]
    /// Real providers that are in use.
    let real: [String]

    /// - Parameters:
    ///   - file: what `.env` says.
    ///   - own: this process's environment, of which only what a program needs to run is passed on.
    /// - Throws: ``Failure`` with the code for configurations.
    init(
        ports: DevPorts, brokerPassword: String, encryptionKeys: String, file: [String: String], own: [String: String]
    ) throws {
        self.ports = ports
        self.brokerPassword = brokerPassword
        var common = ["LOG_FORMAT": "text"]
        for name in ["PATH", "HOME", "TZ", "LANG", "TERM"] { common[name] = own[name] }
        for name in ["LOG_FORMAT", "LOG_LEVEL", "SHUTDOWN_TIMEOUT", "DATABASE_CONNECTIONS"] {
            if let value = file[name] ?? own[name] { common[name] = value }
        }
        self.common = common

        var settings = file
        settings["PUBLIC_URL"] = file["PUBLIC_URL"] ?? "http://127.0.0.1:\(ports.console)"
        settings["VAPI_WEBHOOK_SECRETS"] = file["VAPI_WEBHOOK_SECRETS"] ?? DevDefaults.webhookSecret
        settings["SANDBOX_VAPI_SERVER_URL"] = "http://127.0.0.1:\(ports.ingest)/api/webhooks/vapi"
        settings["SANDBOX_VAPI_SECRET"] = settings["VAPI_WEBHOOK_SECRETS"]?.split(separator: ",").first.map(String.init)
        settings["ENCRYPTION_KEYS"] = file["ENCRYPTION_KEYS"] ?? encryptionKeys
        settings["CALENDAR_URL"] = file["CALENDAR_URL"] ?? file["PUBLIC_URL"] ?? "http://127.0.0.1:\(ports.calendar)"
        var real: [String] = []
        if file["GOOGLE_CLIENT_ID"] == nil {
            settings.merge(Self.sandboxedGoogle(ports)) { $1 }
        } else {
            real.append("Google")
        }
        if file["RESEND_API_KEY"] == nil {
            settings["RESEND_API_KEY"] = DevDefaults.resendKey
            settings["RESEND_FROM_EMAIL"] = file["RESEND_FROM_EMAIL"] ?? DevDefaults.sender
            settings["RESEND_BASE_URL"] = "http://127.0.0.1:\(ports.sandbox)/resend"
            settings["SANDBOX_RESEND_API_KEY"] = DevDefaults.resendKey
        } else {
            guard file["RESEND_FROM_EMAIL"] != nil else {
                throw Failure(
                    ".env: RESEND_FROM_EMAIL is missing beside RESEND_API_KEY",
                    advice: "set it to an address of a domain that is verified at Resend", code: .configuration)
            }
            real.append("Resend")
        }
        if file["VAPI_API_KEY"] == nil {
            settings["VAPI_API_KEY"] = DevDefaults.vapiKey
            settings["VAPI_BASE_URL"] = "http://127.0.0.1:\(ports.sandbox)/vapi"
            settings["SANDBOX_VAPI_API_KEY"] = DevDefaults.vapiKey
            settings["VAPI_WEBHOOK_URL"] = "http://127.0.0.1:\(ports.ingest)/api/webhooks/vapi"
        } else {
            real.append("Vapi")
        }
        providers = settings
        self.real = real
    }

    private static func sandboxedGoogle(_ ports: DevPorts) -> [String: String] {
        let google = "http://127.0.0.1:\(ports.sandbox)/google"
        return [
            "GOOGLE_CLIENT_ID": "sandbox-client", "GOOGLE_CLIENT_SECRET": "sandbox-secret",
            "GOOGLE_AUTH_URL": google + "/auth", "GOOGLE_TOKEN_URL": google + "/token",
            "GOOGLE_REVOKE_URL": google + "/revoke", "GOOGLE_CALENDAR_BASE_URL": google + "/calendar/v3",
            "GOOGLE_REDIRECT_URI": "http://127.0.0.1:\(ports.calendar)/api/calendar/callback",
            "GOOGLE_WEBHOOK_URL": "http://127.0.0.1:\(ports.ingest)/api/webhooks/google",
        ]
    }

    /// Local connections need no password.
    func databaseURL(role: String) -> String { "postgres://\(role)@127.0.0.1:\(ports.postgres)/thavon" }

    var brokerURL: String { "amqp://thavon:\(brokerPassword)@127.0.0.1:\(ports.rabbitMQ)/" }

    /// For other commands beside this one, in ``DevFolder/environmentFile``.
    func forOperators(_ plans: [ServicePlan]) -> [String: String] {
        var values = providers
        values["DATABASE_URL"] = databaseURL(role: "thavon")
        values["AMQP_URL"] = brokerURL
        values["HEALTH_URLS"] = plans.map { "\($0.name)=\($0.healthURL(ports))" }.joined(separator: ",")
        return values
    }
}
