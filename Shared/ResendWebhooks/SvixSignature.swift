internal import Crypto
package import FoundationEssentials

/// Whether a webhook comes from who shares a secret with us: Svix, which Resend uses, and Standard Webhooks
/// (https://docs.svix.com/receiving/verifying-payloads/how-manual, https://www.standardwebhooks.com).
package enum SvixSignature {
    package enum Verdict: Sendable, Equatable {
        case accepted
        case refused(Refusal)
    }

    /// Why it is refused; fit for a log line.
    package enum Refusal: String, Sendable, Error {
        case missingHeader = "a header is missing"
        /// Nothing is accepted then: what cannot be verified is refused.
        case noSecret = "no usable secret is configured"
        case malformedTimestamp = "the timestamp is no number of seconds"
        case tooOld = "the timestamp is too old"
        case tooNew = "the timestamp is in the future"
        case noKnownVersion = "no signature of a known version"
        case wrongSignature = "no signature matches"
    }

    /// How many seconds the sender's clock may be away from ours, either way.
    package static let tolerance: TimeInterval = 300

    /// Which of several secrets signed it, or of several signatures is right, takes the same time to find out.
    ///
    /// - Parameters:
    ///   - id: `svix-id`; the same on every repetition.
    ///   - timestamp: `svix-timestamp`.
    ///   - signatures: `svix-signature`: `v1,<base64>`, several separated by blanks; other versions are passed over.
    ///   - body: as it came: parsed and written again it would not be the same.
    ///   - secrets: `whsec_<base64>`; two while one takes the other's place.
    package static func verify(
        id: String?, timestamp: String?, signatures: String?, body: some Sequence<UInt8>, secrets: [String], now: Date
    ) -> Verdict {
        guard let id, let timestamp, let signatures, !id.isEmpty, !timestamp.isEmpty, !signatures.isEmpty else {
            return .refused(.missingHeader)
        }
        let keys = secrets.compactMap(key)
        guard !keys.isEmpty else { return .refused(.noSecret) }
        guard let seconds = Int64(timestamp), seconds >= 0 else { return .refused(.malformedTimestamp) }
        let age = now.timeIntervalSince1970 - Double(seconds)
        if age > tolerance { return .refused(.tooOld) }
        if age < -tolerance { return .refused(.tooNew) }
        let codes = signatures.split(separator: " ").compactMap(code)
        guard !codes.isEmpty else { return .refused(.noKnownVersion) }
        let signed = Array("\(id).\(timestamp).".utf8) + body
        var isValid = false
        for key in keys {
            for code in codes {
                // Constant in time, and asked whatever the ones before have shown.
                let matches = HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed, using: key)
                isValid = matches || isValid
            }
        }
        return isValid ? .accepted : .refused(.wrongSignature)
    }

    /// Whether a secret can be one: what cannot would be passed over when a webhook comes.
    package static func isUsable(secret: String) -> Bool { key(secret) != nil }

    /// Nil for what is no base64, and for nothing.
    private static func key(_ secret: String) -> SymmetricKey? {
        let text = secret.hasPrefix("whsec_") ? String(secret.dropFirst(6)) : secret
        // Some are written down without their padding.
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: text + padding), !bytes.isEmpty else { return nil }
        return SymmetricKey(data: bytes)
    }

    private static func code(_ signature: Substring) -> Data? {
        let parts = signature.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "v1" else { return nil }
        // A signature that does not read is one that does not match.
        return Data(base64Encoded: String(parts[1])) ?? Data()
    }
}
