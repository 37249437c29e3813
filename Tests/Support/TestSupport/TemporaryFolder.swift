internal import Foundation
internal import Synchronization

/// A folder for the data of a server under test. Its name holds the number of the process that made it, so that a later
/// one can tell what was left behind by a crash, and removes it.
package struct TemporaryFolder: Sendable {
    package let path: String

    /// - Parameter prefix: names the kind of data; leftovers of the same kind are removed.
    package init(prefix: String) throws {
        for root in Self.roots { Self.removeLeftovers(in: root, prefix: prefix) }
        let root = Self.roots.first { Self.freeBytes($0) > 2 << 30 } ?? "/tmp"
        path = "\(root)/\(prefix)-\(getpid())-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        // A server that runs under an account of its own must get through.
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    /// Memory first, if there is plenty: to copy a database there takes a tenth of the time.
    private static let roots = ["/dev/shm", "/tmp"]

    private static func freeBytes(_ path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
        return (attributes?[.systemFreeSize] as? NSNumber)?.intValue ?? 0
    }

    package func remove() { try? FileManager.default.removeItem(atPath: path) }

    /// Removes the folder when this process exits, after ending the server that lives in it.
    package func removeAtExit(afterKilling process: Int32) {
        let isFirst = ExitList.entries.withLock { entries in
            entries.append((path, process))
            return entries.count == 1
        }
        if isFirst { atexit { ExitList.run() } }
    }

    private static func removeLeftovers(in root: String, prefix: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [] where name.hasPrefix(prefix + "-") {
            let rest = name.dropFirst(prefix.count + 1)
            guard let owner = Int32(rest.prefix { $0 != "-" }), kill(owner, 0) != 0, errno == ESRCH else { continue }
            try? FileManager.default.removeItem(atPath: "\(root)/\(name)")
        }
    }
}

/// What `atexit` has to do: a C function without context has no other place to look.
private enum ExitList {
    static let entries = Mutex<[(path: String, process: Int32)]>([])

    static func run() {
        for entry in entries.withLock({ $0 }) {
            kill(entry.process, SIGQUIT)
            // Until it has ended it may still write into the folder.
            var status: Int32 = 0
            waitpid(entry.process, &status, 0)
            try? FileManager.default.removeItem(atPath: entry.path)
        }
    }
}
