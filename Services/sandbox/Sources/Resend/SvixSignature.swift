internal import Crypto
internal import FoundationEssentials

/// Signs as Resend's webhooks are signed (https://docs.svix.com/receiving/verifying-payloads/how-manual).
struct SvixSignature: Sendable {
    private let key: SymmetricKey

    /// - Parameter secret: `whsec_` and base64; nil when it is something else.
    init?(secret: String) {
        guard secret.hasPrefix("whsec_"), let bytes = Data(base64Encoded: String(secret.dropFirst(6))), !bytes.isEmpty
        else { return nil }
        key = SymmetricKey(data: bytes)
    }

    func headers(id: String, at now: Date, body: [UInt8]) -> [String: String] {
        let time = "\(Int(now.timeIntervalSince1970))"
        let code = HMAC<SHA256>.authenticationCode(for: Array("\(id).\(time).".utf8) + body, using: key)
        return [
            "svix-id": id, "svix-timestamp": time, "svix-signature": "v1,\(Data(code).base64EncodedString())",
        ]
    }
}
