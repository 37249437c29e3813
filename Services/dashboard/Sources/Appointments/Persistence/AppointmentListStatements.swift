internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// An appointment as lists and weeks show it.
struct AppointmentListRow: Sendable {
    var id: UUID
    var scheduledAt: Date
    var endsAt: Date
    var status: Appointment.Status
    /// The lead's (IANA).
    var timeZone: String
    var notes: String?
    var leadName: String?
    var phone: String?
    var agentName: String?
    /// Whether the agent's calendar does not show yet what it should.
    var isCalendarBehind: Bool
    var leadID: LeadID
    var agentID: AgentID
    var callID: CallID?

    fileprivate static let columns = """
        a.id, a.lead_id, a.agent_id, a.call_id, a.scheduled_at, a.ends_at, a.status, a.time_zone, left(a.notes, 200),
        l.name, l.phone, g.name,
        EXISTS (SELECT FROM calendar_links k WHERE k.appointment_id = a.id AND \(CalendarBehind.condition))
        """

    fileprivate static let joins = "LEFT JOIN leads l ON l.id = a.lead_id LEFT JOIN agents g ON g.id = a.agent_id"
}

extension AppointmentListRow {
    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        let status: String
        (
            id, leadID, agentID, callID, scheduledAt, endsAt, status, timeZone, notes, leadName, phone, agentName,
            isCalendarBehind
        ) = try row.decode(
            (
                UUID, LeadID, AgentID, CallID?, Date, Date, String, String, String?, String?, String?, String?, Bool
            ).self)
        self.status = Appointment.Status(rawValue: status) ?? .scheduled
    }
}

/// When something of a calendar link `k` is still to be done: written, written again, or taken out.
enum CalendarBehind {
    static let condition = """
        (k.due_at < 'infinity' OR k.problem IS NOT NULL
            OR CASE WHEN k.wanted THEN k.written_version IS DISTINCT FROM k.wanted_version ELSE k.written_version IS NOT NULL END)
        """
}

/// The conditions of an ``AppointmentFilter``, as parameters of statements.
struct AppointmentConditions: Sendable {
    var agencyID: AgencyID
    /// An agent's own, whatever the filter says: the policies hold as well, but the plan is better for knowing it.
    var agent: AgentID?
    var from: Date?
    var to: Date?
    var status: Appointment.Status?
    var lead: LeadID?

    init(_ filter: AppointmentFilter, viewer: Viewer, time: ViewerTime) {
        agencyID = viewer.agencyID
        agent = viewer.isOwner ? filter.agent : viewer.agentID
        (from, to) = filter.range(time)
        status = filter.status
        lead = filter.lead
    }

    init(_ range: Range<Date>, agent: AgentID?, viewer: Viewer) {
        agencyID = viewer.agencyID
        self.agent = viewer.isOwner ? agent : viewer.agentID
        (from, to) = (range.lowerBound, range.upperBound)
    }

    /// `$1` to `$6`.
    var parameters: [PostgresParameter] {
        [.init(agencyID), .init(agent), .init(from), .init(to), .init(status?.rawValue), .init(lead)]
    }

    static let sql = """
        a.agency_id = $1 AND ($2::uuid IS NULL OR a.agent_id = $2)
            AND ($3::timestamptz IS NULL OR a.scheduled_at >= $3) AND ($4::timestamptz IS NULL OR a.scheduled_at < $4)
            AND ($5::text IS NULL OR a.status = $5) AND ($6::uuid IS NULL OR a.lead_id = $6)
        """
}

/// Appointments from earlier to later. Which they are is found by index alone before anything is read about them.
struct ListAppointmentsForwards: PostgresStatement {
    static let sql = """
        SELECT \(AppointmentListRow.columns)
        FROM (SELECT * FROM appointments a WHERE \(AppointmentConditions.sql)
            AND ($7::timestamptz IS NULL OR (a.scheduled_at, a.id) > ($7, $8::uuid))
            ORDER BY a.scheduled_at, a.id LIMIT $9) AS a \(AppointmentListRow.joins)
        ORDER BY a.scheduled_at, a.id
        """

    var conditions: AppointmentConditions
    var after: Cursor?
    var limit: Int

    var parameters: [PostgresParameter] {
        conditions.parameters + [.init(after?.date), .init(after?.id), .init(limit)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> AppointmentListRow {
        try AppointmentListRow(row)
    }
}

/// The same from later to earlier.
struct ListAppointmentsBackwards: PostgresStatement {
    static let sql = """
        SELECT \(AppointmentListRow.columns)
        FROM (SELECT * FROM appointments a WHERE \(AppointmentConditions.sql)
            AND ($7::timestamptz IS NULL OR (a.scheduled_at, a.id) < ($7, $8::uuid))
            ORDER BY a.scheduled_at DESC, a.id DESC LIMIT $9) AS a \(AppointmentListRow.joins)
        ORDER BY a.scheduled_at DESC, a.id DESC
        """

    var conditions: AppointmentConditions
    var after: Cursor?
    var limit: Int

    var parameters: [PostgresParameter] {
        conditions.parameters + [.init(after?.date), .init(after?.id), .init(limit)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> AppointmentListRow {
        try AppointmentListRow(row)
    }
}
