internal import Crypto
internal import Foundation

/// 256 random bits that only their bearer has; we keep a hash, which needs no salt.
struct SecretToken: Sendable {
    /// As it travels in cookies, links and headers.
    let text: String

    init() {
        var generator = SystemRandomNumberGenerator()
        text = Data((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }).base64URL
    }

    init(text: String) { self.text = text }

    var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}
