internal import Availability
internal import Contracts
internal import Foundation
internal import Postgres

/// An appointment's event in one calendar, with what is to be written there.
struct CalendarLink: Sendable {
    var appointment: Appointment
    var eventID: String
    var wanted: Bool
    var wantedVersion: Int
    var writtenVersion: Int?
    var etag: String?
    var attempts: Int
    var leaseToken: Int64
    var leadName: String?
    var leadEmail: String?
    var leadPhone: String?
    var agencyName: String
    var agentZone: String
    var notes: String?
    var rules: BookingRules
}

/// Takes calendars that something has to be written to, each for this process alone for a while.
struct ClaimCalendars: PostgresStatement {
    static let sql = """
        WITH due AS MATERIALIZED (
            SELECT DISTINCT connection_id FROM calendar_links WHERE due_at <= now() AND due_at < 'infinity'
        ), free AS (
            SELECT id FROM calendar_connections
            WHERE id IN (SELECT connection_id FROM due) AND status = 'connected' AND writing_until <= now()
            LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE calendar_connections connection SET writing_until = now() + make_interval(secs => $2),
            writer_token = writer_token + 1
        FROM free WHERE connection.id = free.id RETURNING \(Connection.columns), connection.writer_token
        """

    struct Row: Sendable {
        var connection: Connection
        var token: Int64
    }

    let limit: Int
    let seconds: Double
    var parameters: [PostgresParameter] { [.init(Int64(limit)), .init(seconds)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        Row(
            connection: try Connection.decode(row),
            token: try row.decode(column: Connection.columnCount, as: Int64.self))
    }
}

/// Lets a calendar go, or leaves it alone for a while: when Google has had enough of it, the next event would fare no better.
struct ReleaseCalendar: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE calendar_connections SET writing_until = now() + make_interval(secs => $3) WHERE id = $1 AND writer_token = $2
        """

    let claim: ClaimCalendars.Row
    let rest: Double
    var parameters: [PostgresParameter] {
        [.init(claim.connection.id.rawValue), .init(claim.token), .init(rest)]
    }
}

/// Takes the next event that has to be written to a calendar.
struct ClaimLink: PostgresStatement {
    static let sql = """
        WITH due AS MATERIALIZED (
            SELECT appointment_id FROM calendar_links
            WHERE connection_id = $1 AND due_at <= now() AND due_at < 'infinity'
            ORDER BY due_at, appointment_id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
        ), link AS (
            UPDATE calendar_links SET due_at = now() + make_interval(secs => $2), lease_token = lease_token + 1,
                attempts = attempts + 1
            FROM due WHERE calendar_links.connection_id = $1 AND calendar_links.appointment_id = due.appointment_id
            RETURNING calendar_links.*
        )
        SELECT \(AppointmentRow.columns), link.event_id, link.wanted, link.wanted_version, link.written_version, link.etag,
            link.attempts, link.lease_token, leads.name, leads.email, leads.phone, agencies.name,
            coalesce(agents.time_zone, agencies.time_zone), appointments.notes, coalesce(settings.rules, '{}')
        FROM link JOIN appointments ON appointments.id = link.appointment_id
        JOIN leads ON leads.id = appointments.lead_id JOIN agencies ON agencies.id = appointments.agency_id
        JOIN agents ON agents.id = appointments.agent_id
        LEFT JOIN booking_settings settings ON settings.agency_id = appointments.agency_id
        """

    let connectionID: ConnectionID
    let seconds: Double
    var parameters: [PostgresParameter] { [.init(connectionID.rawValue), .init(seconds)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> CalendarLink {
        let known = try AppointmentRow.decode(row)
        let offset = AppointmentRow.columnCount
        return CalendarLink(
            appointment: known.appointment, eventID: try row.decode(column: offset, as: String.self),
            wanted: try row.decode(column: offset + 1, as: Bool.self),
            wantedVersion: Int(try row.decode(column: offset + 2, as: Int32.self)),
            writtenVersion: try row.decode(column: offset + 3, as: Int32?.self).map(Int.init),
            etag: try row.decode(column: offset + 4, as: String?.self),
            attempts: Int(try row.decode(column: offset + 5, as: Int32.self)),
            leaseToken: try row.decode(column: offset + 6, as: Int64.self),
            leadName: try row.decode(column: offset + 7, as: String?.self),
            leadEmail: try row.decode(column: offset + 8, as: String?.self),
            leadPhone: try row.decode(column: offset + 9, as: String?.self),
            agencyName: try row.decode(column: offset + 10, as: String.self),
            agentZone: try row.decode(column: offset + 11, as: String.self),
            notes: try row.decode(column: offset + 12, as: String?.self),
            rules: .stored(try row.decode(column: offset + 13, as: JSONB.self).text))
    }
}

/// What stands in the calendar now. It is due again at once when more was wanted meanwhile.
struct NoteWritten: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE calendar_links SET written_version = CASE WHEN $5 THEN $4::int END, etag = $6,
            conference_url = coalesce($7, conference_url), attempts = 0, problem = NULL, updated_at = now(),
            due_at = CASE WHEN wanted_version = $4 AND wanted = $5 THEN 'infinity' ELSE now() END
        WHERE appointment_id = $1 AND connection_id = $2 AND lease_token = $3
        """

    let link: CalendarLink
    let connectionID: ConnectionID
    let etag: String?
    let conferenceURL: String?
    var parameters: [PostgresParameter] {
        [
            .init(link.appointment.appointmentID.rawValue), .init(connectionID.rawValue), .init(link.leaseToken),
            .init(Int32(link.wantedVersion)), .init(link.wanted), .init(etag), .init(conferenceURL),
        ]
    }
}

/// Which event an appointment is. Written before the link, as every change of an appointment is.
struct NoteEventID: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE appointments SET calendar_event_id = $2 WHERE id = $1 AND calendar_event_id IS DISTINCT FROM $2
        """

    let link: CalendarLink
    var parameters: [PostgresParameter] {
        [.init(link.appointment.appointmentID.rawValue), .init(link.wanted ? link.eventID : nil)]
    }
}

/// It was not written: again after a while, or not until somebody does something about it.
struct NoteUnwritten: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE calendar_links SET problem = $4, updated_at = now(),
            due_at = CASE WHEN $5::float8 IS NULL THEN 'infinity' ELSE now() + make_interval(secs => $5) END
        WHERE appointment_id = $1 AND connection_id = $2 AND lease_token = $3
        """

    let link: CalendarLink
    let connectionID: ConnectionID
    let problem: String
    let wait: Double?
    var parameters: [PostgresParameter] {
        [
            .init(link.appointment.appointmentID.rawValue), .init(connectionID.rawValue), .init(link.leaseToken),
            .init(problem), .init(wait),
        ]
    }
}

/// Seconds until something has to be written to a calendar: negative when overdue, nil when nothing has.
struct NextWrite: PostgresStatement {
    static let sql = """
        SELECT extract(epoch FROM greatest(due_at, writing_until) - now())::float8
        FROM calendar_links JOIN calendar_connections connection ON connection.id = connection_id
        WHERE due_at < 'infinity' AND connection.status = 'connected' ORDER BY greatest(due_at, writing_until) LIMIT 1
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Double { try row.decode(Double.self) }
}
