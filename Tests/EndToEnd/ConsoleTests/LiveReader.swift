import Deadlines
import Foundation
import LocalServers
import Synchronization
import TestSupport

/// Somebody who looks at the list of calls and is told what changes.
///
/// The stream is read by a shell: the client that the tests ask with reads answers to their end, and this one has none.
final class LiveReader: Sendable {
    private static let patience: Duration = .seconds(300)

    private let lines: AsyncStream<String>
    private let seen = Mutex("")
    private let process: ChildProcess

    /// - Parameters:
    ///   - query: of the list, with the time of its page.
    ///   - lastEvent: when somebody whose connection broke was told something last.
    init(_ person: Person, _ console: Consoling, query: String = "", lastEvent: Date? = nil) async throws {
        let browser = try await console.signedIn(person)
        guard let port = URL(string: console.system.consoleURL)?.port else {
            throw ConsoleTestError("no port in \(console.system.consoleURL)")
        }
        let cookie = browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        let last = lastEvent.map { "Last-Event-ID: \(Int64($0.timeIntervalSince1970 * 1000))\r\n" } ?? ""
        let request =
            "GET /calls/live\(query) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: \(cookie)\r\n\(last)\r\n"
        let (lines, line) = AsyncStream<String>.makeStream()
        self.lines = lines
        process = try await ProcessHost().start(
            Command(
                "/bin/bash", ["-c", "exec 3<>/dev/tcp/127.0.0.1/\(port); printf '%s' \"$REQUEST\" >&3; exec cat <&3"],
                environment: ["REQUEST": request, "PATH": "/usr/bin:/bin"])
        ) { output in
            if case .line(let text) = output { line.yield(text) } else { line.finish() }
        }
    }

    /// All that has been waited through.
    var text: String { seen.withLock { $0 } }

    func waitFor(_ text: String) async throws {
        try await withDeadline(Self.patience) {
            for await line in self.lines {
                self.note(line)
                if line.contains(text) { return }
            }
            throw ConsoleTestError("\(text) did not come; what came: \(self.text)")
        }
    }

    /// Returns when the server has ended its answer.
    func waitForEnd() async throws {
        try await withDeadline(Self.patience) {
            for await line in self.lines { self.note(line) }
        }
    }

    func stop() async { _ = await process.stop() }

    private func note(_ line: String) { seen.withLock { $0 += line + "\n" } }
}
