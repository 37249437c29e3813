internal import Contracts
internal import Foundation
internal import Postgres

/// Which messages have not reached anybody, or not yet: they could not be sent, whether they were is not known, their provider
/// does not take them now, or it has said since that they did not arrive. What reached the person by another channel of the same
/// message is not among them.
enum TroubledMessages {
    /// Of a row `n` of `notifications`. An index of these serves it.
    static let condition = """
        (n.status IN ('failed', 'unknown', 'parked')
            OR n.status = 'sent' AND n.receipt IN ('failed', 'bounced', 'suppressed'))
            AND NOT (n.chain_id IS NOT NULL AND EXISTS (
                SELECT FROM notifications o WHERE o.chain_id = n.chain_id AND o.id <> n.id AND o.status = 'sent'
                    AND coalesce(o.receipt, '') NOT IN ('failed', 'bounced', 'suppressed')))
        """
}

/// Messages of the last 90 days that have not reached anybody, or not yet, newest first.
struct ListTroubledMessages: PostgresStatement {
    static let sql = """
        SELECT n.id, n.event_time, n.kind, n.channel, n.recipient_kind, n.address, n.status, n.receipt,
            coalesce(n.receipt_reason, n.reason), n.attempts::int8, n.next_attempt_at, n.call_id
        FROM notifications n
        WHERE n.agency_id = $1 AND n.event_time > now() - interval '90 days' AND \(TroubledMessages.condition)
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
        /// `failed`, `unknown`, `parked`, or `sent` where a receipt says that it did not arrive.
        var status: String
        var receipt: String?
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
        let (id, time, kind, channel, recipient, address, status, receipt, reason, attempts, next, call) =
            try row.decode(
                (UUID, Date, String, String, String, String?, String, String?, String?, Int, Date, UUID?).self)
        return Row(
            id: id, time: time, kind: kind, channel: channel, recipient: recipient, address: address, status: status,
            receipt: receipt, reason: reason, attempts: attempts, nextAttemptAt: next, callID: call)
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
