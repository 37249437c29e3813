internal import Crypto
internal import FoundationEssentials

/// `X-Twilio-Signature`: whether a request to us comes from Twilio
/// (https://www.twilio.com/docs/usage/security#validating-requests).
package enum TwilioSignature {
    /// Whether a form is signed with the token, in constant time as far as the signature goes.
    ///
    /// - Parameters:
    ///   - url: as Twilio called it, query included: made from the public address that is configured, never from what
    ///     a request says of itself. Twilio is not of one mind about ports: it counts with one, the standard one where
    ///     none is named, and without.
    ///   - parameters: all fields that came, known or not, as ``TwilioForm/fields(of:)`` reads them; none for a GET.
    ///   - authToken: the account's; an empty one signs nothing.
    package static func isValid(
        url: String, parameters: [(String, String)], signature: String, authToken: String
    ) -> Bool {
        guard !authToken.isEmpty, let code = Data(base64Encoded: signature) else { return false }
        let key = SymmetricKey(data: Data(authToken.utf8))
        let fields = joined(parameters)
        return variants(of: url).reduce(false) { isValid, url in
            let text = Array(url.utf8) + fields
            return HMAC<Insecure.SHA1>.isValidAuthenticationCode(code, authenticating: text, using: key) || isValid
        }
    }

    /// Whether a body that is no form is signed: the URL carries its SHA-256, and is signed alone.
    package static func isValid(url: String, body: [UInt8], signature: String, authToken: String) -> Bool {
        guard let digest = TwilioForm.fields(of: query(of: url).utf8)[field: "bodySHA256"] else { return false }
        let expected = SHA256.hash(data: body).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        // Not secret: the signature over the URL decides.
        return digest.lowercased() == expected
            && isValid(url: url, parameters: [], signature: signature, authToken: authToken)
    }

    /// Names and values without anything between them, by name and, of one name, by value, each once; in the order of
    /// their bytes.
    private static func joined(_ parameters: [(String, String)]) -> [UInt8] {
        let pairs = parameters.map { (Array($0.0.utf8), Array($0.1.utf8)) }.sorted { one, other in
            one.0 == other.0 ? one.1.lexicographicallyPrecedes(other.1) : one.0.lexicographicallyPrecedes(other.0)
        }
        var result: [UInt8] = []
        for (index, pair) in pairs.enumerated() where index == 0 || pair != pairs[index - 1] {
            result += pair.0 + pair.1
        }
        return result
    }

    /// The URL without a port and with one; the fragment is Twilio's own business and not signed.
    static func variants(of url: String) -> [String] {
        let url = url.prefix { $0 != "#" }
        guard let scheme = ["https://": 443, "http://": 80].first(where: { url.hasPrefix($0.key) }) else {
            return [String(url)]
        }
        let rest = url.dropFirst(scheme.key.count)
        let authority = rest.prefix { !"/?".contains($0) }
        let tail = rest.dropFirst(authority.count)
        // An address of IPv6 has colons of its own, in brackets.
        let hostEnd = authority.lastIndex(of: "]") ?? authority.lastIndex(of: "@") ?? authority.startIndex
        guard let colon = authority[hostEnd...].lastIndex(of: ":") else {
            return [String(url), "\(scheme.key)\(authority):\(scheme.value)\(tail)"]
        }
        return [String(url), "\(scheme.key)\(authority[..<colon])\(tail)"]
    }

    private static func query(of url: String) -> Substring {
        url.prefix { $0 != "#" }.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
    }
}
