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

    /// Runs a service in the harness's own environment until it ends by itself: for those that refuse to start.
    package func runService(
        _ service: String, _ settings: [String: String] = [:]
    ) async throws -> (status: LocalServers.ExitStatus, output: String) {
        let host = ProcessHost()
        let lines = Mutex<[String]>([])
        let (ends, end) = AsyncStream<Void>.makeStream()
        var environment = environment(of: service)
        // Its own ports are taken.
        environment["HTTP_PORT"] = "0"
        environment["HEALTH_PORT"] = "0"
        let process = try await host.start(
            Command(Self.executables + "/" + service, environment: environment.merging(settings) { $1 })
        ) { output in
            if case .line(let line) = output { lines.withLock { $0.append(line) } } else { end.finish() }
        }
        for await _ in ends {}
        return (await process.waitForExit(), lines.withLock { $0.joined(separator: "\n") })
    }
}
