internal import Foundation
internal import Glibc
internal import Synchronization

/// The processes that this run has started, kept in a file, so that the next run can end what a killed one left behind.
final class ProcessRecord: Sendable {
    private struct Entry: Codable {
        var name: String
        var pid: Int32
        /// Tells a process from a later one with the same number.
        var start: String
    }

    private let path: String
    private let entries = Mutex<[Entry]>([])

    init(path: String) { self.path = path }

    /// Remembers a running process; forgets those that have ended.
    func note(_ name: String, _ pid: Int32?) {
        guard let pid, let start = Self.startTime(of: pid) else { return }
        entries.withLock { entries in
            entries = entries.filter(Self.isAlive) + [Entry(name: name, pid: pid, start: start)]
            try? JSONEncoder().encode(entries).write(to: URL(fileURLWithPath: path), options: .atomic)
        }
    }

    func clear() { try? FileManager.default.removeItem(atPath: path) }

    /// Ends what is left of the former run: first by asking, then by force.
    ///
    /// They are not our children any more, so nothing tells when they end, and this asks ten times a second.
    func endLeftovers(within limit: Duration = .seconds(30)) async throws {
        guard let data = FileManager.default.contents(atPath: path),
            let former = try? JSONDecoder().decode([Entry].self, from: data)
        else { return }
        var left = former.filter(Self.isAlive)
        guard !left.isEmpty else { return }
        Terminal.say("The former run was killed; ending what it left: \(left.map(\.name).joined(separator: ", "))")
        for entry in left {
            // For PostgreSQL: do not wait for clients to leave.
            _ = kill(entry.pid, entry.name == "PostgreSQL" ? SIGINT : SIGTERM)
        }
        let deadline = ContinuousClock.now + limit
        while !left.isEmpty, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(100))
            left = left.filter(Self.isAlive)
        }
        for entry in left { _ = kill(entry.pid, entry.name == "PostgreSQL" ? SIGQUIT : SIGKILL) }
        while !left.isEmpty, ContinuousClock.now < deadline + .seconds(5) {
            try await Task.sleep(for: .milliseconds(100))
            left = left.filter(Self.isAlive)
        }
        guard left.isEmpty else {
            throw Failure(
                "a former run's \(left.map { "\($0.name) (process \($0.pid))" }.joined(separator: ", ")) does not end",
                advice: "end it by hand")
        }
    }

    private static func isAlive(_ entry: Entry) -> Bool { startTime(of: entry.pid) == entry.start }

    /// Field 22 of `/proc/…/stat`; nil when there is no such process or it is a zombie.
    private static func startTime(of pid: Int32) -> String? {
        guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        // The second field is the program's name in parentheses and may hold anything.
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        return String(fields[19])
    }
}
