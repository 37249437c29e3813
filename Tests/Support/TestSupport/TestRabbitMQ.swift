package import AMQP
internal import Foundation
package import LocalServers
internal import Synchronization

/// RabbitMQ for tests: one private broker per test process, started by the first test that needs it.
///
/// Each test has a virtual host to itself, so names never clash and tests run in parallel. Guard suites with
/// `.enabled(if: TestRabbitMQ.isAvailable)`.
package enum TestRabbitMQ {
    /// False only when RabbitMQ is not installed and `REQUIRE_SERVERS` is not 1: then suites are skipped, visibly.
    package static var isAvailable: Bool {
        RabbitMQServer.isInstalled || ProcessInfo.processInfo.environment["REQUIRE_SERVERS"] == "1"
    }

    /// Hands out a fresh virtual host of the shared broker.
    package static func withVirtualHost<R>(_ body: (AMQPConfiguration) async throws -> R) async throws -> R {
        try await body(try await SharedBroker.shared.freshVirtualHost())
    }

    /// Ends every connection to the virtual host, as an operator can.
    package static func cutConnections(to broker: AMQPConfiguration) async throws {
        try await SharedBroker.shared.cutConnections(to: broker.virtualHost)
    }

    /// Starts a broker for this test alone, which it may stop, kill and restart, and removes it afterwards.
    package static func withPrivateServer<R>(
        extraConfiguration: [String] = [], files: [String: String] = [:], _ body: (RabbitMQServer) async throws -> R
    ) async throws -> R {
        let server = try makeServer(vhosts: ["/"], extraConfiguration: extraConfiguration, files: files)
        do {
            try await server.start()
            await Leftovers.shared.note(server)
            let result = try await body(server)
            await server.kill()
            try? FileManager.default.removeItem(atPath: server.directory)
            return result
        } catch {
            await server.kill()
            throw error
        }
    }

    /// - Parameter files: further files to put into the broker's folder, by name; `{directory}` in the configuration
    ///   stands for that folder.
    fileprivate static func makeServer(
        vhosts: [String], extraConfiguration: [String] = [], files: [String: String] = [:]
    ) throws -> RabbitMQServer {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("thavon-rabbitmq-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        Leftovers.shared.note(directory: directory.path)
        for (name, content) in files {
            try Data(content.utf8).write(to: directory.appendingPathComponent(name))
        }
        return try RabbitMQServer(
            directory: directory.path, port: try freeLoopbackPort(), vhosts: vhosts,
            extraConfiguration: extraConfiguration.map {
                $0.replacingOccurrences(of: "{directory}", with: directory.path)
            })
    }
}

private actor SharedBroker {
    static let shared = SharedBroker()
    private static let pool = (1...48).map { "test-\($0)" }

    private var starting: Task<RabbitMQServer, any Error>?
    private var handedOut = 0

    func freshVirtualHost() async throws -> AMQPConfiguration {
        let server = try await running()
        handedOut += 1
        let name = "test-\(handedOut)"
        if handedOut > Self.pool.count { try await server.addVirtualHost(name) }
        var configuration = try AMQPConfiguration(url: server.url(vhost: name))
        // Many tests declare their queues at the same time.
        configuration.connectionTimeout = .seconds(20)
        return configuration
    }

    func cutConnections(to vhost: String) async throws {
        try await running().control("close_all_connections", "--vhost", vhost, "test")
    }

    private func running() async throws -> RabbitMQServer {
        if let starting { return try await starting.value }
        let task = Task {
            let server = try TestRabbitMQ.makeServer(vhosts: Self.pool)
            try await server.start()
            await Leftovers.shared.note(server)
            return server
        }
        starting = task
        return try await task.value
    }
}

/// What must be gone when the test process ends.
private final class Leftovers: Sendable {
    static let shared = Leftovers()

    private struct State {
        var processes: [Int32] = []
        var directories: [String] = []
    }

    private let state = Mutex(State())

    private init() {
        // The broker would take seconds to end in an orderly way, and nobody needs its data.
        atexit { Leftovers.shared.remove() }
    }

    func note(directory: String) { state.withLock { $0.directories.append(directory) } }

    func note(_ server: RabbitMQServer) async {
        let processes = await server.processIdentifiers
        state.withLock { $0.processes += processes }
    }

    private func remove() {
        let (processes, directories) = state.withLock { ($0.processes, $0.directories) }
        for process in processes { kill(process, SIGKILL) }
        for directory in directories { try? FileManager.default.removeItem(atPath: directory) }
    }
}
