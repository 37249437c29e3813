internal import Crypto
internal import FoundationEssentials

/// `X-Twilio-Signature` (https://www.twilio.com/docs/usage/security#validating-requests).
enum TwilioSignature {
    /// - Parameters:
    ///   - url: as it is called; a fragment does not count.
    ///   - fields: of the form, as they are before they are encoded.
    static func make(url: String, fields: [(String, String)], token: String) -> String {
        // By name, byte by byte; the values of one name sorted, each once.
        let byName = Dictionary(grouping: fields) { $0.0 }
        func precedes(_ one: String, _ other: String) -> Bool { one.utf8.lexicographicallyPrecedes(other.utf8) }
        let names = byName.keys.sorted(by: precedes)
        let text = names.reduce(into: String(url.prefix { $0 != "#" })) { text, name in
            for value in Set(byName[name]?.map(\.1) ?? []).sorted(by: precedes) { text += name + value }
        }
        let code = HMAC<Insecure.SHA1>.authenticationCode(
            for: Array(text.utf8), using: SymmetricKey(data: Array(token.utf8)))
        return Data(code).base64EncodedString()
    }
}
