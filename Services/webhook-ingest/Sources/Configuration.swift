internal import AMQP
internal import FoundationEssentials
internal import Postgres
internal import ResendWebhooks
package import ServiceKit

extension WebhookIngest {
    /// Configuration keys: see ``WebhookIngest/settingsHelp``, and for signed webhooks
    /// - `VAPI_HMAC_ALGORITHM` (sha256, sha512, sha1), `VAPI_HMAC_ENCODING` (hex, base64)
    /// - `VAPI_HMAC_SIGNATURE_HEADER` (x-signature), `VAPI_HMAC_TIMESTAMP_HEADER` (x-timestamp),
    ///   `VAPI_HMAC_MESSAGE_ID_HEADER` (svix-id)
    /// - `VAPI_HMAC_PREFIX` (in front of the signature, none), `VAPI_HMAC_PAYLOAD` (`{timestamp}.{body}`)
    /// - `VAPI_HMAC_SECRET_BASE64` (false): whether the secrets are base64
    package struct Configuration: Sendable {
        var database: PostgresConfiguration
        var broker: AMQPConfiguration
        var http: (host: String, port: Int)
        var secrets: [String]
        var hmac: WebhookAuthentication.HMACPlan
        /// Nil: what Twilio posts cannot be verified.
        var twilio: TwilioWebhooks.Settings?
        /// Empty: what Resend posts cannot be verified.
        var resendSecrets: [String]
        var assistantID: String?
        var maxBodyBytes: Int
        /// Webhooks per second; nil for no limit.
        var rateLimit: Double?
        var reportPatience: Duration
        var commitLanes: Int
        var commitMaxBatch: Int
    }

    package static func configure(_ settings: inout Settings) throws(ConfigurationError) -> Configuration {
        let limit = try settings.int("WEBHOOK_RATE_LIMIT", default: 500, in: 0...1_000_000)
        let secrets = try settings.list("VAPI_WEBHOOK_SECRETS", secret: true)
        let hmac = try hmacPlan(&settings)
        if hmac.secretIsBase64, secrets.contains(where: { Data(base64Encoded: $0) == nil }) {
            throw ConfigurationError(
                key: "VAPI_WEBHOOK_SECRETS", problem: "must be base64 when VAPI_HMAC_SECRET_BASE64 is true")
        }
        return Configuration(
            database: try settings.database(service: name, connections: 6),
            broker: try settings.broker(service: name),
            http: try settings.httpAddress(port: 8081),
            secrets: secrets,
            hmac: hmac,
            twilio: try twilio(&settings),
            resendSecrets: try resendSecrets(&settings),
            assistantID: settings.optional("VAPI_ASSISTANT_ID"),
            maxBodyBytes: try settings.int("WEBHOOK_MAX_BODY_BYTES", default: 10_485_760, in: 1024...104_857_600),
            rateLimit: limit == 0 ? nil : Double(limit),
            reportPatience: try settings.seconds("REPORT_PATIENCE", default: 60, in: 1...3600),
            commitLanes: try settings.int("COMMIT_LANES", default: 1, in: 1...16),
            commitMaxBatch: try settings.int("COMMIT_MAX_BATCH", default: 64, in: 1...1000))
    }

    /// The address is needed beside the token: it is part of what is signed.
    private static func twilio(
        _ settings: inout Settings
    ) throws(ConfigurationError) -> TwilioWebhooks.Settings? {
        let usual = try settings.optionalURL("PUBLIC_URL").map { "\($0)/api/webhooks/twilio" }
        let url = try settings.optionalURL("TWILIO_WEBHOOK_URL") ?? usual
        guard let token = settings.optional("TWILIO_AUTH_TOKEN", secret: true) else { return nil }
        guard let url else {
            throw ConfigurationError(
                key: "TWILIO_WEBHOOK_URL", problem: "is missing: with TWILIO_AUTH_TOKEN, it or PUBLIC_URL has to be set"
            )
        }
        guard !url.contains(where: { "?#".contains($0) }) else {
            throw ConfigurationError(key: "TWILIO_WEBHOOK_URL", problem: "must not have a query or a fragment")
        }
        return TwilioWebhooks.Settings(authToken: token, publicURL: url)
    }

    private static func resendSecrets(_ settings: inout Settings) throws(ConfigurationError) -> [String] {
        let text = settings.optional("RESEND_WEBHOOK_SECRET", secret: true) ?? ""
        let secrets = text.split { $0 == "," || $0.isWhitespace }.map(String.init)
        guard secrets.allSatisfy(SvixSignature.isUsable) else {
            throw ConfigurationError(
                key: "RESEND_WEBHOOK_SECRET", problem: "must be the webhook's signing secret: whsec_ and base64")
        }
        return secrets
    }

    private static func hmacPlan(
        _ settings: inout Settings
    ) throws(ConfigurationError) -> WebhookAuthentication.HMACPlan {
        let standard = WebhookAuthentication.HMACPlan()
        return WebhookAuthentication.HMACPlan(
            algorithm: try settings.choice("VAPI_HMAC_ALGORITHM", default: standard.algorithm),
            encoding: try settings.choice("VAPI_HMAC_ENCODING", default: standard.encoding),
            signatureHeader: try settings.headerName("VAPI_HMAC_SIGNATURE_HEADER", default: standard.signatureHeader),
            timestampHeader: try settings.headerName("VAPI_HMAC_TIMESTAMP_HEADER", default: standard.timestampHeader),
            messageIDHeader: try settings.headerName("VAPI_HMAC_MESSAGE_ID_HEADER", default: standard.messageIDHeader),
            prefix: settings.optional("VAPI_HMAC_PREFIX") ?? standard.prefix,
            payloadFormat: try settings.value("VAPI_HMAC_PAYLOAD", default: standard.payloadFormat) { text in
                text.contains("{body}") ? .success(text) : .failure(Unusable("must contain {body}"))
            },
            secretIsBase64: try settings.flag("VAPI_HMAC_SECRET_BASE64", default: standard.secretIsBase64))
    }
}
