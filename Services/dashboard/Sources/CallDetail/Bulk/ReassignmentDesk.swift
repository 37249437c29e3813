internal import Contracts
internal import Foundation
internal import Postgres

/// Starts to give many calls away: which calls and to whom is written down, and a ``ReassignmentWorker`` does it.
struct ReassignmentDesk: Sendable {
    /// Rows of a statement that adds calls.
    private static let rows = 10_000

    let console: Console

    /// - Throws: ``NotFound`` when it is not the viewer's agency's.
    func find(_ id: UUID, _ viewer: Viewer) async throws -> Reassignment {
        let found = try await console.database.run(as: viewer) { try await $0.execute(LoadReassignment(id: id)).first }
        guard let found else { throw NotFound() }
        return found
    }

    /// Whether somebody is active, so that they can have calls.
    ///
    /// - Parameter calls: those that are named.
    /// - Throws: ``NotFound`` when the viewer may not see the agent, or one of the calls: that does not exist for them.
    func canHave(_ agentID: AgentID, _ calls: [CallID], _ viewer: Viewer) async throws -> Bool {
        let (active, seen) = try await console.database.run(as: viewer) { transaction in
            try await transaction.pipeline(FindAgentActive(id: agentID), FindCalls(ids: calls.map(\.rawValue)))
        }
        guard let isActive = active.first, seen.count == calls.count else { throw NotFound() }
        return isActive
    }

    /// Calls that a filter has at this moment; which those are is found out later.
    ///
    /// - Parameter id: time-ordered; once is once, however often it is asked for.
    func start(
        _ id: UUID, everyCallOf filter: CallFilter, to agentID: AgentID, by principal: Principal
    ) async throws {
        let query = address("", filter.items)
        try await add(
            AddReassignment(id: id, principal: principal, agentID: agentID, query: query), [],
            try AuditNote(
                "calls.reassignment_started", Self.subject(id), ["to": agentID.description, "filter": query]),
            principal)
    }

    /// Calls that are named.
    func start(
        _ id: UUID, _ calls: [CallID], to agentID: AgentID, by principal: Principal
    ) async throws {
        try await add(
            AddReassignment(id: id, principal: principal, agentID: agentID, calls: calls.count),
            calls.map { ($0, agentID) },
            try AuditNote(
                "calls.reassignment_started", Self.subject(id),
                ["to": agentID.description, "calls": "\(calls.count)"]), principal)
    }

    /// What somebody leaves behind, to one or several others.
    func start(
        _ id: UUID, handingOver plan: HandOverPlan, of leaver: AgentID, by principal: Principal
    ) async throws {
        let calls = plan.parts.flatMap { part in part.calls.map { ($0, part.agentID) } }
        let takers = plan.parts.map(\.agentID)
        try await add(
            AddReassignment(
                id: id, principal: principal, agentID: takers.count == 1 ? takers.first : nil, fromID: leaver,
                calls: calls.count), calls,
            try AuditNote(
                "calls.handed_over", ("agent", leaver.description),
                [
                    "to": takers.map(\.description).joined(separator: ", "), "calls": "\(calls.count)",
                    "reassignment": id.uuidString.lowercased(),
                ]), principal)
    }

    /// What has changed hands stays. When it is over already, there is nothing to cancel.
    ///
    /// - Throws: ``NotFound`` when it is not the viewer's agency's.
    func cancel(_ id: UUID, by principal: Principal) async throws {
        let entry = principal.entry("calls.reassignment_cancelled", subject: Self.subject(id))
        try await console.database.run(as: principal.viewer) { transaction in
            guard try await !transaction.execute(LoadReassignment(id: id)).isEmpty else { throw NotFound() }
            guard try await transaction.executeCounting(CancelReassignment(id: id)) == 1 else { return }
            _ = try await transaction.execute(entry)
        }
    }

    private func add(
        _ row: AddReassignment, _ calls: [(CallID, AgentID)], _ note: AuditNote, _ principal: Principal
    ) async throws {
        let viewer = principal.viewer
        let entry = principal.entry(note.action, subject: note.subject, detail: note.detail)
        try await console.database.run(as: viewer) { transaction in
            // Pressed twice, or on a page that was open for too long.
            guard try await transaction.executeCounting(row) == 1 else { return }
            for start in stride(from: 0, to: calls.count, by: Self.rows) {
                let part = calls[start..<min(start + Self.rows, calls.count)].map { (id: $0.0, agentID: $0.1) }
                _ = try await transaction.execute(
                    AddReassignmentCalls(id: row.id, agencyID: viewer.agencyID, after: start, calls: part))
            }
            _ = try await transaction.execute(entry)
        }
    }

    private static func subject(_ id: UUID) -> (kind: String, id: String) {
        ("reassignment", id.uuidString.lowercased())
    }
}
