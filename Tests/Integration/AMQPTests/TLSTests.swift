import AMQP
import Foundation
import LocalServers
import TestSupport
import Testing

@Suite(.enabled(if: TestRabbitMQ.isAvailable), .timeLimit(.minutes(15)))
struct TLSTests {
    @Test func amqpsWorksWithTheRightAuthorityAndRefusesAnother() async throws {
        let certificates = try await Certificates()
        defer { certificates.remove() }
        let port = try freeLoopbackPort()
        let lines = [
            "listeners.ssl.1 = 127.0.0.1:\(port)",
            "ssl_options.cacertfile = {directory}/authority.pem",
            "ssl_options.certfile = {directory}/server.pem",
            "ssl_options.keyfile = {directory}/server-key.pem",
            "ssl_options.verify = verify_none",
        ]
        let files = try ["authority.pem", "server.pem", "server-key.pem"].reduce(into: [:]) { files, name in
            files[name] = try String(contentsOfFile: certificates.path(name), encoding: .utf8)
        }
        try await TestRabbitMQ.withPrivateServer(extraConfiguration: lines, files: files) { server in
            func url(_ host: String, _ query: String) -> String {
                "amqps://\(server.user):\(server.password)@\(host):\(port)/%2f?\(query)"
            }
            let trusted = try AMQPConfiguration(
                url: url("localhost", "cacertfile=\(certificates.path("authority.pem"))"))
            try await withPublisher(trusted, AMQPTopology(queues: [.quorum("q")])) { publisher in
                let results = await publisher.publish(
                    (0..<200).map {
                        AMQPPublish(
                            AMQPMessage(body: [UInt8](repeating: UInt8($0), count: 20_000)), to: "", routingKey: "q")
                    })
                #expect(results.allSatisfy { $0.failure == nil })
            }
            #expect(try await drain("q", trusted).count == 200)

            for refused in [
                url("localhost", "cacertfile=\(certificates.path("stranger.pem"))"),
                url("127.0.0.1", "cacertfile=\(certificates.path("authority.pem"))"),
                url("localhost", ""),
            ] {
                let administration = AMQPAdministration(configuration: try AMQPConfiguration(url: refused))
                let error = await amqpError { try await administration.connect() }
                #expect(error?.code == .connectionFailed)
            }
            let careless = AMQPAdministration(
                configuration: try AMQPConfiguration(url: url("127.0.0.1", "verify=verify_none")))
            try await careless.connect()
            await careless.close()
        }
    }
}

/// An authority, a certificate for `localhost` that it signed, and another authority, made by openssl.
private struct Certificates {
    private let directory: URL

    init() async throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("thavon-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        for name in ["authority", "stranger"] {
            try await openssl(
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=\(name)", "-keyout", path("\(name)-key.pem"), "-out", path("\(name).pem"))
        }
        try await openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=localhost",
            "-keyout", path("server-key.pem"), "-out", path("server.csr"))
        try Data("subjectAltName=DNS:localhost\n".utf8).write(to: URL(fileURLWithPath: path("extensions")))
        try await openssl(
            "x509", "-req", "-in", path("server.csr"), "-CA", path("authority.pem"), "-CAkey",
            path("authority-key.pem"), "-CAcreateserial", "-days", "2", "-extfile", path("extensions"),
            "-out", path("server.pem"))
    }

    func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

    func remove() { try? FileManager.default.removeItem(at: directory) }

    private func openssl(_ arguments: String...) async throws {
        let command = LocalServers.Command("/usr/bin/openssl", arguments, log: path("openssl.log"))
        let status = try await ProcessHost().run(command)
        try #require(status == .exited(code: 0))
    }
}
