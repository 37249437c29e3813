import FoundationEssentials
import Hummingbird
import Logging
import OutboundHTTP
import ServiceKit
import ServiceLifecycle
import Synchronization

@testable import Sandbox

/// A whole sandbox on a free loopback port, with a client to talk to it.
struct SandboxUnderTest: Sendable {
    let world: SandboxWorld
    let client: HTTPClient
    let port: Int

    func send(
        _ method: OutboundHTTP.HTTPMethod = .get, _ path: String, headers: HTTPHeaders = [:], body: String? = nil
    ) async throws -> OutboundHTTP.HTTPResponse {
        var request = OutboundHTTP.HTTPRequest(
            method: method, url: "http://127.0.0.1:\(port)\(path)", headers: headers,
            // A recording is made while it is sent, beside all other tests.
            timeouts: .init(total: .seconds(60)))
        request.body = body.map { Array($0.utf8) }
        request.maxResponseBytes = 64 << 20
        return try await client.send(request)
    }

    /// Reads once, even when the connection is lost.
    func readOnce(_ path: String, _ headers: HTTPHeaders) async throws -> OutboundHTTP.HTTPResponse {
        try await client.send(
            OutboundHTTP.HTTPRequest(
                url: "http://127.0.0.1:\(port)\(path)", headers: headers, isIdempotent: false))
    }

    func mail(_ body: String, key: String? = nil, path: String = "/resend/emails") async throws
        -> OutboundHTTP.HTTPResponse
    {
        var headers: HTTPHeaders = ["authorization": "Bearer re_sandbox"]
        headers["idempotency-key"] = key
        return try await send(.post, path, headers: headers, body: body)
    }
}

extension OutboundHTTP.HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSON { (try? JSON(parsing: body)) ?? .null }
}

/// Runs a sandbox for as long as the body takes.
func withSandbox<R: Sendable>(
    _ configuration: Sandbox.Configuration = Sandbox.Configuration(), ambient: Ambient = Ambient(),
    _ body: @Sendable @escaping (SandboxUnderTest) async throws -> R
) async throws -> R {
    let logger = Logger(label: "sandbox-tests") { _ in SwiftLogNoOpLogHandler() }
    let world = try SandboxWorld(configuration, ambient: ambient, logger: logger)
    let (ports, listening) = AsyncStream<Int>.makeStream()
    let server = httpServer(router: world.router, host: "127.0.0.1", port: 0, logger: logger) { listening.yield($0) }
    let client = HTTPClient(userAgent: "sandbox-tests/1", egress: EgressPolicy(), logger: logger)
    return try await withThrowingTaskGroup(of: R?.self) { group in
        group.addTask {
            try await server.run()
            return nil
        }
        group.addTask {
            try await world.vapi.player.run()
            return nil
        }
        group.addTask {
            try await world.pushes.run()
            return nil
        }
        group.addTask {
            try await world.mailEvents.run()
            return nil
        }
        group.addTask {
            try await world.messages.run()
            return nil
        }
        group.addTask {
            var iterator = ports.makeAsyncIterator()
            guard let port = await iterator.next() else { throw NeverListened() }
            return try await body(SandboxUnderTest(world: world, client: client, port: port))
        }
        defer { group.cancelAll() }
        while let finished = try await group.next() {
            if let result = finished { return result }
        }
        throw NeverListened()
    }
}

struct NeverListened: Error {}

/// Time that moves when told to.
final class MovedTime: Sendable {
    private let date = Mutex(Date(timeIntervalSince1970: 1_790_000_000))

    func move(by seconds: Double) { date.withLock { $0 += seconds } }

    var ambient: Ambient {
        Ambient(now: { [self] in date.withLock { $0 } }, pause: { _ in }, chance: { 0.5 })
    }
}

/// A resend provider without HTTP around it.
func provider(
    rateLimit: Int = 0, quota: Int? = nil, capacity: Int = 100, faults: FaultPlan = FaultPlan(),
    ambient: Ambient = MovedTime().ambient
) -> ResendProvider {
    ResendProvider(
        apiKey: "re_sandbox", rateLimit: rateLimit, dailyQuota: quota, capacity: capacity,
        faults: FaultDesk(faults, chance: ambient.chance), ambient: ambient)
}

func call(
    _ body: String, batch: Bool = false, key: String? = nil, validation: String? = nil,
    authorization: String? = "Bearer re_sandbox", userAgent: String? = "tests/1"
) -> ResendCall {
    ResendCall(
        endpoint: batch ? .batch : .send, userAgent: userAgent, authorization: authorization, idempotencyKey: key,
        batchValidation: validation, body: Array(body.utf8))
}

/// A mail as small as it may be, with members added or replaced.
func mail(_ changes: JSON = [:]) -> String {
    var mail: JSON = ["from": "A <a@example.com>", "to": ["b@example.com"], "subject": "Hello", "text": "Hi"]
    for (name, value) in changes.members ?? [:] { mail[name] = value == .null ? nil : value }
    return String(decoding: mail.bytes, as: UTF8.self)
}

extension Answer {
    var json: JSON { (try? JSON(parsing: body)) ?? .null }
    var name: String? { json["name"]?.string }
}
