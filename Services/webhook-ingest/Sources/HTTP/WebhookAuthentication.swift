internal import Crypto
internal import Foundation

/// Decides whether a request really comes from Vapi: by shared secret, bearer token, or HMAC over the raw bytes
/// (https://docs.vapi.ai/server-url/server-authentication). Any of several secrets is accepted, so that they can be
/// rotated. Comparisons take the same time whatever is wrong.
struct WebhookAuthentication: Sendable {
    /// How the sender signs; Vapi's custom HMAC credentials let every part be chosen.
    struct HMACPlan: Sendable, Equatable {
        enum Algorithm: String, CaseIterable, Sendable {
            case sha256, sha512, sha1
        }

        enum Encoding: String, CaseIterable, Sendable {
            case hex, base64
        }

        var algorithm = Algorithm.sha256
        var encoding = Encoding.hex
        var signatureHeader = "x-signature"
        var timestampHeader = "x-timestamp"
        var messageIDHeader = "svix-id"
        /// In front of the signature, e.g. `sha256=`.
        var prefix = ""
        /// What is signed; `{body}`, `{timestamp}`, `{method}`, `{url}` and `{svix-id}` are filled in.
        var payloadFormat = "{timestamp}.{body}"
        var secretIsBase64 = false

        var needsTimestamp: Bool { payloadFormat.contains("{timestamp}") }
    }

    /// What of a request counts.
    struct Request: Sendable {
        var method = "POST"
        var url: String
        var header: @Sendable (String) -> String?
        var body: [UInt8]
    }

    enum Verdict: Sendable, Equatable {
        case accepted
        /// The reason is for the log and the counter, never for the sender.
        case refused(String)
    }

    /// How far the sender's clock may be off.
    static let window: TimeInterval = 300

    private let secrets: [[UInt8]]
    private let digests: [SHA256.Digest]
    private let plan: HMACPlan

    init(secrets: [String], plan: HMACPlan = HMACPlan()) {
        digests = secrets.map { SHA256.hash(data: Array($0.utf8)) }
        self.secrets = secrets.map { secret in
            plan.secretIsBase64
                ? Data(base64Encoded: secret).map { Array($0) } ?? Array(secret.utf8) : Array(secret.utf8)
        }
        self.plan = plan
    }

    func verify(_ request: Request, now: Date) -> Verdict {
        verify(header: request.header, now: now)
            ?? verify(request.header(plan.signatureHeader) ?? "", of: request)
    }

    /// What the headers alone decide, before a body is read; nil when it takes the body, because the request is signed.
    func verify(header: (String) -> String?, now: Date) -> Verdict? {
        if let secret = header("x-vapi-secret") { return isKnown(secret) ? .accepted : .refused("wrong secret") }
        if header(plan.signatureHeader) != nil {
            guard plan.needsTimestamp else { return nil }
            guard let sent = header(plan.timestampHeader).flatMap(Self.seconds) else { return .refused("no timestamp") }
            return abs(now.timeIntervalSince1970 - sent) <= Self.window ? nil : .refused("timestamp out of window")
        }
        guard let authorization = header("authorization") else { return .refused("no credentials") }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return .refused("not a bearer token") }
        return isKnown(String(parts[1])) ? .accepted : .refused("wrong bearer token")
    }

    private func isKnown(_ secret: String) -> Bool {
        let digest = SHA256.hash(data: Array(secret.utf8))
        // Digests compare in constant time.
        return digests.contains { $0 == digest }
    }

    private func verify(_ signature: String, of request: Request) -> Verdict {
        let payload = payload(of: request, timestamp: request.header(plan.timestampHeader) ?? "")
        // Several signatures may be given, separated by blanks, as Standard Webhooks do.
        let candidates = signature.split(separator: " ").compactMap { decode(String($0)) }
        let isValid = secrets.reduce(false) { valid, secret in
            candidates.reduce(valid) { $0 || self.isValid($1, payload: payload, secret: secret) }
        }
        return isValid ? .accepted : .refused("wrong signature")
    }

    /// The unit is not documented: numbers this large can only be milliseconds.
    private static func seconds(_ text: String) -> TimeInterval? {
        guard let number = Double(text), number.isFinite else { return nil }
        return number > 100_000_000_000 ? number / 1000 : number
    }

    private func payload(of request: Request, timestamp: String) -> [UInt8] {
        let filled = plan.payloadFormat
            .replacing("{timestamp}", with: timestamp)
            .replacing("{method}", with: request.method)
            .replacing("{url}", with: request.url)
            .replacing("{svix-id}", with: request.header(plan.messageIDHeader) ?? "")
        guard let body = filled.range(of: "{body}") else { return Array(filled.utf8) }
        return Array(filled[..<body.lowerBound].utf8) + request.body + Array(filled[body.upperBound...].utf8)
    }

    private func decode(_ signature: String) -> [UInt8]? {
        guard signature.hasPrefix(plan.prefix) else { return nil }
        let text = String(signature.dropFirst(plan.prefix.count))
        switch plan.encoding {
        case .base64: return Data(base64Encoded: text).map { Array($0) }
        case .hex: return [UInt8](hex: text)
        }
    }

    private func isValid(_ signature: [UInt8], payload: [UInt8], secret: [UInt8]) -> Bool {
        let key = SymmetricKey(data: secret)
        return switch plan.algorithm {
        case .sha256: HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: payload, using: key)
        case .sha512: HMAC<SHA512>.isValidAuthenticationCode(signature, authenticating: payload, using: key)
        case .sha1: HMAC<Insecure.SHA1>.isValidAuthenticationCode(signature, authenticating: payload, using: key)
        }
    }
}

extension [UInt8] {
    init?(hex: String) {
        let digits = hex.utf8.compactMap { digit -> UInt8? in
            switch digit {
            case 0x30...0x39: digit - 0x30
            case 0x61...0x66: digit - 0x61 + 10
            case 0x41...0x46: digit - 0x41 + 10
            default: nil
            }
        }
        guard digits.count == hex.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
