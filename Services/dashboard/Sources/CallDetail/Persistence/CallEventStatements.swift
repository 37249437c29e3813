internal import Contracts
internal import Foundation
internal import Postgres

/// What providers have posted about a call, without what they said: for owners.
struct ListCallWebhooks: PostgresStatement {
    struct Webhook: Sendable {
        var id: UUID
        var receivedAt: Date
        var source: String
        var type: String
        var disposition: String
        var bytes: Int

        var path: String { WebhookLogRoutes.path(receivedAt, id) }
    }

    static let sql = """
        SELECT id, received_at, source, type, disposition, octet_length(body)::int8 FROM webhook_events
        WHERE call_id = $1 ORDER BY received_at, id LIMIT 300
        """

    var callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Webhook {
        let (id, at, source, type, disposition, bytes) =
            try row.decode((UUID, Date, String, String, String, Int).self)
        return Webhook(id: id, receivedAt: at, source: source, type: type, disposition: disposition, bytes: bytes)
    }
}

/// Messages to people about a call, or about an appointment that was made in it.
struct ListCallMessages: PostgresStatement {
    struct Message: Sendable {
        var kind: String
        var channel: String
        var recipientKind: String
        var recipientName: String?
        var status: String
        var reason: String?
        var createdAt: Date
        var updatedAt: Date
        var sentAt: Date?
        var receipt: String?
        var receiptAt: Date?
        var receiptReason: String?
    }

    static let sql = """
        SELECT n.kind, n.channel, n.recipient_kind, coalesce(g.name, l.name, x.name), n.status, n.reason, n.created_at,
            n.updated_at, n.sent_at, n.receipt, n.receipt_at, n.receipt_reason
        FROM notifications n
        LEFT JOIN agents g ON n.recipient_kind = 'agent' AND g.id = n.recipient_id
        LEFT JOIN leads l ON n.recipient_kind = 'lead' AND l.id = n.recipient_id
        LEFT JOIN accounts x ON n.recipient_kind = 'owner' AND x.id = n.recipient_id
        WHERE n.call_id = $1 OR n.appointment_id = ANY (ARRAY(SELECT id FROM appointments WHERE call_id = $1))
        ORDER BY n.created_at, n.id LIMIT 200
        """

    var callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Message {
        let (
            kind, channel, recipient, name, status, reason, created, updated, sent, receipt, receiptAt, receiptReason
        ) = try row.decode(
            (
                String, String, String, String?, String, String?, Date, Date, Date?, String?, Date?, String?
            ).self)
        return Message(
            kind: kind, channel: channel, recipientKind: recipient, recipientName: name, status: status,
            reason: reason, createdAt: created, updatedAt: updated, sentAt: sent, receipt: receipt,
            receiptAt: receiptAt, receiptReason: receiptReason)
    }
}

/// Appointments that were made in a call, and those that the lead has before them.
struct ListCallAppointments: PostgresStatement {
    struct Appointment: Sendable {
        var id: UUID
        var isOfThisCall: Bool
        var scheduledAt: Date
        var endsAt: Date
        var status: String
        var agentName: String?
        var notes: String?

        var path: String { "/appointments/\(id.uuidString.lowercased())" }
    }

    static let sql = """
        SELECT p.id, coalesce(p.call_id = $1, false), p.scheduled_at, p.ends_at, p.status, g.name, p.notes
        FROM appointments p LEFT JOIN agents g ON g.id = p.agent_id
        WHERE p.call_id = $1 OR (p.lead_id = $2 AND p.status = 'scheduled' AND p.scheduled_at > now())
        ORDER BY p.scheduled_at LIMIT 20
        """

    var callID: UUID
    var leadID: LeadID?
    var parameters: [PostgresParameter] { [.init(callID), .init(leadID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Appointment {
        let (id, isOwn, at, end, status, agent, notes) =
            try row.decode((UUID, Bool, Date, Date, String, String?, String?).self)
        return Appointment(
            id: id, isOfThisCall: isOwn, scheduledAt: at, endsAt: end, status: status, agentName: agent, notes: notes)
    }
}

/// What happened to the appointments that were made in a call.
struct ListCallAppointmentChanges: PostgresStatement {
    struct Change: Sendable {
        var change: String
        var actor: String
        /// Of a person with an account, or an agent in whose calendar it was, that the viewer may know of.
        var actorName: String?
        var reason: String?
        var scheduledAt: Date
        var at: Date
    }

    static let sql = """
        SELECT h.change, h.actor, coalesce(x.name, g.name), h.reason, h.scheduled_at, h.at
        FROM appointments p JOIN appointment_changes h ON h.appointment_id = p.id
        LEFT JOIN accounts x ON x.id::text = h.actor LEFT JOIN agents g ON 'calendar:' || g.id::text = h.actor
        WHERE p.call_id = $1 ORDER BY h.at LIMIT 100
        """

    var callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Change {
        let (change, actor, name, reason, scheduled, at) =
            try row.decode((String, String, String?, String?, Date, Date).self)
        return Change(change: change, actor: actor, actorName: name, reason: reason, scheduledAt: scheduled, at: at)
    }
}
