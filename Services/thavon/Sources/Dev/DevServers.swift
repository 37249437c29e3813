internal import Foundation
internal import LocalServers
internal import Postgres
internal import Synchronization

/// PostgreSQL and RabbitMQ of a development system: started, watched, restarted when they die, stopped.
struct DevServers: Sendable {
    let postgres: PostgresServer
    let rabbitMQ: RabbitMQServer
    let record: ProcessRecord
    private let stopping = Latch()

    /// - Throws: `LocalServerError` when one of them is not installed.
    init(folder: DevFolder, settings: DevSettings, host: ProcessHost, record: ProcessRecord) async throws {
        guard PostgresServer.binaries != nil, RabbitMQServer.isInstalled else {
            throw Failure(
                "PostgreSQL or RabbitMQ is not installed", advice: "run deploy/scripts/install-dependencies.sh")
        }
        let home = ServerHome(folder: folder, host: host)
        postgres = PostgresServer(
            dataDirectory: try await home.resolve(folder.postgres, account: "postgres"), port: settings.ports.postgres,
            logDirectory: folder.logs)
        rabbitMQ = try RabbitMQServer(
            directory: try await home.resolve(folder.rabbitMQ, account: "rabbitmq"), port: settings.ports.rabbitMQ,
            password: settings.brokerPassword)
        self.record = record
    }

    func startPostgres() async throws {
        try await postgres.start()
        record.note("PostgreSQL", await postgres.processIdentifier)
    }

    func startRabbitMQ() async throws {
        do {
            try await rabbitMQ.start()
        } catch {
            for pid in await rabbitMQ.processIdentifiers { record.note("RabbitMQ", pid) }
            throw error
        }
        for pid in await rabbitMQ.processIdentifiers { record.note("RabbitMQ", pid) }
    }

    /// Makes role and database of the owner, who is no superuser.
    func prepareDatabase() async throws {
        try await OwnerDatabase.with(try PostgresConfiguration(url: postgres.url())) { pool in
            if try await pool.execute(OwnerExists()).isEmpty {
                try await pool.simpleQuery("CREATE ROLE thavon LOGIN CREATEROLE NOSUPERUSER")
            }
            if try await pool.execute(DatabaseExists()).isEmpty {
                try await pool.simpleQuery("CREATE DATABASE thavon OWNER thavon")
            }
        }
    }

    /// Starts a server that dies again, until ``stop()``.
    func watch() async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                await self.keep("PostgreSQL", log: "postgres.log") {
                    await postgres.waitForExit()
                } restart: {
                    await postgres.stop(mode: .immediate)
                    try await startPostgres()
                }
            }
            group.addTask {
                await self.keep("RabbitMQ", log: "broker.log") {
                    await rabbitMQ.waitForExit()
                } restart: {
                    try await startRabbitMQ()
                }
            }
        }
    }

    /// RabbitMQ first: it may still be asked for nothing by now, and the database is what must be last.
    func stop() async {
        stopping.set()
        await rabbitMQ.stop()
        await postgres.stop()
    }

    private func keep(
        _ name: String, log: String, end: () async -> ExitStatus?, restart: () async throws -> Void
    ) async {
        var pause = Duration.seconds(1)
        while let status = await end(), !stopping.isSet {
            Terminal.say(Terminal.coloured("!!! \(name) has died (\(status)); starting it again; see \(log)", .loud))
            do {
                try await restart()
                pause = .seconds(1)
            } catch {
                if stopping.isSet { return }
                Terminal.say(Terminal.coloured("!!! \(name) does not start: \(error)", .loud))
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(30))
            }
        }
    }
}

/// Something that happens once.
final class Latch: Sendable {
    private let state = Atomic(false)

    var isSet: Bool { state.load(ordering: .acquiring) }

    func set() { state.store(true, ordering: .releasing) }
}

private struct OwnerExists: PostgresStatement {
    static let sql = "SELECT FROM pg_roles WHERE rolname = 'thavon'"
}

private struct DatabaseExists: PostgresStatement {
    static let sql = "SELECT FROM pg_database WHERE datname = 'thavon'"
}
