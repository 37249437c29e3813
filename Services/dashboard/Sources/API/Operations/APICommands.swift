internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Postgres

/// Has other services do what a request wants, as the pages do.
struct APICommands: Sendable {
    let console: Console

    /// - Throws: ``APIProblem``: 422 when it was refused, 503 when it could not be done; `DeadlineExceeded` when nobody answered.
    func settle<Payload: CommandPayload>(
        _ payload: Payload, for call: APICall, id: CommandID? = nil
    ) async throws -> Payload.Reply {
        switch try await console.send(payload, as: call.viewer, id: id) {
        case .done(let reply): return reply
        case .refused(let reason): throw APIProblem(.unprocessableContent, .refused, reason)
        case .failed(let reason):
            throw APIProblem(.serviceUnavailable, nil, "Nothing was changed: \(reason)", headers: [.retryAfter: "5"])
        }
    }

    func note(
        _ action: String, _ call: APICall, subject: (kind: String, id: String)? = nil, detail: JSONValue = .object([])
    ) async throws {
        let entry = call.principal.entry(action, subject: subject, detail: JSONB(detail.json))
        try await console.database.run(as: call.viewer) { _ = try await $0.execute(entry) }
    }
}
