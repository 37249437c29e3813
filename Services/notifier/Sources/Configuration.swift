internal import AMQP
internal import Contracts
internal import Postgres
package import ServiceKit
internal import Twilio
internal import Vault

extension Notifier {
    /// Configuration keys: see ``Notifier/settingsHelp``.
    package struct Configuration: Sendable {
        var database: PostgresConfiguration
        var broker: AMQPConfiguration
        var apiKey: String
        var from: String
        var resendURL: String
        var requestsPerSecond: Int
        var publicURL: String
        /// Makes leads' links to their appointments; nil when there is no key for that.
        var leadLinks: LeadLinks?
        /// Nil: there are only mails.
        var twilio: TwilioSettings?
        /// How long a channel may take before the next one takes over.
        var patience: Duration
        /// After how long an uncertain outcome is looked up.
        var lookUpAfter: Duration
        /// Nil when there are no daily summaries.
        var digest: DigestSchedule?
    }

    struct TwilioSettings: Sendable {
        var baseURL: String
        var accountSID: String
        var authToken: String
        /// `SK…`, when `authToken` is that key's secret.
        var apiKeySID: String?
        var requestsPerSecond: Int
        var account: MessageAccount
    }

    package static func configure(_ settings: inout Settings) throws(ConfigurationError) -> Configuration {
        let publicURL = try settings.url("PUBLIC_URL")
        return Configuration(
            database: try settings.database(service: name, connections: 8),
            broker: try settings.broker(service: name),
            apiKey: try settings.string("RESEND_API_KEY", secret: true),
            from: try settings.value("RESEND_FROM_EMAIL", default: nil) { text in
                isSender(text) ? .success(text) : .failure(Unusable("must be an address or \"Name <address>\""))
            },
            resendURL: try settings.url("RESEND_BASE_URL", default: "https://api.resend.com"),
            requestsPerSecond: try settings.int("RESEND_RATE_LIMIT", default: 5, in: 1...10_000),
            publicURL: publicURL,
            leadLinks: try leadLinks(&settings, publicURL),
            twilio: try twilio(&settings, publicURL),
            patience: try settings.seconds("FALLBACK_SECONDS", default: 120, in: 1...86_400),
            lookUpAfter: try settings.seconds("LOOKUP_SECONDS", default: 15, in: 0.1...3600),
            digest: try settings.value("DIGEST_HOUR", default: "7", parse: digest))
    }

    private static func leadLinks(
        _ settings: inout Settings, _ publicURL: String
    ) throws(ConfigurationError) -> LeadLinks? {
        let url = try settings.url("CALENDAR_URL", default: publicURL)
        guard let keys = settings.optional("ENCRYPTION_KEYS", secret: true) else { return nil }
        guard let vault = TokenVault(keys) else {
            throw ConfigurationError(key: "ENCRYPTION_KEYS", problem: "must be id:base64,… of 32 bytes each")
        }
        return LeadLinks(vault: vault, calendarURL: url)
    }

    private static func digest(_ text: String) -> Result<DigestSchedule?, Unusable> {
        if text == "off" { return .success(nil) }
        guard let hour = Int(text), let schedule = DigestSchedule(hour: hour) else {
            return .failure(Unusable("must be an hour from 0 to 23, or off"))
        }
        return .success(schedule)
    }

    private static func twilio(
        _ settings: inout Settings, _ publicURL: String
    ) throws(ConfigurationError) -> TwilioSettings? {
        guard let accountSID = settings.optional("TWILIO_ACCOUNT_SID") else { return nil }
        guard isSID(accountSID, "AC") else {
            throw ConfigurationError(key: "TWILIO_ACCOUNT_SID", problem: "must be AC and 32 hexadecimal digits")
        }
        let key = settings.optional("TWILIO_API_KEY_SID")
        let secret = try settings.string(key == nil ? "TWILIO_AUTH_TOKEN" : "TWILIO_API_KEY_SECRET", secret: true)
        var senders: [TwilioMessage.Channel: TwilioMessage.Sender] = [:]
        senders[.whatsapp] = try sender(&settings, "TWILIO_WHATSAPP_NUMBER")
        senders[.sms] = try sender(&settings, "TWILIO_SMS_NUMBER")
        guard !senders.isEmpty else {
            throw ConfigurationError(
                key: "TWILIO_WHATSAPP_NUMBER", problem: "or TWILIO_SMS_NUMBER is missing beside TWILIO_ACCOUNT_SID")
        }
        let webhooks = try settings.url("TWILIO_WEBHOOK_URL", default: publicURL + "/api/webhooks/twilio")
        let account = MessageAccount(
            senders: senders, templates: try templates(&settings), statusCallback: webhooks + "/status")
        return TwilioSettings(
            baseURL: try settings.url("TWILIO_BASE_URL", default: "https://api.twilio.com"), accountSID: accountSID,
            authToken: secret, apiKeySID: key,
            requestsPerSecond: try settings.int("TWILIO_RATE_LIMIT", default: 10, in: 1...10_000), account: account)
    }

    private static func templates(_ settings: inout Settings) throws(ConfigurationError) -> ContentTemplates {
        try settings.value("TWILIO_CONTENT_TEMPLATES", default: "{}") { text in
            Result { () throws(Unusable) in try ContentTemplates(json: text) }
        }
    }

    /// A number, or a messaging service that chooses one.
    private static func sender(
        _ settings: inout Settings, _ name: String
    ) throws(ConfigurationError) -> TwilioMessage.Sender? {
        guard let text = settings.optional(name) else { return nil }
        let number = text.hasPrefix("whatsapp:") ? String(text.dropFirst(9)) : text
        if isSID(number, "MG") { return .service(sid: number) }
        let digits = number.dropFirst()
        guard number.hasPrefix("+"), (7...15).contains(digits.count), digits.first != "0",
            digits.allSatisfy({ "0123456789".contains($0) })
        else {
            throw ConfigurationError(
                key: name, problem: "must be a number like +15125550100 or a messaging service MG…")
        }
        return .number(number)
    }

    private static func isSID(_ text: String, _ prefix: String) -> Bool {
        text.hasPrefix(prefix) && text.utf8.count == 34 && text.dropFirst(2).allSatisfy { $0.isASCII && $0.isHexDigit }
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
}
