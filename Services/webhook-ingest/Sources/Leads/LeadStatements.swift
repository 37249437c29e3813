internal import Contracts
internal import Foundation
internal import Postgres

/// Whose token it is.
struct FindToken: PostgresStatement {
    static let sql = """
        SELECT agency_id, label, consent_kind, agencies.default_country
        FROM lead_tokens JOIN agencies ON agencies.id = lead_tokens.agency_id
        WHERE token_hash = $1 AND revoked_at IS NULL
        """

    struct Row: Sendable {
        var agencyID: AgencyID
        var defaults: LeadSubmission.AgencyDefaults
    }

    /// SHA-256 of the token.
    let hash: [UInt8]
    var parameters: [PostgresParameter] { [.init(hash)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (agency, label, consent, country) = try row.decode((UUID, String, String?, String).self)
        return Row(
            agencyID: AgencyID(rawValue: agency),
            defaults: .init(
                country: country, tokenLabel: label, impliedConsent: consent.flatMap(ConsentKind.init(rawValue:))))
    }
}

/// One request under a key at a time, until the transaction ends.
struct LockIdempotencyKey: PostgresStatement {
    typealias Row = NoRow
    static let sql = "SELECT pg_advisory_xact_lock(hashtextextended('thavon.lead.' || $1 || '.' || $2, 0))"

    let agencyID: AgencyID
    let key: String
    var parameters: [PostgresParameter] { [.init(agencyID.description), .init(key)] }
}

struct FindSubmission: PostgresStatement {
    static let sql = """
        SELECT body_hash, response FROM lead_submissions WHERE agency_id = $1 AND idempotency_key = $2
        """

    struct Row: Sendable {
        var bodyHash: [UInt8]
        var response: String
    }

    let agencyID: AgencyID
    let key: String
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue), .init(key)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (hash, response) = try row.decode(([UInt8], String).self)
        return Row(bodyHash: hash, response: response)
    }
}

struct KeepSubmission: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO lead_submissions (agency_id, idempotency_key, lead_id, body_hash, response)
        VALUES ($1, $2, $3, $4, $5)
        """

    let agencyID: AgencyID
    let key: String
    let leadID: LeadID
    let bodyHash: [UInt8]
    let response: String
    var parameters: [PostgresParameter] {
        [.init(agencyID.rawValue), .init(key), .init(leadID.rawValue), .init(bodyHash), .init(response)]
    }
}

/// A retry after a month is no retry.
struct ForgetSubmissions: PostgresStatement {
    typealias Row = NoRow
    static let sql = "DELETE FROM lead_submissions WHERE received_at < now() - interval '30 days'"
}

/// Inserts a lead, or merges it into the one with the same number: what is new fills in or replaces, what is not there takes
/// nothing away, and an agreement is not undone by a form that does not ask for one.
struct SaveLead: PostgresStatement {
    static let sql = """
        INSERT INTO leads (
            id, agency_id, name, phone, phone_given, phone_problem, email, postcode, country, preferred_language, time_zone,
            source, consent_kind, consent_source, consent_at, consent_proof, inquired_at, language_is_given, time_zone_given)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $12, $14, $15, now(), $16, $17)
        ON CONFLICT (agency_id, phone) DO UPDATE SET
            name = coalesce(excluded.name, leads.name), email = coalesce(excluded.email, leads.email),
            postcode = coalesce(excluded.postcode, leads.postcode), country = CASE WHEN $18 THEN excluded.country
                ELSE coalesce(leads.country, excluded.country) END,
            preferred_language = CASE WHEN $16 THEN excluded.preferred_language
                ELSE coalesce(leads.preferred_language, excluded.preferred_language) END,
            language_is_given = leads.language_is_given OR $16,
            -- A form that says where they are knows better than what was made of the number before.
            time_zone = CASE WHEN \(takesZone) THEN excluded.time_zone ELSE coalesce(leads.time_zone, excluded.time_zone) END,
            time_zone_given = coalesce(excluded.time_zone_given, leads.time_zone_given),
            consent_kind = CASE WHEN \(takesConsent) THEN excluded.consent_kind ELSE leads.consent_kind END,
            consent_source = CASE WHEN \(takesConsent) THEN excluded.consent_source ELSE leads.consent_source END,
            consent_at = CASE WHEN \(takesConsent) THEN excluded.consent_at ELSE leads.consent_at END,
            consent_proof = CASE WHEN \(takesConsent) THEN excluded.consent_proof ELSE leads.consent_proof END,
            inquired_at = now(), updated_at = now()
        RETURNING id, id = $1, consent_kind,
            EXISTS (SELECT FROM do_not_call WHERE agency_id = leads.agency_id AND phone = leads.phone)
        """

    /// A postcode says where somebody is only with its country: what was made of the number is none, where another is known.
    private static let takesZone = """
        ($17 IS NOT NULL OR excluded.postcode IS NOT NULL AND leads.time_zone_given IS NULL
            AND ($18 OR leads.country IS NULL OR leads.country = excluded.country))
        """

    private static let takesConsent =
        "(leads.consent_kind IS NULL OR excluded.consent_kind IN ('express_written', 'express', 'refused'))"

    struct Row: Sendable {
        var id: LeadID
        var isNew: Bool
        var consent: ConsentKind?
        var isBarred: Bool
    }

    let id: LeadID
    let agencyID: AgencyID
    let lead: LeadSubmission
    /// Whether the language was said, rather than guessed from the country.
    let languageIsGiven: Bool

    var parameters: [PostgresParameter] {
        [
            .init(id.rawValue), .init(agencyID.rawValue), .init(lead.name), .init(lead.phone), .init(lead.phoneGiven),
            .init(lead.phoneProblem), .init(lead.email), .init(lead.postcode), .init(lead.country),
            .init(lead.language), .init(lead.timeZone), .init(lead.source), .init(lead.consent.rawValue),
            .init(lead.consentAt), .init(JSONB(lead.consentProof)), .init(languageIsGiven), .init(lead.timeZoneGiven),
            .init(lead.countryIsGiven),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, isNew, consent, isBarred) = try row.decode((UUID, Bool, String?, Bool).self)
        return Row(
            id: LeadID(rawValue: id), isNew: isNew, consent: consent.flatMap(ConsentKind.init(rawValue:)),
            isBarred: isBarred)
    }
}
