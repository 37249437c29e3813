internal import Crypto
package import Foundation

/// Encrypts what gives access to somebody's calendar: AES-256-GCM (NIST SP 800-38D), with the id of the key in front, so that
/// keys can be changed while old texts still read.
package struct TokenVault: Sendable {
    private let keys: [(id: String, key: SymmetricKey)]

    /// Reads `id:base64,…`; the first one encrypts.
    ///
    /// - Returns: nil unless each key has 32 bytes and each id is a short word that comes once.
    package init?(_ text: String) {
        var keys: [(id: String, key: SymmetricKey)] = []
        for part in text.split(separator: ",") {
            let halves = part.split(separator: ":", maxSplits: 1).map { String($0).filter { $0 != " " } }
            guard halves.count == 2, (1...32).contains(halves[0].utf8.count),
                let bytes = Data(base64Encoded: halves[1]),
                bytes.count == 32, !keys.contains(where: { $0.id == halves[0] })
            else { return nil }
            keys.append((halves[0], SymmetricKey(data: bytes)))
        }
        guard !keys.isEmpty else { return nil }
        self.keys = keys
    }

    /// The secret cannot be read: the key is gone, or somebody has changed it.
    package struct Unreadable: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Parameter place: what it is and whose; the same has to be said to read it, so that one row's secret is no use in
    ///   another.
    /// - Throws: what swift-crypto throws, which does not happen for these sizes.
    package func seal(_ secret: String, for place: String) throws -> [UInt8] {
        let (id, key) = keys[0]
        let box = try AES.GCM.seal(Data(secret.utf8), using: key, authenticating: Data(place.utf8))
        guard let sealed = box.combined else { throw Unreadable(description: "a box without a nonce of 12 bytes") }
        return Array("\(id):".utf8) + sealed
    }

    /// - Throws: ``Unreadable``.
    package func open(_ sealed: [UInt8], for place: String) throws(Unreadable) -> String {
        guard let colon = sealed.firstIndex(of: UInt8(ascii: ":")) else {
            throw Unreadable(description: "no key is named")
        }
        let id = String(decoding: sealed[..<colon], as: UTF8.self)
        guard let key = keys.first(where: { $0.id == id })?.key else {
            throw Unreadable(description: "ENCRYPTION_KEYS has no key \"\(id)\"")
        }
        guard let box = try? AES.GCM.SealedBox(combined: Data(sealed[(colon + 1)...])),
            let secret = try? AES.GCM.open(box, using: key, authenticating: Data(place.utf8))
        else { throw Unreadable(description: "the secret does not fit its key") }
        return String(decoding: secret, as: UTF8.self)
    }

    /// Whether it was sealed with the key that seals now.
    package func isCurrent(_ sealed: [UInt8]) -> Bool { sealed.starts(with: Array("\(keys[0].id):".utf8)) }

    /// A key of its own for signing links, made from the first one (RFC 5869).
    package func signature(of text: String) -> [UInt8] { Self.signature(of: text, keys[0].key) }

    /// Whether it was signed with any of the keys: links outlive a change of keys.
    package func isSignature(_ signature: [UInt8], of text: String) -> Bool {
        keys.reduce(false) { $0 || Secrets.areEqual(signature, Self.signature(of: text, $1.key)) }
    }

    private static func signature(of text: String, _ key: SymmetricKey) -> [UInt8] {
        let signing = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key, info: Data("thavon signed links".utf8), outputByteCount: 32)
        return Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: signing))
    }
}

/// Random words and their fingerprints.
package enum Secrets {
    /// 256 random bits, base64url.
    package static func word() -> String {
        // The system's generator, which is made for this.
        Data((0..<32).map { _ in UInt8.random(in: .min ... .max) }).base64URL
    }

    package static func hash(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }

    /// In a time that does not tell where they differ.
    package static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension Data {
    /// RFC 4648 §5, without padding.
    package var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    package init?(base64URL text: String) {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        self.init(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
    }
}
