internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// No row when it is there already: the form was sent twice.
struct AddReassignment: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO reassignments (
            id, agency_id, account_id, address, agent_id, from_agent_id, query, is_collected, call_count)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING
        """

    var id: UUID
    var principal: Principal
    var agentID: AgentID?
    var fromID: AgentID?
    /// Nil: the calls are named.
    var query: String?
    var calls = 0

    var parameters: [PostgresParameter] {
        [
            .init(id), .init(principal.viewer.agencyID), .init(principal.viewer.accountID), .init(principal.address),
            .init(agentID), .init(fromID), .init(query), .init(query == nil), .init(calls),
        ]
    }
}

/// The calls that it is about, after those that it has.
struct AddReassignmentCalls: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO reassignment_calls (reassignment_id, agency_id, position, call_id, agent_id)
        SELECT $1, $2, $3 + n.number, n.call_id, n.agent_id
        FROM unnest($4::uuid[], $5::uuid[]) WITH ORDINALITY AS n (call_id, agent_id, number)
        """

    var id: UUID
    var agencyID: AgencyID
    /// How many it has.
    var after: Int
    var calls: [(id: CallID, agentID: AgentID)]

    var parameters: [PostgresParameter] {
        [
            .init(id), .init(agencyID), .init(after), .init(calls.map(\.id.rawValue)),
            .init(calls.map(\.agentID.rawValue)),
        ]
    }
}

struct LoadReassignment: PostgresStatement {
    static let sql = "SELECT \(Reassignment.columns) FROM reassignments r WHERE r.id = $1"

    var id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Reassignment { try Reassignment(row) }
}

/// The latest of the viewer's agency.
struct ListReassignments: PostgresStatement {
    static let sql = """
        SELECT \(Reassignment.columns) FROM reassignments r
        WHERE r.agency_id = $1 AND ($3::timestamptz IS NULL OR (r.created_at, r.id) < ($3, $4))
        ORDER BY r.created_at DESC, r.id DESC LIMIT $2
        """

    var agencyID: AgencyID
    var after: Cursor?
    var limit: Int
    var parameters: [PostgresParameter] {
        [.init(agencyID), .init(limit), .init(after?.date), .init(after?.id)]
    }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Reassignment { try Reassignment(row) }
}

/// What has changed hands stays.
struct CancelReassignment: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE reassignments SET state = 'cancelled', ended_at = now(), updated_at = now(), held = NULL
        WHERE id = $1 AND state IN ('waiting', 'running')
        """

    var id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }
}

/// Those that could not be given, after one of them.
struct ListRefusedCalls: PostgresStatement {
    struct Refused: Sendable {
        var position: Int
        var callID: CallID
        var reason: ReassignmentRefusal
        var createdAt: Date?
        var name: String?
    }

    static let sql = """
        SELECT r.position::int8, r.call_id, coalesce(r.reason, ''), c.created_at,
            coalesce(l.name, c.customer_name, c.customer_number)
        FROM reassignment_calls r LEFT JOIN call_logs c ON c.id = r.call_id LEFT JOIN leads l ON l.id = c.lead_id
        WHERE r.reassignment_id = $1 AND r.state = 'refused' AND r.position > $2 ORDER BY r.position LIMIT $3
        """

    var id: UUID
    var after: Int
    var limit: Int
    var parameters: [PostgresParameter] { [.init(id), .init(after), .init(limit)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Refused {
        let (position, callID, reason, createdAt, name) = try row.decode((Int, CallID, String, Date?, String?).self)
        return Refused(
            position: position, callID: callID, reason: ReassignmentRefusal(kept: reason), createdAt: createdAt,
            name: name)
    }
}

/// Whether somebody of the agency is active; no row when there is no such agent.
struct FindAgentActive: PostgresStatement {
    static let sql = "SELECT active FROM agents WHERE id = $1 AND agency_id = (SELECT viewer_agency())"

    var id: AgentID
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(column: 0, as: Bool.self) }
}
