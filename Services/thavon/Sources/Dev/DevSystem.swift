internal import Foundation
internal import LocalServers
internal import OutboundHTTP
internal import Postgres

/// The whole system on one machine: brought up in order, watched, and taken down in reverse.
struct DevSystem: Sendable {
    private let folder: DevFolder
    private let ports: DevPorts
    private let settings: DevSettings
    private let loadsDemo: Bool
    private let host = ProcessHost()
    private let record: ProcessRecord
    private let services: [SupervisedService]
    /// Held as long as the system runs.
    private let lock: FileHandle
    private let begin = ContinuousClock.now

    /// - Throws: ``Failure`` when another one runs in this folder, something is not built, or `.env` cannot work.
    init(folder: DevFolder, ports: DevPorts, plans: [ServicePlan], file: [String: String], loadsDemo: Bool) throws {
        self.folder = folder
        self.ports = ports
        self.loadsDemo = loadsDemo
        lock = try folder.prepare()
        let settings = try DevSettings(
            ports: ports, brokerPassword: try folder.secret("broker-password"),
            encryptionKeys: try folder.encryptionKeys(), recordings: folder.recordings, file: file,
            own: ProcessInfo.processInfo.environment, hasDemo: loadsDemo)
        self.settings = settings
        let record = ProcessRecord(path: folder.processFile)
        self.record = record
        let binaries = try Self.binaries()
        let host = host
        services = try plans.enumerated().map { index, plan in
            let executable = "\(binaries)/\(plan.name)"
            guard FileManager.default.isExecutableFile(atPath: executable) else {
                throw Failure("\(plan.name) is not built", advice: "run `make build`")
            }
            return SupervisedService(
                plan, index: index, executable: executable, environment: plan.environment(settings), host: host,
                record: record)
        }
    }

    /// Brings everything up, keeps it up until the task is cancelled, and takes it down.
    func run() async throws {
        try await record.endLeftovers()
        try ports.checkFree(for: services.map(\.plan))
        let servers = try await DevServers(folder: folder, settings: settings, host: host, record: record)
        do {
            try await startServers(servers)
        } catch {
            await takeDown(servers)
            throw error
        }
        let result = await withDiscardingTaskGroup { group in
            group.addTask { await servers.watch() }
            let result: Result<Void, any Error>
            do {
                result = .success(try await runServices())
            } catch {
                result = .failure(error)
            }
            await takeDown(servers)
            return result
        }
        try result.get()
    }

    /// Ends the services without a drain, for the impatient.
    func killServices() {
        for service in services { service.kill() }
    }

    private func startServers(_ servers: DevServers) async throws {
        Terminal.say("Starting PostgreSQL on port \(ports.postgres) and RabbitMQ on port \(ports.rabbitMQ)")
        try await withThrowingTaskGroup { group in
            group.addTask { try await servers.startRabbitMQ() }
            group.addTask {
                try await servers.startPostgres()
                try await servers.prepareDatabase()
                let owner = try PostgresConfiguration(url: settings.databaseURL(role: "thavon"))
                try await OwnerDatabase.with(owner) { pool in
                    try await Migrate.migrate(pool)
                    if loadsDemo { try await Demo.load(pool, recordings: settings.demoRecordings) }
                }
            }
            // Unlike `waitForAll`, ends the others when one fails.
            for try await _ in group {}
        }
        try Task.checkCancellation()
    }

    /// Until the task is cancelled and the services have drained, or one of them cannot work at all.
    private func runServices() async throws {
        try EnvironmentFile.write(settings.forOperators(services.map(\.plan)), to: folder.environmentFile)
        try await withThrowingTaskGroup { group in
            for service in services { group.addTask { try await service.run() } }
            group.addTask {
                try await DevReadiness(plans: services.map(\.plan), ports: ports).wait()
                welcome()
            }
            for try await _ in group {}
        }
    }

    private func takeDown(_ servers: DevServers) async {
        Terminal.say("Stopping RabbitMQ and PostgreSQL")
        await servers.stop()
        try? FileManager.default.removeItem(atPath: folder.environmentFile)
        record.clear()
    }

    private func welcome() {
        let seconds = (ContinuousClock.now - begin).components.seconds
        for line in DevWelcome(settings: settings, folder: folder, seconds: Int(seconds)).lines { Terminal.say(line) }
    }

    /// The folder of this program, where the services' are too.
    private static func binaries() throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: own).deletingLastPathComponent().path
    }
}
