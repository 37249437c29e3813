import Foundation
import Glibc
import LocalServers
import TestSupport
import Testing

/// `thavon dev` with servers of its own.
@Suite(.timeLimit(.minutes(25))) struct DevTests {
    @Test func itComesUpSurvivesAKillAndStopsInGoodOrder() async throws {
        try TestRequirements.check()
        let folder = try TemporaryFolder(prefix: "thavon-dev")
        defer { folder.remove() }
        let development = try Development(folder: folder.path)

        let first = try await development.start()
        try await first.waitForLine(containing: "Thavon is ready")
        let second = try await Operator.run("dev", "--data-dir", folder.path + "/data")
        #expect(second.status == .exited(code: 1))
        #expect(second.output.contains("already runs"), "\(second.output)")
        first.process.send(SIGKILL)
        await first.process.waitForExit()

        let third = try await development.start()
        try await third.waitForLine(containing: "Thavon is ready")
        third.process.send(SIGTERM)
        #expect(await third.process.waitForExit() == .exited(code: 0))
    }
}

enum TestRequirements {
    static func check() throws {
        guard PostgresServer.binaries == nil || !RabbitMQServer.isInstalled else { return }
        if ProcessInfo.processInfo.environment["REQUIRE_SERVERS"] == "1" {
            throw LocalServerError("PostgreSQL or RabbitMQ is not installed, and REQUIRE_SERVERS=1 demands them")
        }
        try Test.cancel("PostgreSQL or RabbitMQ is not installed")
    }
}

/// One data folder and one set of ports for several runs.
struct Development {
    struct Run {
        let process: ChildProcess
        private let lines: AsyncStream<String>

        init(process: ChildProcess, lines: AsyncStream<String>) {
            self.process = process
            self.lines = lines
        }

        /// - Throws: when the output ends without such a line.
        func waitForLine(containing text: String) async throws {
            var seen: [String] = []
            for await line in lines {
                seen.append(line)
                if line.contains(text) { return }
            }
            throw LocalServerError("no line with \"\(text)\" in:\n\(seen.suffix(40).joined(separator: "\n"))")
        }
    }

    private let folder: String
    private let offset: Int
    private let host = ProcessHost()

    init(folder: String) throws {
        self.folder = folder
        let usual = [5442, 5682, 8081, 8090, 9101, 9102, 9103, 9109]
        // Between 10,000 and 15,000: no outgoing connection takes those, and no other test.
        let free = (0..<100).lazy.map { _ in Int.random(in: 4_600...5_800) }
            .first { offset in usual.allSatisfy { isLoopbackPortFree($0 + offset) } }
        guard let free else { throw LocalServerError("no free ports") }
        offset = free
    }

    func start() async throws -> Run {
        let (lines, continuation) = AsyncStream.makeStream(of: String.self)
        let process = try await host.start(
            Command(
                try Operator.executable, ["dev", "--data-dir", folder + "/data", "--ports-offset", "\(offset)"],
                environment: ["PATH": "/usr/bin:/bin"], workingDirectory: folder)
        ) { output in
            switch output {
            case .line(let line): continuation.yield(line)
            case .ended: continuation.finish()
            }
        }
        return Run(process: process, lines: lines)
    }
}
