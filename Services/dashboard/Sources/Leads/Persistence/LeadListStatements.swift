internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// A lead as a list shows it.
struct LeadListRow: Sendable {
    var id: UUID
    var createdAt: Date
    var name: String?
    var phone: String?
    /// As it came, where it cannot be dialled.
    var phoneGiven: String?
    var email: String?
    var postcode: String?
    var country: String?
    var language: String?
    var timeZone: String?
    var ownerID: AgentID?
    var ownerName: String?
    var lastCallID: UUID?
    var lastCallAt: Date?
    var lastCallStatus: String?
    var lastCallOutcome: String?
    var nextAppointmentAt: Date?
    var nextCallAt: Date?
    var isNextCallHeld: Bool
    var isOptedOut: Bool

    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        (
            id, createdAt, name, phone, phoneGiven, email, postcode, country, language, timeZone, ownerID, ownerName,
            lastCallID, lastCallAt, lastCallStatus, lastCallOutcome, nextAppointmentAt, nextCallAt, isNextCallHeld,
            isOptedOut
        ) = try row.decode(
            (
                UUID, Date, String?, String?, String?, String?, String?, String?, String?, String?, AgentID?, String?,
                UUID?, Date?, String?, String?, Date?, Date?, Bool, Bool
            ).self)
    }
}

/// The conditions of a ``LeadFilter``, as parameters of `find_leads`.
struct LeadConditions: Sendable {
    var filter: LeadFilter

    /// `$1` to `$7`.
    var parameters: [PostgresParameter] {
        var owner: AgentID?
        if case .agent(let id) = filter.owner { owner = id }
        return [
            .init(filter.text.isEmpty ? nil : filter.text), .init(filter.digits), .init(owner),
            .init(filter.owner == .nobody), .init(filter.language), .init(filter.source),
            .init(filter.state?.rawValue),
        ]
    }
}

/// A page of leads, newest first. Which they are is found by index before anything is read about them.
struct ListLeads: PostgresStatement {
    static let sql = """
        WITH page AS MATERIALIZED (SELECT id FROM find_leads($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))
        SELECT l.id, l.created_at, nullif(l.name, ''), l.phone, l.phone_given, l.email, l.postcode, l.country,
            l.preferred_language, l.time_zone, l.owner_agent_id, a.name, last.id, last.created_at, last.status, last.outcome,
            (SELECT min(p.scheduled_at) FROM appointments p
                WHERE p.lead_id = l.id AND p.status = 'scheduled' AND p.scheduled_at > now()),
            retry.scheduled_at, retry.paused_at IS NOT NULL,
            coalesce(l.consent_kind = 'refused', false) OR EXISTS (
                SELECT FROM do_not_call d WHERE d.agency_id = l.agency_id AND d.phone = l.phone)
        FROM page JOIN leads l ON l.id = page.id
        LEFT JOIN agents a ON a.id = l.owner_agent_id
        LEFT JOIN LATERAL (
            SELECT c.id, c.created_at, c.status, c.outcome FROM call_logs c WHERE c.lead_id = l.id
            ORDER BY c.created_at DESC LIMIT 1
        ) last ON true
        LEFT JOIN call_retries retry ON retry.lead_id = l.id AND retry.status = 'pending'
        ORDER BY l.created_at DESC, l.id DESC
        """

    var conditions: LeadConditions
    var after: Cursor?
    var limit: Int

    var parameters: [PostgresParameter] {
        conditions.parameters + [.init(after?.date), .init(after?.id), .init(limit)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> LeadListRow { try LeadListRow(row) }
}

/// How many there are, up to a limit.
struct CountLeads: PostgresStatement {
    static let most = 10_000
    static let sql = """
        SELECT count(*) FROM find_leads($1, $2, $3, $4, $5, $6, $7, NULL, NULL, \(most + 1))
        """

    var conditions: LeadConditions
    var parameters: [PostgresParameter] { conditions.parameters }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
}

/// What can be filtered by: the languages and the sources of the latest leads. Of an agent's, of those that they own: for others
/// the policy would ask about every lead of the agency, one by one.
struct ListLeadKinds: PostgresStatement {
    struct Kinds: Sendable {
        var languages: [String] = []
        var sources: [String] = []
    }

    static let sql = """
        WITH latest AS MATERIALIZED (
            SELECT split_part(preferred_language, '-', 1) AS language, source FROM leads
            WHERE agency_id = $1 AND ($2::uuid IS NULL OR owner_agent_id = $2) ORDER BY created_at DESC LIMIT 100)
        SELECT ARRAY(SELECT DISTINCT language FROM latest WHERE language <> '' ORDER BY 1 LIMIT 30),
            ARRAY(SELECT DISTINCT source FROM latest WHERE source <> '' ORDER BY 1 LIMIT 30)
        """

    var agencyID: AgencyID
    /// Nil for an owner.
    var agentID: AgentID?
    var parameters: [PostgresParameter] { [.init(agencyID), .init(agentID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Kinds {
        let (languages, sources) = try row.decode(([String], [String]).self)
        return Kinds(languages: languages, sources: sources)
    }
}
