internal import Contracts
internal import Foundation
internal import Postgres

/// An appointment's row with its agent's name.
struct AppointmentRow: Sendable {
    var appointment: Appointment
    var agencyID: AgencyID
    var agentName: String

    static let columns = """
        appointments.id, appointments.lead_id, appointments.agent_id, appointments.call_id, appointments.scheduled_at,
        appointments.ends_at, appointments.status, appointments.time_zone, appointments.language, appointments.source,
        appointments.version, appointments.agency_id,
        (SELECT name FROM agents WHERE agents.id = appointments.agent_id)
        """

    static let columnCount = 13

    /// Reads the first columns of a row, which are ``columns``.
    static func decode(_ row: PostgresRow) throws(PostgresError) -> AppointmentRow {
        AppointmentRow(
            appointment: Appointment(
                appointmentID: AppointmentID(rawValue: try row.decode(column: 0, as: UUID.self)),
                leadID: LeadID(rawValue: try row.decode(column: 1, as: UUID.self)),
                agentID: AgentID(rawValue: try row.decode(column: 2, as: UUID.self)),
                callID: try row.decode(column: 3, as: UUID?.self).map(CallID.init(rawValue:)),
                scheduledAt: try row.decode(column: 4, as: Date.self).roundedToMilliseconds,
                endsAt: try row.decode(column: 5, as: Date.self).roundedToMilliseconds,
                status: Appointment.Status(rawValue: try row.decode(column: 6, as: String.self)) ?? .scheduled,
                timeZone: try row.decode(column: 7, as: String.self),
                language: try row.decode(column: 8, as: String.self),
                source: Appointment.Source(rawValue: try row.decode(column: 9, as: String.self)) ?? .hand,
                version: Int(try row.decode(column: 10, as: Int32.self))),
            agencyID: AgencyID(rawValue: try row.decode(column: 11, as: UUID.self)),
            agentName: try row.decode(column: 12, as: String.self))
    }

    var reply: AppointmentReply { AppointmentReply(appointment: appointment, agentName: agentName) }
}

/// Takes a time; nothing is returned when somebody else has just taken it.
struct InsertAppointment: PostgresStatement {
    static let sql = """
        INSERT INTO appointments (
            id, agency_id, lead_id, agent_id, call_id, scheduled_at, ends_at, notes, time_zone, language, source)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT DO NOTHING RETURNING \(AppointmentRow.columns)
        """

    let id: AppointmentID
    let agencyID: AgencyID
    let party: LoadParty.Row
    let agentID: AgentID
    let time: Range<Date>
    let notes: String?
    let source: Appointment.Source
    var parameters: [PostgresParameter] {
        [
            .init(id.rawValue), .init(agencyID.rawValue), .init(party.leadID.rawValue), .init(agentID.rawValue),
            .init(party.callID?.rawValue), .init(time.lowerBound), .init(time.upperBound), .init(notes),
            .init(party.timeZone), .init(party.language), .init(source.rawValue),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> AppointmentRow { try AppointmentRow.decode(row) }
}

/// The same wish once more: the lead has an appointment at that very time.
struct FindSameAppointment: PostgresStatement {
    static let sql = """
        SELECT \(AppointmentRow.columns) FROM appointments
        WHERE lead_id = $1 AND scheduled_at = $2 AND status = 'scheduled' AND agency_id = $3 LIMIT 1
        """

    let leadID: LeadID
    let at: Date
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(leadID.rawValue), .init(at), .init(agencyID.rawValue)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> AppointmentRow { try AppointmentRow.decode(row) }
}

/// One wish of a lead's after the other, until the transaction ends: two of the same must not be met by two agents.
struct LockLead: PostgresStatement {
    typealias Row = NoRow
    static let sql = "SELECT pg_advisory_xact_lock(hashtextextended('thavon.appointments.' || $1, 0))"

    let leadID: LeadID
    var parameters: [PostgresParameter] { [.init(leadID.description)] }
}

/// An appointment of the lead's that the same actor has called off.
struct FindCancelled: PostgresStatement {
    static let sql = """
        SELECT \(AppointmentRow.columns) FROM appointments JOIN appointment_changes change ON change.appointment_id = appointments.id
        WHERE lead_id = $1 AND change.change = 'cancelled' AND change.actor = $2 ORDER BY change.at DESC LIMIT 1
        """

    let leadID: LeadID
    let actor: String
    var parameters: [PostgresParameter] { [.init(leadID.rawValue), .init(actor)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> AppointmentRow { try AppointmentRow.decode(row) }
}

struct ReadAppointment: PostgresStatement {
    static let sql = "SELECT \(AppointmentRow.columns) FROM appointments WHERE id = $1 AND agency_id = $2"

    let id: AppointmentID
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(id.rawValue), .init(agencyID.rawValue)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> AppointmentRow { try AppointmentRow.decode(row) }
}

/// Locks the appointment that a command is about: by its id, else the lead's next one.
struct LockAppointment: PostgresStatement {
    static let sql = """
        SELECT \(AppointmentRow.columns) FROM appointments
        WHERE agency_id = $1 AND ($2::uuid IS NULL OR id = $2)
            AND ($2::uuid IS NOT NULL OR lead_id = $3 AND status = 'scheduled' AND ends_at > now())
            AND ($4::timestamptz IS NULL OR scheduled_at >= $4) AND ($5::timestamptz IS NULL OR scheduled_at < $5)
        ORDER BY scheduled_at LIMIT 1 FOR NO KEY UPDATE
        """

    let agencyID: AgencyID
    let id: AppointmentID?
    let leadID: LeadID?
    /// Of those in that span only.
    let from: Date?
    let to: Date?
    var parameters: [PostgresParameter] {
        [.init(agencyID.rawValue), .init(id?.rawValue), .init(leadID?.rawValue), .init(from), .init(to)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> AppointmentRow { try AppointmentRow.decode(row) }
}

/// Writes a change of a locked appointment.
///
/// - Throws: `PostgresError` with the state of an exclusion violation when the agent has another appointment then.
struct ChangeAppointment: PostgresStatement {
    static let sql = """
        UPDATE appointments SET status = $2, scheduled_at = $3, ends_at = $4, agent_id = $5, reason = $6,
            version = version + 1, updated_at = now()
        WHERE id = $1 RETURNING \(AppointmentRow.columns)
        """

    let id: AppointmentID
    let status: Appointment.Status
    let time: Range<Date>
    let agentID: AgentID
    let reason: String?
    var parameters: [PostgresParameter] {
        [
            .init(id.rawValue), .init(status.rawValue), .init(time.lowerBound), .init(time.upperBound),
            .init(agentID.rawValue), .init(reason),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> AppointmentRow { try AppointmentRow.decode(row) }
}

/// Keeps who did what to an appointment, and has the calendars brought in line with it.
struct NoteChange: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO appointment_changes (id, appointment_id, change, version, actor, reason, scheduled_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """

    let appointment: Appointment
    let change: String
    let actor: String
    let reason: String?
    var parameters: [PostgresParameter] {
        [
            .init(UUID.timeOrdered()), .init(appointment.appointmentID.rawValue), .init(change),
            .init(Int32(appointment.version)), .init(actor), .init(reason), .init(appointment.scheduledAt),
        ]
    }
}

/// Has an appointment's event written to its agent's calendar, and taken out of anybody else's. In a calendar that is broken
/// it waits until that is connected again.
struct WantEvents: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        WITH moved AS (
            UPDATE calendar_links link SET
                wanted = $3 AND connection.agent_id = $2, wanted_version = $4, attempts = 0, updated_at = now(),
                due_at = CASE connection.status WHEN 'connected' THEN now() ELSE 'infinity' END
            FROM calendar_connections connection
            WHERE link.appointment_id = $1 AND connection.id = link.connection_id
        )
        INSERT INTO calendar_links (appointment_id, connection_id, event_id, wanted_version, due_at)
        SELECT $1, id, replace($1::uuid::text, '-', ''), $4, CASE status WHEN 'connected' THEN now() ELSE 'infinity' END
        FROM calendar_connections WHERE agent_id = $2 AND status <> 'disconnected' AND $3
        ON CONFLICT DO NOTHING
        """

    let appointment: Appointment
    var parameters: [PostgresParameter] {
        [
            .init(appointment.appointmentID.rawValue), .init(appointment.agentID.rawValue),
            .init(appointment.status != .cancelled), .init(Int32(appointment.version)),
        ]
    }
}
