internal import CryptoExtras
internal import Foundation

/// A password as it is kept: scrypt (RFC 7914) with the parameters that OWASP's Password Storage Cheat Sheet names as the
/// standard (N = 2^17, r = 8, p = 1), as a PHC string (`$scrypt$ln=17,r=8,p=1$salt$hash`, base64 without padding).
///
/// Making or checking one takes a processor some 300 ms and 128 MiB; ``PasswordHasher`` keeps that off other threads.
package struct PasswordHash: Sendable, Equatable {
    package let phc: String

    /// - Parameter costLog2: of N; lower ones are for tests.
    package init(_ password: String, costLog2: Int = 17) throws {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let hash = try Self.derive(password, salt: salt, costLog2: costLog2, blockSize: 8, parallelism: 1)
        phc = "$scrypt$ln=\(costLog2),r=8,p=1$\(Self.base64(salt))$\(Self.base64(hash))"
    }

    /// One that has been kept.
    package init(phc: String) { self.phc = phc }

    /// Whether it is this password's. A hash that cannot be read is nobody's.
    ///
    /// - Throws: when it cannot be found out, for want of memory: then nothing is known of the password.
    package func matches(_ password: String) throws -> Bool {
        guard let parts = Parts(phc) else { return false }
        let hash = try Self.derive(
            password, salt: parts.salt, costLog2: parts.costLog2, blockSize: parts.blockSize,
            parallelism: parts.parallelism)
        // Every byte is looked at, wherever the first difference lies.
        return hash.count == parts.hash.count && zip(hash, parts.hash).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private struct Parts {
        var costLog2 = 0
        var blockSize = 0
        var parallelism = 0
        var salt: [UInt8] = []
        var hash: [UInt8] = []

        init?(_ phc: String) {
            let fields = phc.split(separator: "$").map(String.init)
            guard fields.count == 4, fields[0] == "scrypt" else { return nil }
            for setting in fields[1].split(separator: ",") {
                let pair = setting.split(separator: "=")
                guard pair.count == 2, let value = Int(pair[1]) else { return nil }
                switch pair[0] {
                case "ln": costLog2 = value
                case "r": blockSize = value
                case "p": parallelism = value
                default: return nil
                }
            }
            guard (10...20).contains(costLog2), (1...32).contains(blockSize), (1...16).contains(parallelism),
                let salt = Self.bytes(fields[2]), let hash = Self.bytes(fields[3]), !hash.isEmpty
            else { return nil }
            self.salt = salt
            self.hash = hash
        }

        private static func bytes(_ base64: String) -> [UInt8]? {
            let padding = String(repeating: "=", count: (4 - base64.count % 4) % 4)
            return Data(base64Encoded: base64 + padding).map { Array($0) }
        }
    }

    private static func derive(
        _ password: String, salt: [UInt8], costLog2: Int, blockSize: Int, parallelism: Int
    ) throws -> [UInt8] {
        // The same word typed on another keyboard may come in another form of Unicode (RFC 8265, OpaqueString: NFC).
        let bytes = Array(password.precomposedStringWithCanonicalMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: 32, rounds: 1 << costLog2, blockSize: blockSize,
            parallelism: parallelism)
        return unsafe key.withUnsafeBytes { unsafe Array($0) }
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("=", with: "")
    }
}
