internal import AMQP
internal import FoundationEssentials
internal import Postgres
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
            assistantID: settings.optional("VAPI_ASSISTANT_ID"),
            maxBodyBytes: try settings.int("WEBHOOK_MAX_BODY_BYTES", default: 10_485_760, in: 1024...104_857_600),
            rateLimit: limit == 0 ? nil : Double(limit),
            reportPatience: try settings.seconds("REPORT_PATIENCE", default: 60, in: 1...3600),
            commitLanes: try settings.int("COMMIT_LANES", default: 1, in: 1...16),
            commitMaxBatch: try settings.int("COMMIT_MAX_BATCH", default: 64, in: 1...1000))
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
