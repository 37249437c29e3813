internal import Foundation
internal import Postgres

// What a call has left elsewhere: the parts of its timeline.

/// The messages that were sent about a call, the oldest first.
struct ListCallNotifications: PostgresStatement {
    /// A message is about a call that has begun: partitions from before are not looked into.
    static let sql = """
        SELECT id, kind, recipient_kind, recipient_id, channel, address, status, reason, receipt, receipt_reason,
            created_at, sent_at, receipt_at
        FROM notifications WHERE call_id = $1
            AND event_time >= (SELECT created_at - interval '1 day' FROM call_logs WHERE id = $1)
        ORDER BY created_at, id LIMIT 100
        """

    struct Row: Sendable {
        var id: UUID
        var kind: String
        var recipientKind: String
        var recipientID: UUID
        var channel: String
        var address: String?
        /// Of `notifications.status`.
        var status: String
        var reason: String?
        var receipt: String?
        var receiptReason: String?
        var createdAt: Date
        var sentAt: Date?
        var receiptAt: Date?
    }

    let callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (
            id, kind, recipientKind, recipient, channel, address, status, reason, receipt, receiptReason, created, sent,
            receiptAt
        ) = try row.decode(
            (
                UUID, String, String, UUID, String, String?, String, String?, String?, String?, Date, Date?, Date?
            ).self)
        return Row(
            id: id, kind: kind, recipientKind: recipientKind, recipientID: recipient, channel: channel,
            address: address, status: status, reason: reason, receipt: receipt, receiptReason: receiptReason,
            createdAt: created, sentAt: sent, receiptAt: receiptAt)
    }
}

/// The calls that are or were planned for the call's lead, the latest first.
struct ListCallRetries: PostgresStatement {
    static let sql = """
        SELECT r.id, r.call_id, r.kind, r.status, r.retry_count, r.scheduled_at, r.reason, r.paused_at, r.created_at
        FROM call_retries r WHERE r.lead_id = (SELECT lead_id FROM call_logs WHERE id = $1)
        ORDER BY r.created_at DESC LIMIT 20
        """

    struct Row: Sendable {
        var id: UUID
        /// The call that nobody answered.
        var callID: UUID?
        /// `first`, `retry` or `by_hand`.
        var kind: String
        /// Of `call_retries.status`.
        var status: String
        var retryCount: Int
        var scheduledAt: Date
        var reason: String?
        var pausedAt: Date?
        var createdAt: Date
    }

    let callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, call, kind, status, count, scheduled, reason, paused, created) = try row.decode(
            (UUID, UUID?, String, String, Int, Date, String?, Date?, Date).self)
        return Row(
            id: id, callID: call, kind: kind, status: status, retryCount: count, scheduledAt: scheduled, reason: reason,
            pausedAt: paused, createdAt: created)
    }
}

/// The tries to place calls to the call's lead, the latest first.
struct ListCallAttempts: PostgresStatement {
    static let sql = """
        SELECT a.id, a.retry_id, a.call_id, a.state, a.reason, a.requested_at, a.placed_at, a.ended_at
        FROM call_attempts a WHERE a.lead_id = (SELECT lead_id FROM call_logs WHERE id = $1)
        ORDER BY a.requested_at DESC LIMIT 20
        """

    struct Row: Sendable {
        var id: UUID
        var retryID: UUID
        /// The call that came of it.
        var callID: UUID?
        /// Of `call_attempts.state`.
        var state: String
        var reason: String?
        var requestedAt: Date
        var placedAt: Date?
        var endedAt: Date?
    }

    let callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, retry, call, state, reason, requested, placed, ended) = try row.decode(
            (UUID, UUID, UUID?, String, String?, Date, Date?, Date?).self)
        return Row(
            id: id, retryID: retry, callID: call, state: state, reason: reason, requestedAt: requested,
            placedAt: placed, endedAt: ended)
    }
}

/// The lead's appointments, the latest first; those that were made in this call say so.
struct ListCallAppointments: PostgresStatement {
    static let sql = """
        SELECT a.id, a.call_id = $1, a.agent_id, agents.name, a.scheduled_at, a.ends_at, a.status, a.source,
            a.created_at
        FROM appointments a LEFT JOIN agents ON agents.id = a.agent_id
        WHERE a.lead_id = (SELECT lead_id FROM call_logs WHERE id = $1)
        ORDER BY a.scheduled_at DESC LIMIT 20
        """

    struct Row: Sendable {
        var id: UUID
        var isOfThisCall: Bool
        var agentID: UUID
        var agentName: String?
        var scheduledAt: Date
        var endsAt: Date
        /// Of `appointments.status`.
        var status: String
        var source: String
        var createdAt: Date
    }

    let callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, isOfThisCall, agent, name, scheduled, ends, status, source, created) = try row.decode(
            (UUID, Bool?, UUID, String?, Date, Date, String, String, Date).self)
        return Row(
            id: id, isOfThisCall: isOfThisCall ?? false, agentID: agent, agentName: name, scheduledAt: scheduled,
            endsAt: ends, status: status, source: source, createdAt: created)
    }
}

/// What the provider posted about the call, without the bodies. Owners only; nobody else sees any.
struct ListCallWebhooks: PostgresStatement {
    static let sql = """
        SELECT id, received_at, source, type, disposition, octet_length(body) FROM webhook_events WHERE call_id = $1
            AND received_at >= (SELECT created_at - interval '1 day' FROM call_logs WHERE id = $1)
        ORDER BY received_at, id LIMIT 200
        """

    struct Row: Sendable {
        var id: UUID
        var receivedAt: Date
        var source: String
        var type: String
        var disposition: String
        var bytes: Int
    }

    let callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, received, source, type, disposition, bytes) = try row.decode(
            (UUID, Date, String, String, String, Int).self)
        return Row(
            id: id, receivedAt: received, source: source, type: type, disposition: disposition, bytes: bytes)
    }
}

/// The body and headers of one webhook.
struct ReadWebhook: PostgresStatement {
    static let sql = """
        SELECT type, source, disposition, headers, body FROM webhook_events WHERE id = $1 AND received_at = $2
        """

    struct Row: Sendable {
        var type: String
        var source: String
        var disposition: String
        var headers: JSONB
        var body: [UInt8]
    }

    let id: UUID
    let receivedAt: Date
    var parameters: [PostgresParameter] { [.init(id), .init(receivedAt)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (type, source, disposition, headers, body) = try row.decode((String, String, String, JSONB, [UInt8]).self)
        return Row(type: type, source: source, disposition: disposition, headers: headers, body: body)
    }
}

/// The other calls with the call's lead, the newest first.
struct ListOtherCalls: PostgresStatement {
    static let sql = """
        SELECT c.id, c.created_at, c.status, c.outcome, c.direction, c.duration_seconds, left(c.summary, 240), agents.name
        FROM call_logs c LEFT JOIN agents ON agents.id = c.agent_id
        WHERE c.lead_id = (SELECT lead_id FROM call_logs WHERE id = $1) AND c.id <> $1
        ORDER BY c.created_at DESC, c.id DESC LIMIT 20
        """

    struct Row: Sendable {
        var id: UUID
        var createdAt: Date
        var status: String
        var outcome: String?
        var direction: String?
        var durationSeconds: Int?
        var summary: String?
        var agentName: String?
    }

    let callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, created, status, outcome, direction, duration, summary, agent) = try row.decode(
            (UUID, Date, String, String?, String?, Int?, String?, String?).self)
        return Row(
            id: id, createdAt: created, status: status, outcome: outcome, direction: direction,
            durationSeconds: duration, summary: summary, agentName: agent)
    }
}
