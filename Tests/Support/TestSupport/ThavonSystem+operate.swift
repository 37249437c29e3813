internal import AMQP
internal import Foundation
package import LocalServers
internal import Postgres
internal import Synchronization

extension ThavonSystem {
    /// Runs `thavon` as an operator would, with standard output and standard error in the order of their lines.
    package nonisolated func operate(
        _ arguments: [String], _ settings: [String: String] = [:]
    ) async throws -> (status: LocalServers.ExitStatus, output: String) {
        let environment = [
            "PATH": "/usr/bin:/bin", "AMQP_URL": broker.url,
            "DATABASE_URL": "postgres://\(database.user)@\(database.host):\(database.port)/\(database.database)",
        ].merging(settings) { $1 }
        let host = ProcessHost()
        let lines = Mutex<[String]>([])
        let (ends, end) = AsyncStream<Void>.makeStream()
        let process = try await host.start(
            Command(Self.executables + "/thavon", arguments, environment: environment)
        ) { output in
            if case .line(let line) = output { lines.withLock { $0.append(line) } } else { end.finish() }
        }
        for await _ in ends {}
        return (await process.waitForExit(), lines.withLock { $0.joined(separator: "\n") })
    }
}
