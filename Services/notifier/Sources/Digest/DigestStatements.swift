internal import CivilTime
internal import Contracts
internal import Foundation
internal import Notices
internal import Postgres
internal import Schema

/// The agencies that are at work, each with the newest day that its owners have been told about.
struct ListDigestAgencies: PostgresStatement {
    static let sql = """
        SELECT id, time_zone, (SELECT to_char(max(day), 'YYYY-MM-DD') FROM digests WHERE agency_id = agencies.id)
        FROM agencies WHERE status = 'active'
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> DigestAgency {
        let (id, zone, day) = try row.decode((UUID, String, String?).self)
        return DigestAgency(
            id: AgencyID(rawValue: id), timeZone: TimeZone(identifier: zone) ?? .gmt,
            lastDay: day.flatMap { CivilDate($0) })
    }
}

/// Takes a day's summary on oneself; no row when somebody else has.
struct TakeDigest: PostgresStatement {
    static let sql = """
        INSERT INTO digests (agency_id, day) VALUES ($1, $2::text::date) ON CONFLICT DO NOTHING RETURNING agency_id
        """

    let agencyID: AgencyID
    let day: CivilDate
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue), .init(day.description)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> AgencyID {
        AgencyID(rawValue: try row.decode(UUID.self))
    }
}

/// A day in numbers. Appointments are made for later than they are made, so that the index on their time finds them. Calls that
/// are not opened are those of ``UnopenedCalls``, as in the console; and what nobody has opened for a month is nobody's news any
/// more.
struct CountDay: PostgresStatement {
    static let sql = """
        SELECT calls.total, calls.conversations,
            (SELECT count(*) FROM leads WHERE agency_id = $1 AND created_at >= $2 AND created_at < $3),
            (SELECT count(*) FROM appointments
                WHERE agency_id = $1 AND scheduled_at >= $2 AND created_at >= $2 AND created_at < $3),
            (SELECT count(*) FROM follow_ups f
                WHERE f.agency_id = $1 AND f.assigned_at >= $3 - interval '30 days' AND f.assigned_at < $3
                    AND \(UnopenedCalls.condition))
        FROM (
            SELECT count(*) AS total, count(*) FILTER (WHERE conversation_happened) AS conversations
            FROM call_logs WHERE agency_id = $1 AND created_at >= $2 AND created_at < $3
        ) AS calls
        """

    struct Row: Sendable {
        var calls: Int64
        var conversations: Int64
        var newLeads: Int64
        var appointmentsBooked: Int64
        var overdue: Int64
    }

    let agencyID: AgencyID
    let began: Date
    let ended: Date
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue), .init(began), .init(ended)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (calls, conversations, leads, appointments, overdue) = try row.decode(
            (Int64, Int64, Int64, Int64, Int64).self)
        return Row(
            calls: calls, conversations: conversations, newLeads: leads, appointmentsBooked: appointments,
            overdue: overdue)
    }
}

/// An agency's next appointments, in order; a summary has room for ten.
struct ListUpcoming: PostgresStatement {
    static let sql = """
        SELECT appointments.scheduled_at, leads.name
        FROM appointments JOIN leads ON leads.id = appointments.lead_id
        WHERE appointments.agency_id = $1 AND appointments.status = 'scheduled'
            AND appointments.scheduled_at >= $2 AND appointments.scheduled_at < $3
        ORDER BY appointments.scheduled_at, appointments.id LIMIT 10
        """

    let agencyID: AgencyID
    let from: Date
    let until: Date
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue), .init(from), .init(until)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> DigestNotice.Upcoming {
        let (at, name) = try row.decode((Date, String?).self)
        return DigestNotice.Upcoming(startsAt: at, leadName: name)
    }
}
