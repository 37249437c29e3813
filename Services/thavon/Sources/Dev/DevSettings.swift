internal import Foundation

/// What is the same at each start unless somebody says otherwise.
enum DevDefaults {
    static let webhookSecret = "thavon-demo-secret"
    static let resendKey = "re_sandbox"
    static let vapiKey = "vapi_sandbox"
    static let leadToken = "demo-lead-token"
    /// Of all accounts of the demo agency.
    static let password = "thavon-demo"
    static let ownerEmail = "nora.lichtenberg@example.com"
    static let agentEmail = "anna.petersen@example.com"
    static let agency = "a0000000-0000-4000-8000-000000000001"
    static let sender = "Nordlicht Estates <calls@nordlicht.example.com>"
    static let resendWebhookSecret = "whsec_c2FuZGJveC1zZWNyZXQ="
    static let twilioAccount = "AC00000000000000000000000000000000"
    static let twilioToken = "sandbox-token"
    /// From a range kept free for fiction.
    static let twilioNumber = "+15125550100"
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
    ///   - recordings: the folder for them, unless `.env` names another place.
    ///   - file: what `.env` says.
    ///   - own: this process's environment, of which only what a program needs to run is passed on.
    ///   - hasDemo: whether there is a demo agency whose leads may call.
    /// - Throws: ``Failure`` with the code for configurations.
    init(
        ports: DevPorts, brokerPassword: String, encryptionKeys: String, recordings: String, file: [String: String],
        own: [String: String], hasDemo: Bool = true
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
        settings["WEBHOOKS_URL"] =
            file["WEBHOOKS_URL"] ?? file["PUBLIC_URL"] ?? "http://127.0.0.1:\(ports.ingest)"
        settings["VAPI_WEBHOOK_SECRETS"] = file["VAPI_WEBHOOK_SECRETS"] ?? DevDefaults.webhookSecret
        settings["SANDBOX_VAPI_SERVER_URL"] = "http://127.0.0.1:\(ports.ingest)/api/webhooks/vapi"
        settings["SANDBOX_VAPI_SECRET"] = settings["VAPI_WEBHOOK_SECRETS"]?.split(separator: ",").first.map(String.init)
        settings["ENCRYPTION_KEYS"] = file["ENCRYPTION_KEYS"] ?? encryptionKeys
        settings["CALENDAR_URL"] = file["CALENDAR_URL"] ?? file["PUBLIC_URL"] ?? "http://127.0.0.1:\(ports.calendar)"
        settings["RECORDINGS_URL"] = file["RECORDINGS_URL"] ?? Self.fileURL(recordings)
        var real: [String] = []
        if file["GOOGLE_CLIENT_ID"] == nil {
            settings.merge(Self.sandboxedGoogle(ports)) { $1 }
        } else {
            real.append("Google")
        }
        if file["RESEND_API_KEY"] == nil {
            settings.merge(Self.sandboxedResend(ports)) { $1 }
            settings["RESEND_FROM_EMAIL"] = file["RESEND_FROM_EMAIL"] ?? DevDefaults.sender
        } else {
            guard file["RESEND_FROM_EMAIL"] != nil else {
                throw Failure(
                    ".env: RESEND_FROM_EMAIL is missing beside RESEND_API_KEY",
                    advice: "set it to an address of a domain that is verified at Resend", code: .configuration)
            }
            real.append("Resend")
        }
        if file["TWILIO_ACCOUNT_SID"] == nil {
            settings.merge(Self.sandboxedTwilio(ports)) { $1 }
            // A key of another account.
            for name in ["TWILIO_API_KEY_SID", "TWILIO_API_KEY_SECRET"] { settings[name] = nil }
        } else {
            settings["TWILIO_WEBHOOK_URL"] = try Self.realTwilioWebhook(file, ports)
            real.append("Twilio")
        }
        if file["VAPI_API_KEY"] == nil {
            settings["VAPI_API_KEY"] = DevDefaults.vapiKey
            settings["VAPI_BASE_URL"] = "http://127.0.0.1:\(ports.sandbox)/vapi"
            settings["SANDBOX_VAPI_API_KEY"] = DevDefaults.vapiKey
            settings["VAPI_WEBHOOK_URL"] = "http://127.0.0.1:\(ports.ingest)/api/webhooks/vapi"
        } else {
            real.append("Vapi")
        }
        settings["SANDBOX_CONVERSATIONS"] = file["SANDBOX_CONVERSATIONS"] ?? "agency"
        settings["SANDBOX_LIFE_NUMBERS"] = file["SANDBOX_LIFE_NUMBERS"] ?? DemoPeople.numbers
        // Calls that nobody has made are followed by mails and messages: not by real ones, unless somebody wants that.
        settings["SANDBOX_LIFE_SECONDS"] = file["SANDBOX_LIFE_SECONDS"] ?? (hasDemo && real.isEmpty ? "40" : "0")
        providers = settings
        self.real = real
    }

    /// What makes addresses of recordings for the demo's past; nil when another than the sandbox plays Vapi.
    var demoRecordings: DemoRecordings? {
        guard !real.contains("Vapi") else { return nil }
        return DemoRecordings(sandboxURL: "http://127.0.0.1:\(ports.sandbox)", key: DevDefaults.vapiKey)
    }

    private static func fileURL(_ path: String) -> String {
        URL(fileURLWithPath: path, isDirectory: false).absoluteString
    }

    private static func sandboxedResend(_ ports: DevPorts) -> [String: String] {
        [
            "RESEND_API_KEY": DevDefaults.resendKey, "SANDBOX_RESEND_API_KEY": DevDefaults.resendKey,
            "RESEND_BASE_URL": "http://127.0.0.1:\(ports.sandbox)/resend",
            "RESEND_WEBHOOK_SECRET": DevDefaults.resendWebhookSecret,
            "SANDBOX_RESEND_WEBHOOK_SECRET": DevDefaults.resendWebhookSecret,
            "SANDBOX_RESEND_WEBHOOK_URL": "http://127.0.0.1:\(ports.ingest)/api/webhooks/resend",
        ]
    }

    private static func sandboxedTwilio(_ ports: DevPorts) -> [String: String] {
        let webhook = "http://127.0.0.1:\(ports.ingest)/api/webhooks/twilio"
        let templates = WhatsAppTemplate.all
        return [
            "TWILIO_ACCOUNT_SID": DevDefaults.twilioAccount, "TWILIO_AUTH_TOKEN": DevDefaults.twilioToken,
            "TWILIO_WHATSAPP_NUMBER": DevDefaults.twilioNumber, "TWILIO_SMS_NUMBER": DevDefaults.twilioNumber,
            "TWILIO_BASE_URL": "http://127.0.0.1:\(ports.sandbox)/twilio", "TWILIO_WEBHOOK_URL": webhook,
            "TWILIO_CONTENT_TEMPLATES": templates.sandboxContentTemplates,
            "SANDBOX_TWILIO_ACCOUNT_SID": DevDefaults.twilioAccount,
            "SANDBOX_TWILIO_AUTH_TOKEN": DevDefaults.twilioToken,
            "SANDBOX_TWILIO_SENDERS": "\(DevDefaults.twilioNumber),whatsapp:\(DevDefaults.twilioNumber)",
            "SANDBOX_TWILIO_TEMPLATES": templates.sandboxTexts,
            "SANDBOX_TWILIO_INBOUND_URL": webhook + "/inbound",
        ]
    }

    /// Where Twilio reports to, once it is certain that it can be used at all.
    private static func realTwilioWebhook(_ file: [String: String], _ ports: DevPorts) throws -> String {
        guard file["TWILIO_AUTH_TOKEN"] != nil else {
            throw Failure(
                ".env: TWILIO_AUTH_TOKEN is missing beside TWILIO_ACCOUNT_SID",
                advice: "set it also beside an API key: Twilio signs with it what it posts", code: .configuration)
        }
        guard file["TWILIO_WHATSAPP_NUMBER"] != nil || file["TWILIO_SMS_NUMBER"] != nil else {
            throw Failure(
                ".env: TWILIO_WHATSAPP_NUMBER or TWILIO_SMS_NUMBER is missing beside TWILIO_ACCOUNT_SID",
                advice: "set one to a number of the account, or to a messaging service (MG…)", code: .configuration)
        }
        let base = file["PUBLIC_URL"] ?? "http://127.0.0.1:\(ports.ingest)"
        return file["TWILIO_WEBHOOK_URL"] ?? base + "/api/webhooks/twilio"
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
        // Nobody needs all those texts but the sandbox itself.
        values["SANDBOX_TWILIO_TEMPLATES"] = nil
        values["DATABASE_URL"] = databaseURL(role: "thavon")
        values["AMQP_URL"] = brokerURL
        values["HEALTH_URLS"] = plans.map { "\($0.name)=\($0.healthURL(ports))" }.joined(separator: ",")
        return values
    }
}
