internal import Foundation
internal import Glibc
internal import LocalServers

/// The folder `.local`: data of the servers, generated secrets, and what the next start must know about this one.
struct DevFolder: Sendable {
    let path: String

    /// - Parameter path: may be relative.
    init(_ path: String) {
        self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    }

    var environmentFile: String { "\(path)/dev.env" }
    var processFile: String { "\(path)/processes" }
    var postgres: String { "\(path)/postgres" }
    var rabbitMQ: String { "\(path)/rabbitmq" }
    var recordings: String { "\(path)/recordings" }
    var logs: String { "\(path)/log" }

    /// Makes the folder, and lends the lock on it: only one `thavon dev` at a time works there. The lock ends with the
    /// process, however that ends.
    ///
    /// - Throws: ``Failure`` when another one runs.
    func prepare() throws -> FileHandle {
        let files = FileManager.default
        do {
            try files.createDirectory(atPath: logs, withIntermediateDirectories: true)
        } catch {
            throw Failure(
                "the folder \(path) cannot be made (\(error.localizedDescription))", advice: "check --data-dir")
        }
        let lockFile = "\(path)/lock"
        if !files.fileExists(atPath: lockFile) { _ = files.createFile(atPath: lockFile, contents: nil) }
        guard let handle = FileHandle(forUpdatingAtPath: lockFile) else {
            throw Failure("\(lockFile) cannot be opened", advice: "check who owns \(path)")
        }
        guard flock(handle.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else {
            let owner = (try? handle.readToEnd()).flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) } ?? "?"
            throw Failure(
                "thavon dev already runs in \(path), as process \(owner)",
                advice: "stop that one, or run beside it: thavon dev --data-dir .local-2 --ports-offset 100")
        }
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data("\(getpid())".utf8))
        return handle
    }

    /// The key that calendars' secrets are encrypted with: made once and kept.
    func encryptionKeys() throws -> String {
        let digits = Array(try secret("encryption-key"))
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(digits[$0...($0 + 1)]), radix: 16)
        }
        return "local:" + Data(bytes).base64EncodedString()
    }

    /// A secret that is made once and kept.
    func secret(_ name: String) throws -> String {
        let file = "\(path)/\(name)"
        if let kept = FileManager.default.contents(atPath: file), !kept.isEmpty {
            return String(decoding: kept, as: UTF8.self)
        }
        var generator = SystemRandomNumberGenerator()
        let secret = (0..<4).map { _ in
            let digits = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        try PrivateFile.write(secret, to: file)
        return secret
    }
}
