internal import AMQP
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LenientJSON
internal import Logging

/// `/api/v1/dead-letters`; for owners.
struct DeadLetterOperations: Sendable {
    let console: Console
    let desk: DeadLetterDesk

    var all: [APIOperation] {
        [
            list,
            settle(
                "retryDeadLetter", "retry", .retry, "Send a message back to the service that gave it up",
                "If it fails once more, it comes back here."),
            settle(
                "discardDeadLetter", "discard", .discard, "Throw a message away",
                "That it was discarded stays in the audit log."),
        ]
    }

    private var list: APIOperation {
        APIOperation(
            "listDeadLetters", .get, "/dead-letters", tag: "Operations", "Messages that services gave up, oldest first",
            content: .json(DeadLetterResources.list.schema)
        ) { call in
            let found = try await asked { try await desk.letters(of: call.viewer.agencyID) }
            return .json(DeadLetterResources.list.json(.init(letters: found.letters, areMore: found.areMore)))
        }
        .details("At most \(DeadLetterDesk.mostShown).")
        .forOwners()
    }

    private func settle(
        _ id: String, _ name: String, _ fate: DeadLetterDesk.Fate, _ summary: String, _ details: String
    ) -> APIOperation {
        APIOperation(id, .post, "/dead-letters/\(name)", tag: "Operations", summary, content: .none) { call in
            let (message, queue) = (call.body?["id"]?.string ?? "", call.body?["queue"]?.string ?? "")
            let letter = try await asked {
                try await desk.settle(message, from: queue, fate, by: call.principal, console.database)
            }
            guard letter != nil else { throw NotFound() }
            return Response(status: .noContent)
        }
        .details(details)
        .body(DeadLetterResources.one).status(.noContent).forOwners().problems(.notFound)
    }

    /// - Throws: ``APIProblem`` with 503 when the broker does not do what it is asked for.
    private func asked<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as AMQPError {
            console.logger.error("dead letters could not be dealt with", error: error)
            let text = Words(language: .english)(error.deadLetterPhrase)
            throw APIProblem(.serviceUnavailable, nil, text, headers: [.retryAfter: "30"])
        }
    }
}
