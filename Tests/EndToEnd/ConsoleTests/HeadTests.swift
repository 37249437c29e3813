import Deadlines
import Foundation
import LocalServers
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// What is only asked about (RFC 9110 §9.3.2).
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct HeadTests {
    /// A body would be read as the beginning of the next answer.
    @Test func nothingIsSentBetweenTwoAnswersOnOneConnection() async throws {
        try await Consoling.run { console in
            let paths = ["/sign-in", "/nothing-here", "/calls", "/api/v1/nothing", "/api/v1/calls"]
            let heads = paths.map { "HEAD \($0) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" }.joined()
            let text = try await Self.answers(
                to: heads + "GET /robots.txt HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", console)
            let answers = text.components(separatedBy: "HTTP/1.1 ").dropFirst()
            #expect(answers.map { String($0.prefix(3)) } == ["200", "404", "303", "404", "401", "200"], "\(text)")
            #expect(!answers.dropLast().contains { $0.contains("<") || $0.contains("{") }, "\(text)")
            #expect(answers.last?.contains("User-agent: *") == true)
        }
    }

    @Test func pagesAreThereToBeAskedAbout() async throws {
        try await Consoling.run { console in
            var owner = try await console.signedIn(.owner)
            for path in ["/calls", "/leads", "/overview", "/account"] {
                let answer = try await owner.send(.head, path, headers: [], body: nil)
                #expect(answer.status == 200 && answer.body.isEmpty, "\(path)")
                #expect((Int(answer.headers["content-length"] ?? "") ?? 0) > 0, "\(path)")
            }
        }
    }

    @Test func rangesOfARecordingAreForThoseWhoReadIt() async throws {
        try await Consoling.run { console in
            let folder = URL(fileURLWithPath: console.system.recordings)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data("0123456789".utf8).write(to: folder.appending(path: "head.wav"))
            let call = UUID().uuidString.lowercased()
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO call_logs (id, agency_id, agent_id, vapi_call_id, status, outcome, ended_at)
                VALUES ('\(call)', '\(TestAgency.id)', '\(TestAgency.berliner)', 'head', 'completed', 'conversation', now());
                INSERT INTO recordings (call_id, agency_id, status, object_key, content_type, bytes, stored_at)
                VALUES ('\(call)', '\(TestAgency.id)', 'stored', 'head.wav', 'audio/wav', 10, now());
                """)
            let owner = try await console.program(of: .owner)
            let path = "/api/v1/calls/\(call)/recording"
            for range in ["bytes=2-4", "bytes=10-"] {
                let answer = try await owner.send(.head, path, headers: [("range", range)])
                #expect(answer.status == 200 && answer.headers["content-length"] == "10", "\(range)")
                #expect(answer.headers["content-range"] == nil, "\(range)")
            }
            let part = try await owner.send(.get, path, headers: [("range", "bytes=2-4")])
            #expect(part.status == 206 && part.text == "234")
            let beyond = try await owner.send(.get, path, headers: [("range", "bytes=10-")])
            #expect(beyond.status == 416)
        }
    }

    /// All that comes back on one connection. It is written by a shell: a client takes an answer's end for granted.
    private static func answers(to requests: String, _ console: Consoling) async throws -> String {
        guard let port = URL(string: console.system.consoleURL)?.port else {
            throw ConsoleTestError("no port in \(console.system.consoleURL)")
        }
        let (lines, line) = AsyncStream<String>.makeStream()
        let process = try await ProcessHost().start(
            Command(
                "/bin/bash", ["-c", "exec 3<>/dev/tcp/127.0.0.1/\(port); printf '%s' \"$REQUESTS\" >&3; exec cat <&3"],
                environment: ["REQUESTS": requests, "PATH": "/usr/bin:/bin"])
        ) { output in
            if case .line(let text) = output { line.yield(text) } else { line.finish() }
        }
        let text = try await withDeadline(.seconds(120)) {
            var text = ""
            for await line in lines { text += line + "\n" }
            return text
        }
        _ = await process.stop()
        return text
    }
}
