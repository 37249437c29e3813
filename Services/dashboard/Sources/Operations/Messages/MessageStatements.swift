internal import Contracts
internal import Foundation
internal import Postgres

/// Messages of the last 90 days that have not reached anybody, or not yet, newest first.
struct ListTroubledMessages: PostgresStatement {
    static let sql = """
        SELECT n.id, n.event_time, n.kind, n.channel, n.recipient_kind, n.address, n.status, coalesce(n.receipt_reason, n.reason),
            n.attempts::int8, n.next_attempt_at, n.call_id
        FROM notifications n
        WHERE n.agency_id = $1 AND n.status IN ('failed', 'unknown', 'parked') AND n.event_time > now() - interval '90 days'
            AND ($2::timestamptz IS NULL OR (n.event_time <= $2 AND (n.event_time < $2 OR n.id > $3)))
        ORDER BY n.event_time DESC, n.id LIMIT $4
        """

    struct Row: Sendable {
        var id: UUID
        var time: Date
        var kind: String
        var channel: String
        var recipient: String
        var address: String?
        /// `failed`, `unknown` or `parked`.
        var status: String
        var reason: String?
        var attempts: Int
        var nextAttemptAt: Date
        var callID: UUID?
    }

    let agencyID: AgencyID
    let after: Cursor?
    let limit: Int
    var parameters: [PostgresParameter] {
        [.init(agencyID), .init(after?.date), .init(after?.id), .init(limit)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, time, kind, channel, recipient, address, status, reason, attempts, next, call) = try row.decode(
            (UUID, Date, String, String, String, String?, String, String?, Int, Date, UUID?).self)
        return Row(
            id: id, time: time, kind: kind, channel: channel, recipient: recipient, address: address, status: status,
            reason: reason, attempts: attempts, nextAttemptAt: next, callID: call)
    }
}

/// Addresses that get no messages from this agency, the latest first. Whoever has written STOP to the number that all agencies
/// share is not among them: that stands with the lead.
struct ListSuppressions: PostgresStatement {
    static let sql = """
        SELECT s.channel, s.address, s.cause, s.detail, s.created_at FROM suppressions s
        WHERE s.agency_id = $1 AND coalesce(s.expires_at, 'infinity') > now()
        ORDER BY s.created_at DESC LIMIT 200
        """

    struct Row: Sendable {
        var channel: String
        var address: String
        var cause: String
        var detail: String?
        var createdAt: Date
    }

    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agencyID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (channel, address, cause, detail, created) = try row.decode(
            (String, String, String, String?, Date).self)
        return Row(
            channel: channel, address: address, cause: cause, detail: detail, createdAt: created)
    }
}
