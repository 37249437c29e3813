internal import ServiceKit

extension Sandbox {
    /// Where what becomes of mails is reported, and how it is signed.
    static func readMailWebhook(
        _ settings: inout Settings, into configuration: inout Configuration
    ) throws(ConfigurationError) {
        let url = try settings.optionalURL("SANDBOX_RESEND_WEBHOOK_URL")
        let signature = try settings.value(
            "SANDBOX_RESEND_WEBHOOK_SECRET", default: "whsec_c2FuZGJveC1zZWNyZXQ=", secret: true
        ) {
            SvixSignature(secret: $0).map { .success($0) } ?? .failure(Unusable("must be whsec_ and base64"))
        }
        configuration.mailWebhook = url.map { MailWebhook(url: $0, signature: signature) }
        configuration.mailDuration = try settings.seconds("SANDBOX_MAIL_SECONDS", default: 1, in: 0...3600)
    }

    static func twilio(_ settings: inout Settings) throws(ConfigurationError) -> TwilioAccount {
        var account = TwilioAccount()
        account.sid = try sid(&settings, "SANDBOX_TWILIO_ACCOUNT_SID", account.sid)
        account.authToken = try settings.string("SANDBOX_TWILIO_AUTH_TOKEN", default: account.authToken, secret: true)
        account.keySID = try sid(&settings, "SANDBOX_TWILIO_API_KEY_SID", account.keySID)
        account.keySecret = try settings.string(
            "SANDBOX_TWILIO_API_KEY_SECRET", default: account.keySecret, secret: true)
        account.senders = try senders(&settings)
        account.templates = try templates(&settings)
        account.inboundURL = try settings.optionalURL("SANDBOX_TWILIO_INBOUND_URL")
        account.rateLimit = try settings.int("SANDBOX_TWILIO_RATE_LIMIT", default: 10, in: 0...1_000_000)
        account.capacity = try settings.int("SANDBOX_TWILIO_CAPACITY", default: 50_000, in: 1...1_000_000)
        account.duration = try settings.seconds("SANDBOX_MESSAGE_SECONDS", default: 2, in: 0...3600)
        return account
    }

    private static func sid(
        _ settings: inout Settings, _ name: String, _ fallback: String
    ) throws(ConfigurationError) -> String {
        let prefix = String(fallback.prefix(2))
        return try settings.value(name, default: fallback) {
            MessageDraft.isSID($0, prefix)
                ? .success($0) : .failure(Unusable("must be \(prefix) and 32 hexadecimal digits"))
        }
    }

    /// Nil for any.
    private static func senders(_ settings: inout Settings) throws(ConfigurationError) -> [String]? {
        try settings.value("SANDBOX_TWILIO_SENDERS", default: "") { text in
            let names = text.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
            guard names.allSatisfy({ PhoneAddress(sender: $0) != nil }) else {
                return .failure(Unusable("must be numbers like +15125550100 or whatsapp:+15125550100"))
            }
            return .success(names.isEmpty ? nil : names)
        }
    }

    /// Nil for any.
    private static func templates(_ settings: inout Settings) throws(ConfigurationError) -> [String: String]? {
        try settings.value("SANDBOX_TWILIO_TEMPLATES", default: "") { text in
            guard !text.isEmpty else { return .success(nil) }
            let members = (try? JSON(parsing: Array(text.utf8)))?.members
            let texts = members?.compactMapValues(\.string)
            guard let texts, texts.count == members?.count,
                texts.keys.allSatisfy({ MessageDraft.isSID($0, "HX") })
            else { return .failure(Unusable("must be a JSON object of texts by ContentSid")) }
            return .success(texts)
        }
    }
}
