internal import Contracts
internal import Foundation
internal import Postgres

/// One wish to remind of an appointment after the other, until the transaction ends: the second sees the first.
struct LockReminders: PostgresStatement {
    typealias Row = NoRow
    static let sql = "SELECT pg_advisory_xact_lock(hashtextextended('thavon.reminders.' || $1, 0))"

    let appointmentID: AppointmentID
    var parameters: [PostgresParameter] { [.init(appointmentID.description)] }
}

/// An appointment as it stands, and when somebody last had people reminded of it.
struct ReadAppointmentToRemind: PostgresStatement {
    static let sql = """
        SELECT id, lead_id, agent_id, call_id, scheduled_at, ends_at, status, time_zone, language, source, version,
            (SELECT max(due_at) FROM reminders WHERE appointment_id = appointments.id AND requested_by IS NOT NULL),
            clock_timestamp()
        FROM appointments WHERE id = $1 AND agency_id = $2
        """

    struct Row: Sendable {
        var appointment: Appointment
        var lastAt: Date?
        var now: Date
    }

    let id: AppointmentID
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(id.rawValue), .init(agencyID.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, lead, agent, call, at, end, status, zone, language, source, version, last, now) = try row.decode(
            (
                UUID, UUID, UUID, UUID?, Date, Date, String, String, String, String, Int32, Date?, Date
            ).self)
        return Row(
            appointment: Appointment(
                appointmentID: AppointmentID(rawValue: id), leadID: LeadID(rawValue: lead),
                agentID: AgentID(rawValue: agent), callID: call.map(CallID.init(rawValue:)),
                scheduledAt: at.roundedToMilliseconds, endsAt: end.roundedToMilliseconds,
                status: Appointment.Status(rawValue: status) ?? .cancelled, timeZone: zone, language: language,
                source: Appointment.Source(rawValue: source) ?? .hand, version: Int(version)),
            lastAt: last, now: now)
    }
}

/// Keeps that somebody had people reminded; it counts as said, since the event goes with it.
struct AddReminderByHand: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO reminders (id, agency_id, appointment_id, version, hours_before, due_at, status, requested_by)
        VALUES ($1, $2, $3, $4, $5, clock_timestamp(), 'sent', $6)
        """

    let id: ReminderID
    let agencyID: AgencyID
    let appointment: Appointment
    let hours: Int
    let actor: String
    var parameters: [PostgresParameter] {
        [
            .init(id.rawValue), .init(agencyID.rawValue), .init(appointment.appointmentID.rawValue),
            .init(Int32(appointment.version)), .init(Int32(hours)), .init(actor),
        ]
    }
}
