internal import Foundation
internal import Glibc
internal import LocalServers

/// Finds a place for a server's data that the server's account can reach.
///
/// Started by root, PostgreSQL and RabbitMQ run under accounts of their own, and those cannot enter `/root`. Then the data
/// is kept under `/var/tmp`, and a link in ``DevFolder`` points there.
struct ServerHome: Sendable {
    let folder: DevFolder
    let host: ProcessHost

    /// PostgreSQL's Unix socket lives in its data folder, and its path must fit into 107 characters.
    private static let longestPath = 85

    /// - Parameter place: a path in the folder.
    /// - Returns: where the data is.
    func resolve(_ place: String, account: String) async throws -> String {
        let files = FileManager.default
        if let target = try? files.destinationOfSymbolicLink(atPath: place), files.fileExists(atPath: target) {
            return target
        }
        if place.utf8.count <= Self.longestPath, try await canEnter(account) { return place }
        let elsewhere = try outside(place)
        try? files.removeItem(atPath: place)
        try files.createSymbolicLink(atPath: place, withDestinationPath: elsewhere)
        let isTooLong = place.utf8.count > Self.longestPath
        let reason = isTooLong ? "its path is too long" : "account \(account) cannot enter \(folder.path)"
        Terminal.say("Data of \(account) goes to \(elsewhere): \(reason).")
        return elsewhere
    }

    private func canEnter(_ account: String) async throws -> Bool {
        guard geteuid() == 0 else { return true }
        let question = Command(
            "/usr/bin/test", ["-x", folder.path], workingDirectory: "/", user: account, log: "/dev/null")
        return try await host.run(question) == .exited(code: 0)
    }

    private func outside(_ place: String) throws -> String {
        let files = FileManager.default
        // One for each folder, whatever its name.
        let hash = folder.path.utf8.reduce(into: UInt64(0xcbf2_9ce4_8422_2325)) {
            $0 = ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
        }
        let root = "/var/tmp/thavon-\(String(hash, radix: 16))"
        if files.fileExists(atPath: root) {
            let owner = try files.attributesOfItem(atPath: root)[.ownerAccountID] as? NSNumber
            guard owner?.uint32Value == geteuid() else {
                throw Failure(
                    "\(root) belongs to somebody else", advice: "remove it, or choose another folder with --data-dir")
            }
        } else {
            try files.createDirectory(
                atPath: root, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        }
        return "\(root)/\(URL(fileURLWithPath: place).lastPathComponent)"
    }
}
