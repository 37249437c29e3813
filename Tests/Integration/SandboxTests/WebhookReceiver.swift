import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

@testable import Sandbox

/// A loopback server that keeps what is posted to it.
final class WebhookReceiver: Sendable {
    struct Received: Sendable {
        var message: JSON
        var secret: String?
        var callID: String?
        var headers: HTTPFields
    }

    let messages: AsyncStream<Received>
    private let continuation: AsyncStream<Received>.Continuation
    private let statuses: Mutex<[Int]>

    /// - Parameter statuses: the first answers; then 200.
    init(answering statuses: [Int] = []) {
        (messages, continuation) = AsyncStream.makeStream()
        self.statuses = Mutex(statuses)
    }

    /// Returns once a message of that type, or that many, have come.
    func collect(until isLast: (Received) -> Bool) async -> [Received] {
        var received: [Received] = []
        for await message in messages {
            received.append(message)
            if isLast(message) { break }
        }
        return received
    }

    func run<R: Sendable>(_ body: @Sendable @escaping (String) async throws -> R) async throws -> R {
        let router = Router()
        router.post("/hook") { [self] request, _ in
            let body = Array(buffer: try await request.body.collect(upTo: 1 << 20))
            let message = (try? JSON(parsing: body))?["message"] ?? .null
            continuation.yield(
                Received(
                    message: message, secret: request.header("x-vapi-secret"), callID: request.header("x-call-id"),
                    headers: request.headers))
            let status = statuses.withLock { $0.isEmpty ? 200 : $0.removeFirst() }
            return Response(status: .init(code: status))
        }
        return try await withLoopbackServer(router) { try await body("\($0)/hook") }
    }
}
