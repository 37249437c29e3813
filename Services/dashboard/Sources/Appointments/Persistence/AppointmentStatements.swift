internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// One appointment with everything about it that its page shows at once.
struct AppointmentDetail: Sendable {
    var id: AppointmentID
    var leadID: LeadID
    var leadName: String?
    var phone: String?
    var email: String?
    var agentID: AgentID
    var agentName: String?
    var callID: UUID?
    /// When the call was that it was made in; nil when the viewer may not see it.
    var callAt: Date?
    var scheduledAt: Date
    var endsAt: Date
    var status: Appointment.Status
    var notes: String?
    /// The lead's (IANA).
    var timeZone: String
    var language: String
    var source: Appointment.Source
    /// Of its latest change.
    var reason: String?

    var lead: TimeZone? { TimeZone(identifier: timeZone) }
    var title: String? { leadName ?? phone }
    var notesVersion: FormVersion { FormVersion(of: [notes]) }

    /// Whether it can be moved, cancelled or reminded of.
    func isAhead(_ now: Date) -> Bool { status == .scheduled && scheduledAt > now }
}

struct ReadAppointmentDetail: PostgresStatement {
    static let sql = """
        SELECT a.id, a.lead_id, l.name, l.phone, l.email, a.agent_id, g.name, a.call_id, c.created_at, a.scheduled_at,
            a.ends_at, a.status, a.notes, a.time_zone, a.language, a.source, a.reason
        FROM appointments a LEFT JOIN leads l ON l.id = a.lead_id LEFT JOIN agents g ON g.id = a.agent_id
        LEFT JOIN call_logs c ON c.id = a.call_id
        WHERE a.id = $1
        """

    var id: AppointmentID
    var parameters: [PostgresParameter] { [.init(id)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> AppointmentDetail {
        let (
            id, lead, leadName, phone, email, agent, agentName, call, callAt, at, end, status, notes, zone, language,
            source, reason
        ) = try row.decode(
            (
                AppointmentID, LeadID, String?, String?, String?, AgentID, String?, UUID?, Date?, Date, Date, String,
                String?, String, String, String, String?
            ).self)
        return AppointmentDetail(
            id: id, leadID: lead, leadName: leadName, phone: phone, email: email, agentID: agent, agentName: agentName,
            callID: call, callAt: callAt, scheduledAt: at, endsAt: end,
            status: Appointment.Status(rawValue: status) ?? .scheduled, notes: notes, timeZone: zone,
            language: language, source: Appointment.Source(rawValue: source) ?? .hand, reason: reason)
    }
}

/// What happened to an appointment, latest first.
struct ListAppointmentChanges: PostgresStatement {
    struct Change: Sendable {
        var kind: String
        var reason: String?
        /// When it was to be after that.
        var scheduledAt: Date
        var at: Date
        var actor: String
        /// Of an account that the viewer may see.
        var actorName: String?
    }

    static let sql = """
        SELECT h.change, h.reason, h.scheduled_at, h.at, h.actor, coalesce(p.name, g.name)
        FROM appointment_changes h LEFT JOIN accounts p ON p.id::text = h.actor
        LEFT JOIN agents g ON 'calendar:' || g.id::text = h.actor
        WHERE h.appointment_id = $1 ORDER BY h.version DESC LIMIT 100
        """

    var id: AppointmentID
    var parameters: [PostgresParameter] { [.init(id)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Change {
        let (kind, reason, scheduled, at, actor, name) = try row.decode(
            (String, String?, Date, Date, String, String?).self)
        return Change(kind: kind, reason: reason, scheduledAt: scheduled, at: at, actor: actor, actorName: name)
    }
}

/// How an appointment stands in calendars: the agent's, and those it was in before. With none, whether the agent has one.
struct ListCalendarsOfAppointment: PostgresStatement {
    struct Link: Sendable {
        var isWanted: Bool
        var isWritten: Bool
        var isBehind: Bool
        var problem: String?
        var conferenceURL: String?
        /// `connected`, `broken` or `disconnected`.
        var connection: String?
        /// Whose calendar it is, as Google names it.
        var account: String?
        var agentName: String?
        var updatedAt: Date
    }

    static let sql = """
        SELECT k.wanted, k.written_version IS NOT NULL, \(CalendarBehind.condition), k.problem, k.conference_url, c.status,
            c.account, g.name, k.updated_at
        FROM calendar_links k LEFT JOIN calendar_connections c ON c.id = k.connection_id
        LEFT JOIN agents g ON g.id = c.agent_id
        WHERE k.appointment_id = $1 ORDER BY k.wanted DESC, k.updated_at DESC LIMIT 10
        """

    var id: AppointmentID
    var parameters: [PostgresParameter] { [.init(id)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Link {
        let (isWanted, isWritten, isBehind, problem, url, connection, account, agent, updated) = try row.decode(
            (Bool, Bool, Bool, String?, String?, String?, String?, String?, Date).self)
        return Link(
            isWanted: isWanted, isWritten: isWritten, isBehind: isBehind, problem: problem, conferenceURL: url,
            connection: connection, account: account, agentName: agent, updatedAt: updated)
    }
}

/// Reminders of an appointment, planned and said; what was planned before a change is left out.
struct ListAppointmentReminders: PostgresStatement {
    struct Reminder: Sendable {
        var dueAt: Date
        var hoursBefore: Int
        /// `pending`, `sent` or `too_late`.
        var status: String
        var isByHand: Bool
        /// Who wished it, if the viewer may see them.
        var actorName: String?
    }

    static let sql = """
        SELECT r.due_at, r.hours_before::int8, r.status, r.requested_by IS NOT NULL, p.name
        FROM reminders r LEFT JOIN accounts p ON p.id::text = r.requested_by
        WHERE r.appointment_id = $1 AND r.status <> 'cancelled' ORDER BY r.due_at, r.id LIMIT 50
        """

    var id: AppointmentID
    var parameters: [PostgresParameter] { [.init(id)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Reminder {
        let (due, hours, status, isByHand, name) = try row.decode((Date, Int, String, Bool, String?).self)
        return Reminder(dueAt: due, hoursBefore: hours, status: status, isByHand: isByHand, actorName: name)
    }
}

/// Messages about an appointment, latest first.
struct ListAppointmentMessages: PostgresStatement {
    struct Message: Sendable {
        var kind: String
        var recipientKind: String
        var channel: String
        var address: String?
        var status: String
        var reason: String?
        var receipt: String?
        var at: Date
    }

    static let sql = """
        SELECT n.kind, n.recipient_kind, n.channel, n.address, n.status, coalesce(n.receipt_reason, n.reason), n.receipt,
            coalesce(n.receipt_at, n.sent_at, n.created_at)
        FROM notifications n WHERE n.appointment_id = $1 AND n.status <> 'standby'
        ORDER BY n.event_time DESC, n.chain_position, n.id LIMIT 60
        """

    var id: AppointmentID
    var parameters: [PostgresParameter] { [.init(id)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Message {
        let (kind, recipient, channel, address, status, reason, receipt, at) = try row.decode(
            (String, String, String, String?, String, String?, String?, Date).self)
        return Message(
            kind: kind, recipientKind: recipient, channel: channel, address: address, status: status, reason: reason,
            receipt: receipt, at: at)
    }
}
