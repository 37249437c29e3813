internal import Foundation
internal import Postgres

// What an owner looks after. Policies show agents nothing of most of it.

/// The place after which the next page of a log begins.
struct LogCursor: Sendable, Hashable {
    var at: Date
    var id: UUID
}

/// The webhooks about an agency, the latest first, without their bodies.
struct ListWebhooks: PostgresStatement {
    static let sql = """
        SELECT w.id, w.received_at, w.source, w.type, w.disposition, w.call_id, w.provider_call_id
        FROM webhook_events w
        WHERE w.agency_id = $1 AND ($2::timestamptz IS NULL OR (w.received_at, w.id) < ($2, $3::uuid))
            AND ($4::timestamptz IS NULL OR w.received_at <= $4) AND ($5::text IS NULL OR w.disposition = $5)
        ORDER BY w.received_at DESC, w.id DESC LIMIT $6
        """

    struct Row: Sendable, Hashable {
        var id: UUID
        var receivedAt: Date
        var source: String
        var type: String
        /// Of `webhook_events.disposition`.
        var disposition: String
        var callID: UUID?
        var providerCallID: String?
    }

    let agencyID: UUID
    var after: LogCursor?
    var until: Date?
    var disposition: String?
    /// How many; one more than a page shows tells whether there is another.
    let limit: Int
    var parameters: [PostgresParameter] {
        [
            .init(agencyID), .init(after?.at), .init(after?.id), .init(until), .init(disposition), .init(limit),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, at, source, type, disposition, call, provider) = try row.decode(
            (UUID, Date, String, String, String, UUID?, String?).self)
        return Row(
            id: id, receivedAt: at, source: source, type: type, disposition: disposition, callID: call,
            providerCallID: provider)
    }
}

/// The messages that did not arrive, or of which nobody knows, the latest first.
struct ListUndeliveredMessages: PostgresStatement {
    static let sql = """
        SELECT n.id, n.event_time, n.kind, n.channel, n.address, n.status, n.reason, n.attempts, n.call_id, n.lead_id,
            n.appointment_id
        FROM notifications n
        WHERE n.agency_id = $1 AND n.status IN ('parked', 'failed', 'unknown') AND n.event_time >= $2
            AND ($3::timestamptz IS NULL OR (n.event_time, n.id) < ($3, $4::uuid))
        ORDER BY n.event_time DESC, n.id DESC LIMIT $5
        """

    struct Row: Sendable, Hashable {
        var id: UUID
        var eventTime: Date
        var kind: String
        var channel: String
        var address: String?
        /// Of `notifications.status`.
        var status: String
        var reason: String?
        var attempts: Int
        var callID: UUID?
        var leadID: UUID?
        var appointmentID: UUID?
    }

    let agencyID: UUID
    let since: Date
    var after: LogCursor?
    let limit: Int
    var parameters: [PostgresParameter] {
        [.init(agencyID), .init(since), .init(after?.at), .init(after?.id), .init(limit)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, at, kind, channel, address, status, reason, attempts, call, lead, appointment) = try row.decode(
            (UUID, Date, String, String, String?, String, String?, Int, UUID?, UUID?, UUID?).self)
        return Row(
            id: id, eventTime: at, kind: kind, channel: channel, address: address, status: status, reason: reason,
            attempts: attempts, callID: call, leadID: lead, appointmentID: appointment)
    }
}

/// The calls that are planned, the next first.
struct ListPlannedCalls: PostgresStatement {
    static let sql = """
        SELECT r.id, r.lead_id, nullif(lead.name, ''), lead.phone, lead.time_zone, r.call_id, r.kind, r.retry_count,
            r.scheduled_at, r.reason, r.paused_at
        FROM call_retries r LEFT JOIN leads lead ON lead.id = r.lead_id
        WHERE r.agency_id = $1 AND r.status = 'pending'
            AND ($2::timestamptz IS NULL OR (r.scheduled_at, r.id) > ($2, $3::uuid))
        ORDER BY r.scheduled_at, r.id LIMIT $4
        """

    struct Row: Sendable, Hashable {
        var id: UUID
        var leadID: UUID
        var leadName: String?
        var leadPhone: String?
        var leadTimeZone: String?
        var callID: UUID?
        /// `first`, `retry` or `by_hand`.
        var kind: String
        var retryCount: Int
        var scheduledAt: Date
        /// What it waits for.
        var reason: String?
        var pausedAt: Date?
    }

    let agencyID: UUID
    var after: LogCursor?
    let limit: Int
    var parameters: [PostgresParameter] { [.init(agencyID), .init(after?.at), .init(after?.id), .init(limit)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, lead, name, phone, zone, call, kind, count, at, reason, paused) = try row.decode(
            (UUID, UUID, String?, String?, String?, UUID?, String, Int, Date, String?, Date?).self)
        return Row(
            id: id, leadID: lead, leadName: name, leadPhone: phone, leadTimeZone: zone, callID: call, kind: kind,
            retryCount: count, scheduledAt: at, reason: reason, pausedAt: paused)
    }
}

/// What people of an agency have done, the latest first.
struct ListAuditLog: PostgresStatement {
    static let sql = """
        SELECT l.id, l.at, l.account_id, l.actor, l.action, l.subject_kind, l.subject_id, l.detail FROM audit_log l
        WHERE l.agency_id = $1 AND ($2::timestamptz IS NULL OR (l.at, l.id) < ($2, $3::uuid))
        ORDER BY l.at DESC, l.id DESC LIMIT $4
        """

    struct Row: Sendable {
        var id: UUID
        var at: Date
        var accountID: UUID?
        var actor: String
        var action: String
        var subjectKind: String?
        var subjectID: String?
        var detail: JSONB
    }

    let agencyID: UUID
    var after: LogCursor?
    let limit: Int
    var parameters: [PostgresParameter] { [.init(agencyID), .init(after?.at), .init(after?.id), .init(limit)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, at, account, actor, action, kind, subject, detail) = try row.decode(
            (UUID, Date, UUID?, String, String, String?, String?, JSONB).self)
        return Row(
            id: id, at: at, accountID: account, actor: actor, action: action, subjectKind: kind, subjectID: subject,
            detail: detail)
    }
}
