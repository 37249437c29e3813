import Foundation
import LocalServers
import Postgres
import TestSupport

/// The built `thavon`, as an operator calls it.
struct Operator {
    struct Outcome {
        var status: ExitStatus
        /// Standard output and standard error.
        var output: String
    }

    private static let host = ProcessHost()

    /// The executables lie beside the tests.
    static var executable: String {
        get throws {
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let beside = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("thavon").path
            if FileManager.default.isExecutableFile(atPath: beside) { return beside }
            // Where the toolchain's own helper runs the tests, the bundle is an argument.
            let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? tests
            return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("thavon").path
        }
    }

    static func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> Outcome {
        let folder = try TemporaryFolder(prefix: "thavon-cli")
        defer { folder.remove() }
        let log = folder.path + "/output"
        let status = try await host.run(
            Command(try executable, arguments, environment: environment, workingDirectory: folder.path, log: log))
        return Outcome(status: status, output: try String(contentsOfFile: log, encoding: .utf8))
    }
}

extension PostgresConfiguration {
    /// For a program's environment; servers for tests ask for no password.
    var url: String { "postgres://\(user)@\(host):\(port)/\(database)" }
}
