internal import Foundation
package import LocalServers
internal import Logging
package import Postgres
internal import Testing

/// A PostgreSQL server for the tests of this process, and a database of its own for each test.
///
/// The server is started by the first test that asks and ends with the process. Without PostgreSQL a test is cancelled
/// with that reason, or fails when `REQUIRE_SERVERS=1`.
package enum TestPostgres {
    /// Gives `body` an empty database, which is dropped afterwards. Its user is the superuser.
    package static func withDatabase<R: Sendable>(
        _ body: (PostgresConfiguration) async throws -> R
    ) async throws -> R {
        try await SharedPostgres.instance.withDatabase(copyOf: "template0", body)
    }

    /// Gives `body` a copy of a database that `prepare` has filled, once for all tests that name the same template.
    package static func withDatabase<R: Sendable>(
        template: String, prepare: @escaping @Sendable (PostgresConfiguration) async throws -> Void,
        _ body: (PostgresConfiguration) async throws -> R
    ) async throws -> R {
        try await SharedPostgres.instance.prepareTemplate(template, prepare)
        return try await SharedPostgres.instance.withDatabase(copyOf: template, body)
    }

    /// Gives `body` a server of its own, to be restarted and killed at will.
    package static func withPrivateServer<R: Sendable>(
        _ body: (PostgresServer) async throws -> R
    ) async throws -> R {
        try requireInstallation()
        let folder = try TemporaryFolder(prefix: "thavon-pg")
        let server = PostgresServer(
            dataDirectory: folder.path + "/data", port: try freeLoopbackPort(), logDirectory: folder.path,
            extraSettings: PostgresServer.volatileSettings)
        do {
            try await server.start()
            let result = try await body(server)
            await server.stop(mode: .immediate)
            folder.remove()
            return result
        } catch {
            await server.stop(mode: .immediate)
            folder.remove()
            throw error
        }
    }

    static func requireInstallation() throws {
        guard PostgresServer.binaries == nil else { return }
        if ProcessInfo.processInfo.environment["REQUIRE_SERVERS"] == "1" {
            throw LocalServerError("PostgreSQL is not installed, and REQUIRE_SERVERS=1 demands it")
        }
        try Test.cancel("PostgreSQL is not installed")
    }
}

/// The server behind ``TestPostgres``.
private actor SharedPostgres {
    static let instance = SharedPostgres()

    private struct Running {
        let server: PostgresServer
        /// Makes and drops databases.
        let admin: PostgresPool
    }

    private var starting: Task<Running, any Error>?
    private var templates: [String: Task<Void, any Error>] = [:]
    private var databases = 0

    nonisolated func withDatabase<R: Sendable>(
        copyOf template: String, _ body: (PostgresConfiguration) async throws -> R
    ) async throws -> R {
        let running = try await running()
        let name = await nextName()
        try await running.admin.simpleQuery(
            "CREATE DATABASE \"\(name)\" TEMPLATE \"\(template)\" STRATEGY file_copy")
        do {
            let result = try await body(PostgresConfiguration(url: running.server.url(database: name)))
            try await drop(name, running)
            return result
        } catch {
            try await drop(name, running)
            throw error
        }
    }

    private func nextName() -> String {
        databases += 1
        return "test_\(databases)"
    }

    func prepareTemplate(
        _ name: String, _ prepare: @escaping @Sendable (PostgresConfiguration) async throws -> Void
    ) async throws {
        let running = try await running()
        let task =
            templates[name]
            ?? Task {
                try await running.admin.simpleQuery("CREATE DATABASE \"\(name)\" TEMPLATE template0")
                try await prepare(PostgresConfiguration(url: running.server.url(database: name)))
            }
        templates[name] = task
        try await task.value
    }

    private nonisolated func drop(_ name: String, _ running: Running) async throws {
        // The task may be cancelled by now; the database must go all the same.
        try await Task { try await running.admin.simpleQuery("DROP DATABASE \"\(name)\" WITH (FORCE)") }.value
    }

    private func running() async throws -> Running {
        try TestPostgres.requireInstallation()
        // One task for all tests that come before the server is up.
        let task = starting ?? Task { try await Self.start() }
        starting = task
        return try await task.value
    }

    private static func start() async throws -> Running {
        let folder = try TemporaryFolder(prefix: "thavon-pg")
        let server = PostgresServer(
            dataDirectory: folder.path + "/data", port: try freeLoopbackPort(), logDirectory: folder.path,
            extraSettings: PostgresServer.volatileSettings)
        try await server.start()
        if let process = await server.processIdentifier { folder.removeAtExit(afterKilling: process) }
        var configuration = try PostgresConfiguration(url: server.url())
        configuration.maxConnections = 4
        // Databases are made one after another when many tests start at once.
        configuration.acquireTimeout = .seconds(120)
        configuration.statementTimeout = .seconds(60)
        return Running(
            server: server, admin: PostgresPool(configuration: configuration, logger: Logger(label: "test-postgres")))
    }
}
