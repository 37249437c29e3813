internal import Foundation

/// A PostgreSQL server of one's own, on loopback and on a Unix socket in its data folder, that ends with this process.
///
/// It trusts every local connection, so it is for development and tests. Run by root, it runs as account `postgres`.
package actor PostgresServer {
    package enum StopMode: Sendable {
        /// Rolls open transactions back, closes connections and shuts down properly.
        case fast
        /// As if the power had failed: the next start recovers.
        case immediate
    }

    package nonisolated let dataDirectory: String
    package nonisolated let port: Int
    private let logDirectory: String
    private let extraSettings: [String: String]
    private let host = ProcessHost()
    private var process: ChildProcess?

    /// - Parameters:
    ///   - dataDirectory: made and filled by the first ``start()``; the path must be short enough for a Unix socket.
    ///   - port: must be free.
    ///   - logDirectory: receives `postgres.log`.
    ///   - extraSettings: further settings of `postgresql.conf`. The defaults are durable.
    package init(dataDirectory: String, port: Int, logDirectory: String, extraSettings: [String: String] = [:]) {
        self.dataDirectory = dataDirectory
        self.port = port
        self.logDirectory = logDirectory
        self.extraSettings = extraSettings
    }

    /// Settings for data that nobody will miss: nothing is ever written for safety.
    package static let volatileSettings = [
        "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off",
        "max_wal_size": "1GB", "max_connections": "400",
    ]

    /// The folder of the newest PostgreSQL that is installed; nil when there is none.
    package static var binaries: String? {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let newestFirst = versions.compactMap { Int($0) }.sorted(by: >)
        return newestFirst.map { "\(root)/\($0)/bin" }.first {
            FileManager.default.isExecutableFile(atPath: "\($0)/postgres")
        }
    }

    /// The server's process, while it runs.
    package var processIdentifier: Int32? { process?.processIdentifier }

    /// - Parameters:
    ///   - user: `postgres` is the superuser.
    ///   - database: `postgres` is always there.
    package nonisolated func url(user: String = "postgres", database: String = "postgres") -> String {
        "postgres://\(user)@127.0.0.1:\(port)/\(database)?sslmode=disable"
    }

    /// Makes the data folder if it is empty, starts the server, and returns when it takes connections.
    ///
    /// - Throws: ``LocalServerError`` with the end of the server's log when it does not start.
    package func start() async throws {
        guard process == nil else { return }
        guard let binaries = Self.binaries else { throw LocalServerError("PostgreSQL is not installed") }
        try prepareFolders()
        if !FileManager.default.fileExists(atPath: "\(dataDirectory)/PG_VERSION") {
            try await initialize(binaries)
        }
        let settings = self.settings.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
        let process = try await host.start(command("\(binaries)/postgres", ["-D", dataDirectory] + settings))
        self.process = process
        do {
            try await waitUntilReady(process, binaries)
        } catch {
            await stop(mode: .immediate)
            throw error
        }
    }

    /// Stops the server and waits for its end. Does nothing when it does not run.
    package func stop(mode: StopMode = .fast) async {
        guard let process else { return }
        process.send(mode == .fast ? SIGINT : SIGQUIT)
        await process.waitForExit()
        self.process = nil
    }

    /// Waits until the server has ended, by itself or by ``stop(mode:)``; nil when it does not run.
    package func waitForExit() async -> ExitStatus? { await process?.waitForExit() }

    /// Stops and starts again, with the same data on the same port.
    package func restart(mode: StopMode = .fast) async throws {
        await stop(mode: mode)
        try await start()
    }

    private var settings: [String: String] {
        let base = [
            "listen_addresses": "127.0.0.1", "port": "\(port)", "unix_socket_directories": dataDirectory,
            "max_connections": "200", "logging_collector": "off", "lc_messages": "C",
        ]
        return base.merging(extraSettings) { _, extra in extra }
    }

    private func initialize(_ binaries: String) async throws {
        var arguments = [
            "-D", dataDirectory, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
        ]
        if extraSettings["fsync"] == "off" { arguments.append("--no-sync") }
        let status = try await host.run(command("\(binaries)/initdb", arguments))
        guard status == .exited(code: 0) else { throw failure("initdb ended with \(status)") }
    }

    /// Asks the server until it answers. It has no event to wait for: the pause is the time a question takes.
    private func waitUntilReady(_ process: ChildProcess, _ binaries: String) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        let question = command("\(binaries)/pg_isready", ["-q", "-h", "127.0.0.1", "-p", "\(port)"], logged: false)
        while ContinuousClock.now < deadline {
            if let status = process.exitStatus { throw failure("PostgreSQL ended with \(status)") }
            if try await host.run(question) == .exited(code: 0) { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw failure("PostgreSQL did not become ready")
    }

    private func command(_ executable: String, _ arguments: [String], logged: Bool = true) -> Command {
        Command(
            executable, arguments,
            environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"],
            workingDirectory: "/", user: "postgres", log: logged ? logFile : nil)
    }

    private var logFile: String { "\(logDirectory)/postgres.log" }

    private func prepareFolders() throws {
        let files = FileManager.default
        try files.createDirectory(atPath: logDirectory, withIntermediateDirectories: true)
        try files.createDirectory(atPath: dataDirectory, withIntermediateDirectories: true)
        var attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
        if geteuid() == 0 { attributes[.ownerAccountName] = "postgres" }
        try files.setAttributes(attributes, ofItemAtPath: dataDirectory)
    }

    private func failure(_ what: String) -> LocalServerError {
        let log = (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? ""
        return LocalServerError("\(what)\n\(log.suffix(2000))")
    }
}
