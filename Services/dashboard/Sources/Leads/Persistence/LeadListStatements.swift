internal import Foundation
internal import Postgres

/// What the leads of a list have in common. What is nil, false or empty does not count.
struct LeadFilter: Sendable, Hashable {
    /// A piece of a name, a number or a mail address; capitals and accents do not count.
    var typed: String?
    var ownerAgentID: UUID?
    var isUnassigned = false
    /// Of `leads.preferred_language`, primary subtags.
    var languages: [String] = []
    var sources: [String] = []
    var state: LeadState?
}

/// How far a lead has come.
enum LeadState: String, Sendable, CaseIterable {
    /// Nobody has called, or been called.
    case uncalled
    /// There were calls, and nobody was talked to.
    case unreached
    case reached
    /// An appointment is ahead.
    case booked
    /// On the do-not-call list, or consent refused.
    case optedOut = "opted_out"
    /// Has no number that can be dialled.
    case undiallable
}

/// The last lead of a page: the next one begins after it.
struct LeadCursor: Sendable, Hashable {
    var createdAt: Date
    var id: UUID
}

/// A lead as a line of a list.
struct LeadListRow: Sendable, Hashable {
    var id: UUID
    var createdAt: Date
    var name: String?
    var phone: String?
    /// The number as it came, where it cannot be dialled.
    var phoneGiven: String?
    var phoneProblem: String?
    var email: String?
    var postcode: String?
    var country: String?
    var language: String?
    var timeZone: String?
    var source: String
    var ownerAgentID: UUID?
    var ownerName: String?
    var lastCall: Call?
    var nextAppointmentID: UUID?
    var nextAppointmentAt: Date?
    var nextCallAt: Date?
    var isOptedOut: Bool

    struct Call: Sendable, Hashable {
        var id: UUID
        var createdAt: Date
        var status: String
        var outcome: String?
    }
}

/// A page of leads, the latest first.
struct ListLeads: PostgresStatement {
    static let sql = """
        WITH page AS MATERIALIZED (
            SELECT found.id FROM search_leads($2, $3, $4, $5::text[], $6::text[], $7, $8, $9, $10) AS found
        )
        SELECT l.id, l.created_at, nullif(l.name, ''), l.phone, l.phone_given, l.phone_problem, l.email, l.postcode,
            l.country, l.preferred_language, l.time_zone, l.source, l.owner_agent_id, agents.name, last.id,
            last.created_at, last.status, last.outcome, next.id, next.scheduled_at, retry.scheduled_at,
            l.consent_kind = 'refused' OR EXISTS (
                SELECT FROM do_not_call d WHERE d.agency_id = l.agency_id AND d.phone = l.phone)
        FROM page JOIN leads l ON l.id = page.id
        LEFT JOIN agents ON agents.id = l.owner_agent_id
        LEFT JOIN LATERAL (
            SELECT c.id, c.created_at, c.status, c.outcome FROM call_logs c WHERE c.lead_id = l.id
            ORDER BY c.created_at DESC LIMIT 1
        ) last ON true
        LEFT JOIN LATERAL (
            SELECT a.id, a.scheduled_at FROM appointments a
            WHERE a.lead_id = l.id AND a.status = 'scheduled' AND a.scheduled_at > now()
            ORDER BY a.scheduled_at LIMIT 1
        ) next ON true
        LEFT JOIN call_retries retry ON retry.lead_id = l.id AND retry.status = 'pending'
        WHERE l.agency_id = $1
        ORDER BY l.created_at DESC, l.id DESC
        """

    let filter: LeadFilter
    let scope: ViewerScope
    var after: LeadCursor?
    /// How many; one more than a page shows tells whether there is another.
    let limit: Int

    var parameters: [PostgresParameter] {
        [.init(scope.agencyID)] + filter.parameters + [
            .init(after?.createdAt), .init(after?.id), .init(Int32(clamping: limit)),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> LeadListRow {
        let (
            id, created, name, phone, given, problem, email, postcode, country, language, zone, source, owner,
            ownerName,
            callID, calledAt, status, outcome, appointment, appointmentAt, nextCall, optedOut
        ) = try row.decode(
            (
                UUID, Date, String?, String?, String?, String?, String?, String?, String?, String?, String?, String,
                UUID?,
                String?, UUID?, Date?, String?, String?, UUID?, Date?, Date?, Bool?
            ).self)
        var lastCall: LeadListRow.Call?
        if let callID, let calledAt, let status {
            lastCall = LeadListRow.Call(id: callID, createdAt: calledAt, status: status, outcome: outcome)
        }
        return LeadListRow(
            id: id, createdAt: created, name: name, phone: phone, phoneGiven: given, phoneProblem: problem,
            email: email,
            postcode: postcode, country: country, language: language, timeZone: zone, source: source,
            ownerAgentID: owner, ownerName: ownerName, lastCall: lastCall, nextAppointmentID: appointment,
            nextAppointmentAt: appointmentAt, nextCallAt: nextCall, isOptedOut: optedOut ?? false)
    }
}

/// How many leads there are, counted no further than ``limit``: more are "10,000+".
struct CountLeads: PostgresStatement {
    static let limit = 10_000
    static let sql = """
        SELECT count(*) FROM search_leads($1, $2, $3, $4::text[], $5::text[], $6, NULL, NULL, \(limit + 1))
        """

    let filter: LeadFilter
    var parameters: [PostgresParameter] { filter.parameters }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(Int.self) }
}

extension LeadFilter {
    fileprivate var parameters: [PostgresParameter] {
        [
            .init(typed), .init(ownerAgentID), .init(isUnassigned), .init(languages.nilWhenEmpty),
            .init(sources.nilWhenEmpty), .init(state?.rawValue),
        ]
    }
}
