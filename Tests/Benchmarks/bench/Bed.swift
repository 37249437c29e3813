internal import AMQP
internal import Foundation
internal import LocalServers
internal import Logging
internal import OutboundHTTP
internal import Postgres
internal import Schema

/// Durable servers of our own, a database with an agency, and services started as in production.
struct Bed: Sendable {
    static let secret = "bench-secret"
    static let serviceNames = [
        "webhook-ingest", "assignment", "notifier", "calendar-sync", "retry-scheduler", "dashboard", "sandbox",
    ]
    /// More processes of the scheduler, beside each other.
    static let schedulers = (1...10).map { "retry-scheduler#\($0)" }

    let plan: Plan
    let folder: String
    let postgres: PostgresServer
    let rabbitMQ: RabbitMQServer
    let broker: AMQPConfiguration
    /// Connected as superuser.
    let pool: PostgresPool
    let http = HTTPClient(userAgent: "thavon-bench/1", egress: EgressPolicy(), logger: Bed.logger)
    let tool: Tool
    private let httpPorts: [String: Int]
    private let healthPorts: [String: Int]

    static let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }

    /// Starts the servers, and ends and removes everything after `body`.
    static func run(_ plan: Plan, _ body: (Bed) async throws -> Void) async throws {
        for service in serviceNames
        where !FileManager.default.isExecutableFile(atPath: "\(plan.executables)/\(service)") {
            throw BenchError("there is no \(service) in \(plan.executables); `make bench` builds it")
        }
        removeLeftovers(in: plan.data)
        let folder = "\(plan.data)/thavon-bench-\(getpid())"
        let files = FileManager.default
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? files.removeItem(atPath: folder) }
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
        let bed = try Bed(plan: plan, folder: folder)
        do {
            try await bed.start()
            try await body(bed)
            await bed.end()
        } catch {
            await bed.end()
            throw error
        }
    }

    private init(plan: Plan, folder: String) throws {
        self.plan = plan
        self.folder = folder
        postgres = PostgresServer(
            dataDirectory: folder + "/postgres", port: try freeLoopbackPort(), logDirectory: folder,
            extraSettings: [
                "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "256MB",
                "max_wal_size": "2GB", "max_connections": "200",
            ])
        rabbitMQ = try RabbitMQServer(directory: folder + "/rabbitmq", port: try freeLoopbackPort())
        broker = try AMQPConfiguration(url: rabbitMQ.url())
        pool = PostgresPool(
            configuration: try PostgresConfiguration(url: postgres.url(database: "thavon")), logger: Self.logger)
        tool = Tool(host: ProcessHost(), folder: folder)
        let processes = Self.serviceNames + Self.schedulers
        httpPorts = try Dictionary(uniqueKeysWithValues: processes.map { ($0, try freeLoopbackPort()) })
        healthPorts = try Dictionary(uniqueKeysWithValues: processes.map { ($0, try freeLoopbackPort()) })
    }

    private func start() async throws {
        Progress.say("starting PostgreSQL and RabbitMQ in \(folder)")
        async let brokerStart: Void = rabbitMQ.start()
        try await postgres.start()
        let admin = PostgresPool(configuration: try PostgresConfiguration(url: postgres.url()), logger: Self.logger)
        try await admin.simpleQuery("CREATE DATABASE thavon")
        await admin.shutdown()
        try await Migrator(pool: pool).run()
        try await pool.simpleQuery(Agency.sql)
        try await pool.simpleQuery("VACUUM ANALYZE")
        if let sql = plan.sql { try await pool.simpleQuery(sql) }
        try await brokerStart
    }

    private func end() async {
        await http.shutdown()
        await pool.shutdown()
        await rabbitMQ.kill()
        await postgres.stop(mode: .immediate)
    }

    private static func removeLeftovers(in root: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        where name.hasPrefix("thavon-bench-") {
            guard let owner = Int32(name.dropFirst("thavon-bench-".count)), kill(owner, 0) != 0, errno == ESRCH else {
                continue
            }
            try? FileManager.default.removeItem(atPath: "\(root)/\(name)")
        }
    }
}

// MARK: - Services

extension Bed {
    var sandboxURL: String { url("sandbox", "") }

    /// What calendar-sync needs to take the sandbox for Google.
    var googleSettings: [String: String] {
        let calendar = url("calendar-sync", "")
        return [
            "GOOGLE_AUTH_URL": "\(sandboxURL)/google/auth", "GOOGLE_TOKEN_URL": "\(sandboxURL)/google/token",
            "GOOGLE_REVOKE_URL": "\(sandboxURL)/google/revoke",
            "GOOGLE_CALENDAR_BASE_URL": "\(sandboxURL)/google/calendar/v3",
            "GOOGLE_REDIRECT_URI": "\(calendar)/api/calendar/callback", "CALENDAR_URL": calendar,
            "GOOGLE_WEBHOOK_URL": url("webhook-ingest", "/api/webhooks/google"),
        ]
    }

    var webhookURL: String { url("webhook-ingest", "/api/webhooks/vapi") }

    func url(_ service: String, _ path: String) -> String { "http://127.0.0.1:\(httpPorts[service] ?? 0)\(path)" }

    func port(_ service: String) -> Int { httpPorts[service] ?? 0 }

    /// Starts a service with what a deployment would set, and returns when it is ready.
    func start(_ service: String, _ changes: [String: String] = [:]) async throws -> RunningService {
        let log = "\(folder)/\(service).log"
        let begun = ContinuousClock.now
        let process = try await tool.host.start(
            Command(
                "\(plan.executables)/\(Self.executable(of: service))",
                environment: environment(of: service).merging(changes) { $1 },
                log: log))
        let health = HTTPRequest(url: "http://127.0.0.1:\(healthPorts[service] ?? 0)/health/ready")
        do {
            try await within(.seconds(30), "the start of \(service)") { [http] in
                while (try? await http.send(health))?.status != 200 {
                    if let status = process.exitStatus { throw BenchError("\(service) ended with \(status)") }
                    try await Task.sleep(for: .milliseconds(2))
                }
            }
        } catch {
            await process.stop(grace: .seconds(1))
            throw BenchError("\(error)\n\(((try? Machine.text(log)) ?? "").suffix(2000))")
        }
        return RunningService(name: service, process: process, readyAfter: .now - begun)
    }

    /// Starts services, runs `body`, and ends them in good order.
    func withServices<R: Sendable>(
        _ names: [String], _ changes: [String: [String: String]] = [:],
        _ body: ([String: RunningService]) async throws -> R
    ) async throws -> R {
        var running: [String: RunningService] = [:]
        do {
            for name in names { running[name] = try await start(name, changes[name] ?? [:]) }
            let result = try await body(running)
            for name in names.reversed() { await running[name]?.process.stop() }
            return result
        } catch {
            for service in running.values { await service.process.stop(grace: .seconds(2)) }
            throw error
        }
    }

    /// `retry-scheduler#2` is a second process of `retry-scheduler`.
    private static func executable(of service: String) -> String {
        service.split(separator: "#").first.map(String.init) ?? service
    }

    private func environment(of service: String) -> [String: String] {
        [
            "PATH": "/usr/bin:/bin", "LOG_LEVEL": "warning", "AMQP_URL": rabbitMQ.url(),
            "DATABASE_URL": "postgres://\(Self.executable(of: service))@127.0.0.1:\(postgres.port)/thavon",
            "HTTP_PORT": "\(httpPorts[service] ?? 0)", "HEALTH_PORT": "\(healthPorts[service] ?? 0)",
            "PUBLIC_URL": "https://thavon.example", "RECORDINGS_URL": "file://\(folder)/recordings",
            "VAPI_WEBHOOK_SECRETS": Self.secret, "WEBHOOK_RATE_LIMIT": "0",
            "RESEND_API_KEY": "re_sandbox", "RESEND_FROM_EMAIL": "Thavon <calls@example.com>",
            "RESEND_BASE_URL": url("sandbox", "/resend"), "VAPI_API_KEY": "vapi_sandbox",
            "GOOGLE_CLIENT_ID": "sandbox-client", "GOOGLE_CLIENT_SECRET": "sandbox-secret",
            "ENCRYPTION_KEYS": "bench:" + Data(repeating: 7, count: 32).base64EncodedString(),
            "VAPI_BASE_URL": url("sandbox", "/vapi"), "VAPI_WEBHOOK_URL": webhookURL,
            "SANDBOX_VAPI_SERVER_URL": webhookURL,
            "SANDBOX_VAPI_SECRET": Self.secret, "SANDBOX_MAILBOX_CAPACITY": "1000000",
        ].merging(plan.settings) { $1 }
    }
}

/// A service that has become ready.
struct RunningService: Sendable {
    let name: String
    let process: ChildProcess
    /// From the start of the process to the first yes of `/health/ready`.
    let readyAfter: Duration

    var id: Int32 { process.processIdentifier }
}

// MARK: - Data

extension Bed {
    /// As before the first webhook: no calls but the history, nothing waiting anywhere, everything on disk.
    func reset() async throws {
        try await pool.simpleQuery(
            "TRUNCATE notifications, assignments, call_logs, webhook_events, outbox, inbox CASCADE")
        try await pool.simpleQuery(Agency.history)
        try await pool.simpleQuery("VACUUM ANALYZE")
        try await settle()
        let administration = AMQPAdministration(configuration: broker)
        for queue in ["thavon.assignment", "thavon.notifier"] { _ = try? await administration.purge(queue) }
        await administration.close()
    }

    /// Writes everything to disk, so that the next measurement does not pay for the one before.
    func settle() async throws {
        try await pool.simpleQuery("CHECKPOINT")
    }

    /// Waits until the relay has published everything.
    func waitForRelay() async throws {
        try await waitUntil(.seconds(60), "the relay") { [pool] in
            try await pool.execute(OutboxIsEmpty()).first ?? false
        }
    }

    /// How many calls with ids that begin like this are stored.
    func calls(like prefix: String) async throws -> Int {
        Int(try await pool.execute(CountCalls(prefix: prefix)).first ?? 0)
    }

    func postgresSeconds() async -> Double {
        Usage.seconds(ofTrees: [await postgres.processIdentifier].compactMap { $0 })
    }

    func brokerSeconds() async -> Double { Usage.seconds(ofTrees: await rabbitMQ.processIdentifiers) }
}

private struct OutboxIsEmpty: PostgresStatement {
    static let sql = "SELECT NOT EXISTS (SELECT FROM outbox)"
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
}

private struct CountCalls: PostgresStatement {
    static let sql = "SELECT count(*) FROM call_logs WHERE starts_with(vapi_call_id, $1)"
    let prefix: String
    var parameters: [PostgresParameter] { [.init(prefix)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int64 { try row.decode(Int64.self) }
}
