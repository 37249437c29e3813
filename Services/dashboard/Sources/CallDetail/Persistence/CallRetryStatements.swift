internal import Contracts
internal import Foundation
internal import Postgres

/// The planned calls that a call came of, that came of it, and the one that the lead has before them.
struct ListCallRetries: PostgresStatement {
    struct Retry: Sendable {
        var id: UUID
        /// Planned because of this call.
        var isAfterThisCall: Bool
        var kind: String
        var count: Int
        var status: String
        var reason: String?
        var scheduledAt: Date
        var pausedAt: Date?
        var createdAt: Date
        var updatedAt: Date
    }

    static let sql = """
        SELECT r.id, coalesce(r.call_id = $1, false), r.kind, r.retry_count::int8, r.status, r.reason, r.scheduled_at,
            r.paused_at, r.created_at, r.updated_at
        FROM call_retries r WHERE r.lead_id = $2 AND (r.call_id = $1 OR r.status = 'pending' OR r.id IN (
            SELECT t.retry_id FROM call_attempts t WHERE t.lead_id = $2 AND (t.call_id = $1 OR t.vapi_call_id = $3)))
        ORDER BY r.created_at DESC, r.id LIMIT 50
        """

    var callID: UUID
    var leadID: LeadID?
    var vapiCallID: String
    var parameters: [PostgresParameter] { [.init(callID), .init(leadID), .init(vapiCallID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Retry {
        let (id, isAfter, kind, count, status, reason, scheduled, paused, created, updated) =
            try row.decode((UUID, Bool, String, Int, String, String?, Date, Date?, Date, Date).self)
        return Retry(
            id: id, isAfterThisCall: isAfter, kind: kind, count: count, status: status, reason: reason,
            scheduledAt: scheduled, pausedAt: paused, createdAt: created, updatedAt: updated)
    }
}

/// The tries to place this call, and those that came after it because it was not answered.
struct ListCallAttempts: PostgresStatement {
    struct Attempt: Sendable {
        var state: String
        var reason: String?
        var isOfThisCall: Bool
        var requestedAt: Date
        var placedAt: Date?
        /// Of the planned call.
        var kind: String
        var count: Int
    }

    static let sql = """
        SELECT t.state, t.reason, coalesce(t.call_id = $1 OR t.vapi_call_id = $3, false), t.requested_at, t.placed_at,
            r.kind, r.retry_count::int8
        FROM call_attempts t JOIN call_retries r ON r.id = t.retry_id
        WHERE t.lead_id = $2 AND (t.call_id = $1 OR t.vapi_call_id = $3 OR r.call_id = $1)
        ORDER BY t.requested_at LIMIT 100
        """

    var callID: UUID
    var leadID: LeadID?
    var vapiCallID: String
    var parameters: [PostgresParameter] { [.init(callID), .init(leadID), .init(vapiCallID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Attempt {
        let (state, reason, isOwn, requested, placed, kind, count) =
            try row.decode((String, String?, Bool, Date, Date?, String, Int).self)
        return Attempt(
            state: state, reason: reason, isOfThisCall: isOwn, requestedAt: requested, placedAt: placed, kind: kind,
            count: count)
    }
}

/// A planned call of the lead that a call was with; no row when the viewer may not see it.
struct FindCallRetry: PostgresStatement {
    static let sql = """
        SELECT r.id FROM call_logs c JOIN call_retries r ON r.lead_id = c.lead_id WHERE c.id = $1 AND r.id = $2
        """

    var callID: UUID
    var id: UUID
    var parameters: [PostgresParameter] { [.init(callID), .init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}
