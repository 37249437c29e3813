internal import Contracts
internal import Foundation
internal import Postgres
internal import Schema

/// Who was given a call, and why.
struct ReadCallAssignment: PostgresStatement {
    struct Assignment: Sendable {
        var rule: String
        var decision: JSONB
        var decidedAt: Date
        var agentName: String?
        /// Who wanted it so, where somebody did.
        var actorName: String?
    }

    static let sql = """
        SELECT a.rule, a.decision, a.decided_at, g.name, x.name
        FROM assignments a LEFT JOIN agents g ON g.id = a.agent_id
        LEFT JOIN accounts x ON x.id::text = a.decision ->> 'actor' WHERE a.call_id = $1
        """

    var callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Assignment {
        let (rule, decision, at, agent, actor) = try row.decode((String, JSONB, Date, String?, String?).self)
        return Assignment(rule: rule, decision: decision, decidedAt: at, agentName: agent, actorName: actor)
    }
}

/// Whether whoever has the call has looked at it.
struct ReadCallFollowUp: PostgresStatement {
    struct FollowUp: Sendable {
        var agentName: String?
        var assignedAt: Date
        var dueAt: Date?
        var openedAt: Date?
        var firstOpenedAt: Date?
        var remindedAt: Date?
        var reassignedAt: Date?
        var escalatedAt: Date?
        /// As `UnopenedCalls` has it.
        var isUnopened: Bool
    }

    static let sql = """
        SELECT a.name, f.assigned_at, f.due_at, f.opened_at, f.first_opened_at, f.reminded_at, f.reassigned_at,
            f.escalated_at, \(UnopenedCalls.condition)
        FROM follow_ups f LEFT JOIN agents a ON a.id = f.agent_id WHERE f.call_id = $1
        """

    var callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> FollowUp {
        let (agent, assigned, due, opened, first, reminded, reassigned, escalated, isUnopened) =
            try row.decode((String?, Date, Date?, Date?, Date?, Date?, Date?, Date?, Bool).self)
        return FollowUp(
            agentName: agent, assignedAt: assigned, dueAt: due, openedAt: opened, firstOpenedAt: first,
            remindedAt: reminded, reassignedAt: reassigned, escalatedAt: escalated, isUnopened: isUnopened)
    }
}

/// What somebody on the team has still to look at because of the call.
struct ListCallTasks: PostgresStatement {
    struct OpenTask: Sendable {
        var id: UUID
        var text: String
    }

    static let sql = "SELECT id, text FROM tasks WHERE call_id = $1 AND done_at IS NULL ORDER BY created_at LIMIT 10"

    var callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> OpenTask {
        let (id, text) = try row.decode((UUID, String).self)
        return OpenTask(id: id, text: text)
    }
}
