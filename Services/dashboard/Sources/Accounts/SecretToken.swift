internal import Vault

/// 256 random bits that only their bearer has; we keep a hash, which needs no salt.
struct SecretToken: Sendable {
    /// As it travels in cookies, links and headers.
    let text: String

    init() { text = Secrets.word() }

    init(text: String) { self.text = text }

    var hash: [UInt8] { Secrets.hash(text) }
}
