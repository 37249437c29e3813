internal import Contracts
internal import Foundation
internal import Postgres

/// An appointment as it stands, with the agency's rules.
struct LoadAppointmentForReminders: PostgresStatement {
    static let sql = """
        SELECT appointments.agency_id, appointments.scheduled_at, appointments.status = 'scheduled', appointments.version,
            coalesce(settings.rules, '{}'), now()
        FROM appointments LEFT JOIN booking_settings settings ON settings.agency_id = appointments.agency_id
        WHERE appointments.id = $1
        """

    struct Row: Sendable {
        var agencyID: AgencyID
        var scheduledAt: Date
        var isScheduled: Bool
        var version: Int32
        var rules: String
        var now: Date
    }

    let id: AppointmentID
    var parameters: [PostgresParameter] { [.init(id.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (agency, at, isScheduled, version, rules, now) = try row.decode(
            (UUID, Date, Bool, Int32, JSONB, Date).self)
        return Row(
            agencyID: AgencyID(rawValue: agency), scheduledAt: at, isScheduled: isScheduled, version: version,
            rules: rules.text, now: now)
    }
}

struct CancelReminders: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE reminders SET status = 'cancelled', updated_at = now()
        WHERE appointment_id = $1 AND status = 'pending' AND version < $2
        """

    let appointmentID: AppointmentID
    let currentVersion: Int32
    var parameters: [PostgresParameter] { [.init(appointmentID.rawValue), .init(currentVersion)] }
}

struct PlanReminders: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO reminders (id, agency_id, appointment_id, version, hours_before, due_at)
        SELECT id, $1, $2, $3, hours, due_at
        FROM unnest($4::uuid[], $5::int[], $6::timestamptz[]) AS new (id, hours, due_at)
        ON CONFLICT DO NOTHING
        """

    struct Reminder: Sendable {
        var hours: Int
        var dueAt: Date
    }

    let appointmentID: AppointmentID
    let agencyID: AgencyID
    let version: Int32
    let reminders: [Reminder]
    var parameters: [PostgresParameter] {
        [
            .init(agencyID.rawValue), .init(appointmentID.rawValue), .init(version),
            .init(reminders.map { _ in UUID.timeOrdered() }), .init(reminders.map { Int32($0.hours) }),
            .init(reminders.map(\.dueAt)),
        ]
    }
}

/// Takes reminders that are due off the list: what is still true is to be said, what is not is cancelled, and what comes too
/// late is not said any more.
struct TakeDueReminders: PostgresStatement {
    static let sql = """
        WITH due AS MATERIALIZED (
            SELECT id FROM reminders WHERE status = 'pending' AND due_at <= now() ORDER BY due_at, id LIMIT $1
            FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE reminders SET updated_at = now(),
            status = CASE WHEN appointments.status <> 'scheduled' OR appointments.version <> reminders.version THEN 'cancelled'
                WHEN appointments.scheduled_at <= now() THEN 'too_late' ELSE 'sent' END
        FROM due, appointments
        WHERE reminders.id = due.id AND appointments.id = reminders.appointment_id
        RETURNING reminders.id, reminders.hours_before, reminders.status = 'sent', appointments.agency_id, appointments.id,
            appointments.lead_id, appointments.agent_id, appointments.call_id, appointments.scheduled_at,
            appointments.ends_at, appointments.time_zone, appointments.language, appointments.source, appointments.version
        """

    struct Row: Sendable {
        var id: ReminderID
        var hours: Int
        var isToBeSaid: Bool
        var agencyID: AgencyID
        var appointment: Appointment
    }

    let limit: Int
    var parameters: [PostgresParameter] { [.init(Int64(limit))] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, hours, isToBeSaid, agency, appointment, lead, agent, call, at, end, zone, language, source, version) =
            try row.decode(
                (
                    UUID, Int32, Bool, UUID, UUID, UUID, UUID, UUID?, Date, Date, String, String, String, Int32
                ).self)
        return Row(
            id: ReminderID(rawValue: id), hours: Int(hours), isToBeSaid: isToBeSaid,
            agencyID: AgencyID(rawValue: agency),
            appointment: Appointment(
                appointmentID: AppointmentID(rawValue: appointment), leadID: LeadID(rawValue: lead),
                agentID: AgentID(rawValue: agent), callID: call.map(CallID.init(rawValue:)),
                scheduledAt: at.roundedToMilliseconds, endsAt: end.roundedToMilliseconds, status: .scheduled,
                timeZone: zone, language: language, source: Appointment.Source(rawValue: source) ?? .hand,
                version: Int(version)))
    }
}

/// Seconds until the next reminder is due; nil when none waits.
struct NextReminder: PostgresStatement {
    static let sql = """
        SELECT extract(epoch FROM due_at - now())::float8 FROM reminders WHERE status = 'pending' ORDER BY due_at, id LIMIT 1
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Double { try row.decode(Double.self) }
}
