internal import Contracts
internal import Foundation
internal import Postgres

/// Does something about calls, for whoever may: what the viewer cannot read there is nothing to be asked of another service, which
/// would do it for anybody.
struct CallDesk: Sendable {
    let console: Console

    /// Whose lead the call was with.
    ///
    /// - Throws: ``NotFound`` when the viewer may not see the call.
    func lead(of id: UUID, _ viewer: Viewer) async throws -> LeadID? {
        let found = try await console.database.run(as: viewer) { try await $0.execute(FindCall(id: id)).first }
        guard let found else { throw NotFound() }
        return found.leadID
    }

    // MARK: Notes

    /// - Parameters:
    ///   - note: one without a problem.
    ///   - noteID: of the note that is to be; one that is there already is returned as it is, and nothing is done.
    /// - Throws: ``NotFound`` when the viewer may not see the call.
    func add(
        _ note: CallNoteDraft, as noteID: UUID = .timeOrdered(), to id: UUID, by principal: Principal
    ) async throws -> ListCallNotes.Note {
        let viewer = principal.viewer
        let entry = try entry("call.note_added", id, noteID, principal)
        return try await console.database.run(as: viewer) { transaction in
            let add = AddCallNote(id: noteID, callID: id, viewer: viewer, body: note.text)
            guard let writtenAt = try await transaction.execute(add).first else {
                let find = FindCallNote(id: noteID, callID: id, accountID: viewer.accountID)
                guard let known = try await transaction.execute(find).first else { throw NotFound() }
                return known
            }
            _ = try await transaction.execute(entry)
            return ListCallNotes.Note(
                id: noteID, accountID: viewer.accountID, author: viewer.name, body: note.text, createdAt: writtenAt)
        }
    }

    /// - Throws: ``NotFound`` when it is not one of the viewer's own.
    func removeNote(_ noteID: UUID, of id: UUID, by principal: Principal) async throws {
        let viewer = principal.viewer
        let entry = try entry("call.note_removed", id, noteID, principal)
        try await console.database.run(as: viewer) { transaction in
            let removed = try await transaction.execute(
                RemoveCallNote(id: noteID, callID: id, accountID: viewer.accountID))
            guard !removed.isEmpty else { throw NotFound() }
            _ = try await transaction.execute(entry)
        }
    }

    private func entry(
        _ action: String, _ id: UUID, _ noteID: UUID, _ principal: Principal
    ) throws -> AddAuditEntry {
        principal.entry(
            action, subject: Self.subject(id),
            detail: try AuditDetail(["note_id": noteID.uuidString.lowercased()]).jsonb)
    }

    // MARK: What other services do

    /// Gives a call, and with it the lead, to somebody. The reply has no call when they had it already.
    func reassign(
        _ id: UUID, to agentID: AgentID, by principal: Principal, _ command: CommandID = .new()
    ) async throws -> CommandOutcome<ReassignCalls.Reply> {
        let wish = ReassignCalls(callIDs: [CallID(rawValue: id)], agentID: agentID)
        return try await console.settle(wish, by: principal, id: command) { reply in
            try AuditNote(
                reply.callIDs.isEmpty ? "call.not_reassigned" : "call.reassigned", Self.subject(id),
                ["agent_id": agentID.description])
        }
    }

    /// Gives many. The reply has those that change hands.
    ///
    /// - Parameter job: the ``Reassignment`` of which these are a part.
    func reassign(
        _ ids: [CallID], to agentID: AgentID, by principal: Principal, of job: UUID, _ command: CommandID
    ) async throws -> CommandOutcome<ReassignCalls.Reply> {
        struct Detail: Encodable {
            var reassignment: String
            var callIDs: [String]
            enum CodingKeys: String, CodingKey { case reassignment, callIDs = "call_ids" }
        }
        let subject = ("agent", agentID.description)
        let wish = ReassignCalls(callIDs: ids, agentID: agentID)
        return try await console.settle(wish, by: principal, id: command) { reply in
            let detail = Detail(
                reassignment: job.uuidString.lowercased(), callIDs: reply.callIDs.map(\.description))
            return AuditNote(
                reply.callIDs.isEmpty ? "call.not_reassigned" : "call.reassigned", subject,
                detail: JSONB(bytes: try ContractJSON.encode(detail)))
        }
    }

    /// - Parameter leadID: as ``lead(of:_:)`` has it.
    func callAgain(
        _ id: UUID, _ leadID: LeadID, by principal: Principal, _ command: CommandID = .new()
    ) async throws -> CommandOutcome<PlaceCall.Reply> {
        try await console.settle(PlaceCall(leadID: leadID), by: principal, id: command) { reply in
            try AuditNote("call.placed", Self.subject(id), ["retry_id": reply.retryID.description])
        }
    }

    /// Cancels a planned call.
    ///
    /// - Throws: ``NotFound`` when it is not this call's.
    func cancelRetry(
        _ retryID: UUID, of id: UUID, by principal: Principal
    ) async throws -> CommandOutcome<CancelCall.Reply> {
        let find = FindCallRetry(callID: id, id: retryID)
        let found = try await console.database.run(as: principal.viewer) { try await $0.execute(find) }
        guard !found.isEmpty else { throw NotFound() }
        let retryID = RetryID(rawValue: retryID)
        return try await console.settle(
            CancelCall(retryID: retryID), by: principal,
            noting: try AuditNote("call.cancelled", Self.subject(id), ["retry_id": retryID.description]))
    }

    func removeRecording(
        of id: UUID, by principal: Principal
    ) async throws -> CommandOutcome<DeleteRecording.Reply> {
        try await console.settle(
            DeleteRecording(callID: CallID(rawValue: id)), by: principal,
            noting: AuditNote("recording.deleted", Self.subject(id)))
    }

    private static func subject(_ id: UUID) -> (kind: String, id: String) { ("call", id.uuidString.lowercased()) }
}
