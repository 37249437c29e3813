internal import Contracts
internal import Foundation
internal import Logging
internal import Messaging
internal import Postgres

extension Console {
    /// Has another service do something for somebody, and notes it in the audit log once it is done.
    ///
    /// The note is a transaction of its own. When it cannot be written, or comes to nothing because this process ends, the log
    /// shows the command itself instead (``ListAuditEntries``): what was done is said in any case.
    ///
    /// - Parameters:
    ///   - id: of a command that may be sent again, by ``OnceOnly`` or ``IdempotencyKey``: then it is done and noted once all
    ///     the same.
    ///   - note: what the log is to say, by what came of it. Nil is only for what changes nothing whatever the answer:
    ///     everything else that has no note stands in the log as a command.
    func settle<Payload: CommandPayload>(
        _ payload: Payload, by principal: Principal, id: CommandID = .new(),
        note: (Payload.Reply) throws -> AuditNote?
    ) async throws -> CommandOutcome<Payload.Reply> {
        let result: CommandResult<Payload.Reply>
        do {
            result = try await send(payload, as: principal.viewer, id: id)
        } catch {
            // Whatever it was: once it was to be sent, only an answer that reads as one says what became of it.
            logger.warning(
                "a command was not answered", error: error,
                metadata: ["type": "\(Payload.type)", "command": "\(id)"])
            return .notDone(.unknown)
        }
        switch result {
        case .refused(let reason): return .notDone(.refused(reason))
        case .failed(let reason):
            logger.warning("a command failed", metadata: ["type": "\(Payload.type)", "reason": "\(reason)"])
            return .notDone(.failed)
        case .done(let reply):
            do {
                if let note = try note(reply) { try await keep(note, of: id, by: principal) }
            } catch {
                logger.error(
                    "what was done could not be noted", error: error,
                    metadata: ["type": "\(Payload.type)", "command": "\(id)"])
            }
            return .done(reply)
        }
    }

    /// The same, where the log says the same whatever the answer is.
    func settle<Payload: CommandPayload>(
        _ payload: Payload, by principal: Principal, id: CommandID = .new(), noting note: AuditNote?
    ) async throws -> CommandOutcome<Payload.Reply> {
        try await settle(payload, by: principal, id: id) { _ in note }
    }

    private func keep(_ note: AuditNote, of id: CommandID, by principal: Principal) async throws {
        var entry = principal.entry(note.action, subject: note.subject, detail: note.detail)
        entry.commandID = id
        let added = entry
        try await database.run(as: principal.viewer) { _ = try await $0.execute(added) }
    }
}
