internal import Foundation
internal import PollExecutor

/// A private RabbitMQ broker in a folder of its own, for development and tests.
///
/// Everything is its own: the port (on loopback only), the Erlang cookie, the port mapper (`epmd`), the data, which
/// outlives the process. A broker of the system is neither used nor disturbed. Started as root, it runs as the account
/// `rabbitmq`, which then owns the folder. Broker and port mapper end with the process that started them.
package actor RabbitMQServer {
    private let executor = PollExecutor(name: "rabbitmq-server")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    package nonisolated let directory: String
    package nonisolated let port: Int
    package nonisolated let user: String
    package nonisolated let password: String
    /// The virtual hosts that exist from the start.
    package nonisolated let vhosts: [String]

    private let host = ProcessHost()
    private let files: RabbitMQFiles
    private var broker: ChildProcess?
    private var portMapper: ChildProcess?

    /// - Parameters:
    ///   - directory: created when missing; a broker's data found there is used.
    ///   - extraConfiguration: further lines for `rabbitmq.conf`, for example TLS listeners.
    /// - Throws: ``LocalServerError`` when RabbitMQ is not installed or no port is free.
    package init(
        directory: String, port: Int, user: String = "thavon", password: String = "thavon", vhosts: [String] = ["/"],
        extraConfiguration: [String] = []
    ) throws {
        guard Self.isInstalled else { throw LocalServerError("RabbitMQ is not installed in \(RabbitMQFiles.programs)") }
        self.directory = directory
        self.port = port
        self.user = user
        self.password = password
        self.vhosts = vhosts
        files = RabbitMQFiles(
            directory: directory, port: port, distributionPort: try freeLoopbackPort(),
            portMapperPort: try freeLoopbackPort(), user: user, password: password, vhosts: vhosts,
            extraConfiguration: extraConfiguration)
    }

    /// Whether the programs are there.
    package static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: RabbitMQFiles.programs + "/rabbitmq-server")
    }

    /// The process ids of all that runs, for whoever must end it without waiting.
    package var processIdentifiers: [Int32] {
        [broker, portMapper].compactMap { $0 }.filter { $0.exitStatus == nil }.map(\.processIdentifier)
    }

    package nonisolated func url(vhost: String = "/") -> String {
        func encoded(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
        }
        return "amqp://\(encoded(user)):\(encoded(password))@127.0.0.1:\(port)/\(encoded(vhost))"
    }

    /// Starts the broker and returns once it accepts log-ins to the first virtual host.
    ///
    /// - Throws: ``LocalServerError`` when it ends or does not answer within `limit`; the log says why.
    package func start(within limit: Duration = .seconds(120)) async throws {
        guard broker?.exitStatus != nil || broker == nil else { return }
        try files.write()
        if portMapper?.exitStatus != nil || portMapper == nil {
            portMapper = try await host.start(files.portMapperCommand)
            try await waitUntil(.now + limit, "epmd", portMapper) { files.portMapperAnswers() }
        }
        let process = try await host.start(files.brokerCommand)
        broker = process
        let probe = AMQPLoginProbe(port: port, user: user, password: password, vhost: vhosts.first ?? "/")
        try await waitUntil(.now + limit, "the broker", process) { probe.succeeds() }
    }

    /// Asks the broker to end and waits for it.
    package func stop() async {
        await broker?.stop(grace: .seconds(30))
        broker = nil
        await portMapper?.stop(grace: .seconds(5))
        portMapper = nil
    }

    /// Ends the broker as a power cut would.
    package func kill() async {
        broker?.send(SIGKILL)
        await broker?.waitForExit()
        broker = nil
        await portMapper?.stop(grace: .seconds(5))
        portMapper = nil
    }

    /// Waits until the broker has ended, by itself or because it was stopped; nil when it does not run.
    package func waitForExit() async -> ExitStatus? { await broker?.waitForExit() }

    /// Ends the broker in an orderly way and starts it again on the same port and data.
    package func restart() async throws {
        await stop()
        try await start()
    }

    /// Makes the broker believe that memory is short, so that it blocks publishers, or ends that.
    package func setMemoryAlarm(_ on: Bool) async throws {
        try await control("set_vm_memory_high_watermark", on ? "0.0001" : "0.4")
    }

    /// Adds a virtual host and gives the user all rights in it.
    package func addVirtualHost(_ name: String) async throws {
        try await control("add_vhost", name)
        try await control("set_permissions", "-p", name, user, ".*", ".*", ".*")
    }

    /// Runs `rabbitmqctl`.
    ///
    /// - Throws: ``LocalServerError`` when it fails; its words are in `control.log` of the folder.
    package func control(_ arguments: String...) async throws {
        let status = try await host.run(files.controlCommand(arguments))
        guard status == .exited(code: 0) else {
            throw LocalServerError(
                "rabbitmqctl \(arguments.first ?? "") failed with \(status); see \(directory)/control.log")
        }
    }

    /// Said with the error: the folder of a test's server is gone when somebody reads it.
    private var lastWords: String {
        let log = FileManager.default.contents(atPath: "\(directory)/broker.log") ?? Data()
        return String(decoding: log.suffix(2000), as: UTF8.self)
    }

    /// Neither program announces on its own that it is ready, so this asks, a few times a second.
    private func waitUntil(
        _ deadline: ContinuousClock.Instant, _ name: String, _ process: ChildProcess?, isReady: () -> Bool
    ) async throws {
        while !isReady() {
            if let status = process?.exitStatus {
                throw LocalServerError("\(name) ended with \(status); \(directory)/broker.log ends with:\n\(lastWords)")
            }
            guard ContinuousClock.now < deadline else {
                throw LocalServerError(
                    "\(name) is not ready in time; \(directory)/broker.log ends with:\n\(lastWords)")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
