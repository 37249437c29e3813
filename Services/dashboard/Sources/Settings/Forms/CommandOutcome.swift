internal import AMQP
internal import Contracts
internal import Deadlines
internal import Foundation
internal import Messaging
internal import Postgres

/// What became of a command that a form has sent, as its page goes on with it.
enum CommandOutcome<Reply: Sendable>: Sendable {
    case done(Reply)
    /// For the page that is shown again, with what was typed.
    case problem(String)
    /// There was no answer, so it may have been done: for the page, as well.
    case unknown(String)

    var problem: String? {
        switch self {
        case .done: nil
        case .problem(let text), .unknown(let text): text
        }
    }
}

extension Console {
    /// Has another service do something for a form, and notes it in the audit log once it is done.
    ///
    /// - Parameter action: what the audit log calls it; nil for what changes nothing.
    func settle<Payload: CommandPayload>(
        _ payload: Payload, audit action: String?, subject: (kind: String, id: String)? = nil,
        detail: JSONB = JSONB("{}"), _ context: ViewerContext, _ words: Words
    ) async throws -> CommandOutcome<Payload.Reply> {
        let result: CommandResult<Payload.Reply>
        do {
            result = try await send(payload, as: context.viewer)
        } catch is DeadlineExceeded {
            return .unknown(words(.settingsNotKnown))
        } catch is AMQPError {
            return .unknown(words(.settingsNotKnown))
        }
        switch result {
        case .refused(let reason): return .problem(words(.settingsRefused, ["reason": reason]))
        case .failed(let reason): return .problem(words(.settingsFailed, ["reason": reason]))
        case .done(let reply):
            guard let action else { return .done(reply) }
            try await database.run(as: context.viewer) { transaction in
                _ = try await transaction.execute(
                    AddAuditEntry(
                        action, by: context.viewer, subject: subject, detail: detail, address: context.address))
            }
            return .done(reply)
        }
    }
}
