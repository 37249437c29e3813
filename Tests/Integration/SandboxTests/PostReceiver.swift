import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceKit
import ServiceLifecycle
import Synchronization

@testable import Sandbox

/// A loopback server that keeps what is posted to it, as it came.
final class PostReceiver: Sendable {
    struct Received: Sendable {
        /// Where it was posted, query included.
        var path: String
        var headers: HTTPFields
        var body: [UInt8]

        var form: FormFields { FormFields(body) }
        var json: JSON { (try? JSON(parsing: body)) ?? .null }

        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
    }

    private let posts: AsyncStream<Received>
    private let continuation: AsyncStream<Received>.Continuation
    private let statuses: Mutex<[Int]>

    /// - Parameter statuses: the first answers; then 200.
    init(answering statuses: [Int] = []) {
        (posts, continuation) = AsyncStream.makeStream()
        self.statuses = Mutex(statuses)
    }

    /// Returns once that many have come; only for one reader.
    func next(_ count: Int) async -> [Received] {
        var received: [Received] = []
        var iterator = posts.makeAsyncIterator()
        while received.count < count, let post = await iterator.next() { received.append(post) }
        return received
    }

    /// - Parameter body: is given the address of the server, without a path.
    func run<R: Sendable>(_ body: @Sendable @escaping (String) async throws -> R) async throws -> R {
        let router = Router()
        let keep: @Sendable (Request, BasicRequestContext) async throws -> Response = { [self] request, _ in
            let bytes = Array(buffer: try await request.body.collect(upTo: 1 << 20))
            continuation.yield(Received(path: request.uri.string, headers: request.headers, body: bytes))
            let status = statuses.withLock { $0.isEmpty ? 200 : $0.removeFirst() }
            return Response(status: .init(code: status))
        }
        router.post("/", use: keep)
        router.post("**", use: keep)
        return try await withLoopbackServer(router, body)
    }
}

/// Runs a server on a free port for as long as the body takes, which is given its address.
func withLoopbackServer<R: Sendable>(
    _ router: Router<BasicRequestContext>, _ body: @Sendable @escaping (String) async throws -> R
) async throws -> R {
    let logger = Logger(label: "receiver") { _ in SwiftLogNoOpLogHandler() }
    let (ports, listening) = AsyncStream<Int>.makeStream()
    let server = httpServer(router: router, host: "127.0.0.1", port: 0, logger: logger) { listening.yield($0) }
    return try await withThrowingTaskGroup(of: R?.self) { group in
        group.addTask {
            try await server.run()
            return nil
        }
        group.addTask {
            var iterator = ports.makeAsyncIterator()
            guard let port = await iterator.next() else { throw NeverListened() }
            return try await body("http://127.0.0.1:\(port)")
        }
        defer { group.cancelAll() }
        while let finished = try await group.next() {
            if let result = finished { return result }
        }
        throw NeverListened()
    }
}
