internal import Contracts
internal import Foundation
internal import Postgres

/// What somebody leaves behind: calls that they have not opened, and of each lead of theirs the latest call, with which the lead
/// goes. Calls that are not decided yet are not theirs to give.
struct ListCallsToHandOver: PostgresStatement {
    static let sql = """
        SELECT calls.id, calls.lead_id FROM (
            SELECT f.call_id AS id, f.lead_id FROM follow_ups f WHERE f.agent_id = $1 AND f.opened_at IS NULL
            UNION
            SELECT latest.id, l.id FROM leads l CROSS JOIN LATERAL (
                SELECT c.id FROM call_logs c WHERE c.lead_id = l.id AND c.agent_id = $1
                ORDER BY c.created_at DESC, c.id LIMIT 1) latest
            WHERE l.owner_agent_id = $1
        ) AS calls
        WHERE EXISTS (SELECT FROM assignments s WHERE s.call_id = calls.id)
        ORDER BY calls.id LIMIT $2
        """

    var agentID: AgentID
    var limit: Int
    var parameters: [PostgresParameter] { [.init(agentID), .init(limit)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> HandOverPlan.OpenCall {
        let (id, lead) = try row.decode((CallID, LeadID?).self)
        return HandOverPlan.OpenCall(id: id, leadID: lead)
    }
}

/// Leads of theirs with whom they have no call, such as those that they have added by hand.
struct ListLeadsToHandOver: PostgresStatement {
    static let sql = """
        SELECT l.id FROM leads l WHERE l.owner_agent_id = $1
            AND NOT EXISTS (SELECT FROM call_logs c WHERE c.lead_id = l.id AND c.agent_id = $1)
        ORDER BY l.id LIMIT $2
        """

    var agentID: AgentID
    var limit: Int
    var parameters: [PostgresParameter] { [.init(agentID), .init(limit)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> LeadID {
        try row.decode(column: 0, as: LeadID.self)
    }
}

/// Whom work can be given to.
struct ListColleagues: PostgresStatement {
    static let sql = """
        SELECT id, name FROM agents WHERE active AND id <> $1 AND agency_id = (SELECT viewer_agency())
        ORDER BY lower(name), id LIMIT 500
        """

    struct Row: Sendable {
        var id: AgentID
        var name: String
    }

    var agentID: AgentID
    var parameters: [PostgresParameter] { [.init(agentID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, name) = try row.decode((AgentID, String).self)
        return Row(id: id, name: name)
    }
}
