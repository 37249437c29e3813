internal import Contracts
internal import Foundation
internal import Postgres

/// What the list does not read.
struct ReadExportDetails: PostgresStatement {
    struct Details: Sendable {
        var id: UUID
        var leadID: LeadID?
        var agentID: AgentID?
        var vapiCallID: String
        var summary: String?
        var endedReason: String?
        var startedAt: Date?
        var endedAt: Date?
    }

    static let sql = """
        SELECT id, lead_id, agent_id, vapi_call_id, summary, ended_reason, started_at, ended_at FROM call_logs
        WHERE id = ANY ($1)
        """

    var ids: [UUID]
    var parameters: [PostgresParameter] { [.init(ids)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Details {
        let (id, lead, agent, vapi, summary, ended, startedAt, endedAt) =
            try row.decode((UUID, LeadID?, AgentID?, String, String?, String?, Date?, Date?).self)
        return Details(
            id: id, leadID: lead, agentID: agent, vapiCallID: vapi, summary: summary, endedReason: ended,
            startedAt: startedAt, endedAt: endedAt)
    }
}

/// How many calls a filter without words has, up to a limit.
struct CountMatchingCalls: PostgresStatement {
    static let sql = """
        SELECT count(*) FROM (SELECT FROM call_logs c WHERE \(CallConditions.sql) LIMIT $12) AS c
        """

    var conditions: CallConditions
    var limit: Int
    var parameters: [PostgresParameter] { conditions.parameters + [.init(limit)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
}
