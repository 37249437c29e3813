import Foundation
import LocalServers
import Logging
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// The executables as an operator meets them.
@Suite(.timeLimit(.minutes(25))) struct CommandLineTests {
    static let complete: [String: [String: String]] = [
        "webhook-ingest": [
            "DATABASE_URL": "postgres://u:secretpassword@127.0.0.1:1/x",
            "AMQP_URL": "amqp://u:secretpassword@127.0.0.1:1/",
            "VAPI_WEBHOOK_SECRETS": "secretpassword",
        ],
        "assignment": [
            "DATABASE_URL": "postgres://u:secretpassword@127.0.0.1:1/x",
            "AMQP_URL": "amqp://u:secretpassword@127.0.0.1:1/",
        ],
        "notifier": [
            "DATABASE_URL": "postgres://u:secretpassword@127.0.0.1:1/x",
            "AMQP_URL": "amqp://u:secretpassword@127.0.0.1:1/",
            "RESEND_API_KEY": "secretpassword", "RESEND_FROM_EMAIL": "a@example.com", "PUBLIC_URL": "https://x.example",
        ],
    ]

    static func run(
        _ service: String, _ arguments: [String], _ environment: [String: String]
    ) async throws -> (LocalServers.ExitStatus, String) {
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("out-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: output) }
        let status = try await ProcessHost().run(
            Command(
                ThavonSystem.executables + "/" + service, arguments,
                environment: environment.merging(["HTTP_PORT": "0", "HEALTH_PORT": "0"]) { own, _ in own }, log: output)
        )
        return (status, try String(contentsOfFile: output, encoding: .utf8))
    }

    @Test(arguments: complete.keys.sorted())
    func aCompleteConfigurationIsPrintedWithoutItsSecrets(service: String) async throws {
        let (status, output) = try await Self.run(service, ["--check-config"], Self.complete[service] ?? [:])
        #expect(status == .exited(code: 0))
        #expect(output.contains("DATABASE_URL=postgres://u:"))
        #expect(!output.contains("secretpassword"))
    }

    @Test(arguments: complete.flatMap { service, environment in environment.keys.sorted().map { (service, $0) } })
    func aMissingSettingIsNamedInOneLine(service: String, key: String) async throws {
        var environment = Self.complete[service] ?? [:]
        environment[key] = nil
        let (status, output) = try await Self.run(service, [], environment)
        #expect(status == .exited(code: 78))
        #expect(output == "\(service): configuration: \(key) is missing\n")
    }

    @Test(arguments: [
        ("DATABASE_URL", "mysql://x"), ("AMQP_URL", "http://x"), ("HTTP_PORT", "port"), ("SHUTDOWN_TIMEOUT", "soon"),
        ("LOG_LEVEL", "loud"), ("VAPI_HMAC_PAYLOAD", "nothing"), ("COMMIT_LANES", "0"),
    ])
    func aSettingThatCannotWorkIsNamed(key: String, value: String) async throws {
        var environment = Self.complete["webhook-ingest"] ?? [:]
        environment[key] = value
        let (status, output) = try await Self.run("webhook-ingest", ["--check-config"], environment)
        #expect(status == .exited(code: 78))
        #expect(output.hasPrefix("webhook-ingest: configuration: \(key) "))
        #expect(output.split(separator: "\n").count == 1)
    }

    @Test func aPortInUseEndsTheServiceWithTheReason() async throws {
        try await withThavonDatabase { database in
            try await TestRabbitMQ.withVirtualHost { broker in
                let port = try await TestPostgres.withDatabase { $0.port }
                var environment = Self.complete["webhook-ingest"] ?? [:]
                environment["DATABASE_URL"] =
                    "postgres://webhook-ingest@127.0.0.1:\(database.port)/\(database.database)"
                environment["AMQP_URL"] = broker.url
                let (status, output) = try await Self.run(
                    "webhook-ingest", [], environment.merging(["HTTP_PORT": "\(port)"]) { $1 })
                #expect(status == .exited(code: 1))
                #expect(output.contains("stopped by a failure"))
                #expect(output.contains("Address already in use"))
            }
        }
    }

    /// Health answers and a signal is heard although nothing else is there yet.
    @Test(arguments: complete.keys.sorted())
    func whileItWaitsForTheDatabaseItSaysSoAndCanBeStopped(service: String) async throws {
        let port = try freeLoopbackPort()
        let (lines, continuation) = AsyncStream.makeStream(of: String.self)
        let process = try await ProcessHost().start(
            Command(
                ThavonSystem.executables + "/" + service,
                environment: (Self.complete[service] ?? [:]).merging(["HEALTH_PORT": "\(port)"]) { $1 })
        ) { output in
            switch output {
            case .line(let line): continuation.yield(line)
            case .ended: continuation.finish()
            }
        }
        for await line in lines where line.contains("waiting for the database") { break }
        let http = HTTPClient(userAgent: "thavon-tests/1", egress: EgressPolicy(), logger: Logger(label: "test"))
        let ready = try await http.send(HTTPRequest(url: "http://127.0.0.1:\(port)/health/ready"))
        #expect(ready.status == 503)
        #expect(String(decoding: ready.body, as: UTF8.self).contains("waiting for its database"))
        let alive = try await http.send(HTTPRequest(url: "http://127.0.0.1:\(port)/health/live"))
        #expect(alive.status == 200)
        await http.shutdown()
        process.send(SIGTERM)
        let status = await process.waitForExit()
        #expect(status == .exited(code: 0))
    }

    @Test func aRefusedLoginIsAConfigurationThatCannotWork() async throws {
        try await withThavonDatabase { database in
            var environment = Self.complete["assignment"] ?? [:]
            environment["DATABASE_URL"] = "postgres://nobody@127.0.0.1:\(database.port)/\(database.database)"
            let (status, output) = try await Self.run("assignment", [], environment)
            #expect(status == .exited(code: 78))
            #expect(output.contains("assignment: configuration: DATABASE_URL is refused by the server"))
        }
    }

    @Test(arguments: complete.keys.sorted())
    func helpNamesTheSettings(service: String) async throws {
        let (status, output) = try await Self.run(service, ["--help"], [:])
        #expect(status == .exited(code: 0))
        for key in (Self.complete[service] ?? [:]).keys { #expect(output.contains(key)) }
    }
}
