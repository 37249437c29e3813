internal import Foundation
internal import Postgres

/// What the appointments of a list have in common. What is nil or empty does not count.
struct AppointmentFilter: Sendable, Hashable {
    /// Of `appointments.scheduled_at`: from this moment on, and before that one.
    var from: Date?
    var to: Date?
    /// Of `appointments.status`.
    var statuses: [String] = []
    var agentID: UUID?
    var leadID: UUID?
}

/// The last appointment of a page: the next one begins after it.
struct AppointmentCursor: Sendable, Hashable {
    var scheduledAt: Date
    var id: UUID
}

/// An appointment as a line of a list or a box of a week.
struct AppointmentListRow: Sendable, Hashable {
    var id: UUID
    var scheduledAt: Date
    var endsAt: Date
    /// Of `appointments.status`.
    var status: String
    var notes: String?
    /// In whose clock and words the lead is told about it.
    var timeZone: String
    var language: String
    /// Of `appointments.source`.
    var source: String
    var version: Int
    var reason: String?
    var callID: UUID?
    var leadID: UUID
    var leadName: String?
    var leadPhone: String?
    var agentID: UUID
    var agentName: String?
    /// Nil when the agent has no calendar.
    var calendar: Calendar?

    struct Calendar: Sendable, Hashable {
        /// Whether the agent's calendar has it as it stands here.
        var isWritten: Bool
        var problem: String?
        var conferenceURL: String?
    }

    fileprivate static let columns = """
        a.id, a.scheduled_at, a.ends_at, a.status, a.notes, a.time_zone, a.language, a.source, a.version, a.reason,
        a.call_id, a.lead_id, nullif(lead.name, ''), lead.phone, a.agent_id, agents.name, link.is_written, link.problem,
        link.conference_url
        """

    fileprivate static let joins = """
        LEFT JOIN leads lead ON lead.id = a.lead_id
        LEFT JOIN agents ON agents.id = a.agent_id
        LEFT JOIN LATERAL (
            SELECT k.written_version IS NOT DISTINCT FROM k.wanted_version AS is_written, k.problem, k.conference_url
            FROM calendar_links k WHERE k.appointment_id = a.id AND k.wanted LIMIT 1
        ) link ON true
        """

    fileprivate static let conditions = """
        a.agency_id = $1 AND ($2::uuid IS NULL OR a.agent_id = $2)
            AND ($3::timestamptz IS NULL OR a.scheduled_at >= $3) AND ($4::timestamptz IS NULL OR a.scheduled_at < $4)
            AND ($5::text[] IS NULL OR a.status = ANY ($5)) AND ($6::uuid IS NULL OR a.agent_id = $6)
            AND ($7::uuid IS NULL OR a.lead_id = $7)
        """

    fileprivate static func page(comes: String, order: String) -> String {
        """
        WITH page AS MATERIALIZED (
            SELECT a.id FROM appointments a
            WHERE \(conditions)
                AND ($8::timestamptz IS NULL OR (a.scheduled_at, a.id) \(comes) ($8, $9::uuid))
            ORDER BY a.scheduled_at \(order), a.id \(order) LIMIT $10
        )
        SELECT \(columns)
        FROM page JOIN appointments a ON a.id = page.id
        \(joins)
        ORDER BY a.scheduled_at \(order), a.id \(order)
        """
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> AppointmentListRow {
        let (
            id, at, ends, status, notes, zone, language, source, version, reason, call, lead, leadName, phone, agent,
            agentName, written, problem, conference
        ) = try row.decode(
            (
                UUID, Date, Date, String, String?, String, String, String, Int, String?, UUID?, UUID, String?, String?,
                UUID, String?, Bool?, String?, String?
            ).self)
        return AppointmentListRow(
            id: id, scheduledAt: at, endsAt: ends, status: status, notes: notes, timeZone: zone, language: language,
            source: source, version: version, reason: reason, callID: call, leadID: lead, leadName: leadName,
            leadPhone: phone, agentID: agent, agentName: agentName,
            calendar: written.map { Calendar(isWritten: $0, problem: problem, conferenceURL: conference) })
    }
}

/// Which appointments a page shows.
struct AppointmentPage: Sendable {
    var filter: AppointmentFilter
    var scope: ViewerScope
    /// Nil for the first page.
    var after: AppointmentCursor?
    /// How many; one more than a page shows tells whether there is another.
    var limit: Int

    fileprivate var parameters: [PostgresParameter] {
        filter.parameters(scope) + [.init(after?.scheduledAt), .init(after?.id), .init(limit)]
    }
}

extension AppointmentFilter {
    fileprivate func parameters(_ scope: ViewerScope) -> [PostgresParameter] {
        [
            .init(scope.agencyID), .init(scope.agentID), .init(from), .init(to), .init(statuses.nilWhenEmpty),
            .init(agentID), .init(leadID),
        ]
    }
}

/// A page of appointments, the earliest first: what is ahead, or a week.
struct ListAppointmentsAhead: PostgresStatement {
    static let sql = AppointmentListRow.page(comes: ">", order: "ASC")

    let page: AppointmentPage
    var parameters: [PostgresParameter] { page.parameters }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> AppointmentListRow {
        try AppointmentListRow.decode(row)
    }
}

/// A page of appointments, the latest first: what is past.
struct ListAppointmentsBack: PostgresStatement {
    static let sql = AppointmentListRow.page(comes: "<", order: "DESC")

    let page: AppointmentPage
    var parameters: [PostgresParameter] { page.parameters }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> AppointmentListRow {
        try AppointmentListRow.decode(row)
    }
}

/// How many appointments there are, counted no further than ``limit``: more are "10,000+".
struct CountAppointments: PostgresStatement {
    static let limit = 10_000
    static let sql = """
        SELECT count(*) FROM (
            SELECT FROM appointments a WHERE \(AppointmentListRow.conditions) LIMIT \(limit + 1)) AS bounded
        """

    let filter: AppointmentFilter
    let scope: ViewerScope
    var parameters: [PostgresParameter] { filter.parameters(scope) }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(Int.self) }
}
