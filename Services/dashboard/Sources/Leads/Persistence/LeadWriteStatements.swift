internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// What a form is filled in against: whose numbers are assumed, and whether a number is on the do-not-call list.
struct FindDefaultCountry: PostgresStatement {
    static let sql = "SELECT default_country FROM agencies WHERE id = $1"

    var agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agencyID)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        try row.decode(column: 0, as: String.self)
    }
}

struct FindLeadByPhone: PostgresStatement {
    static let sql = "SELECT id FROM leads WHERE agency_id = $1 AND phone = $2 AND ($3::uuid IS NULL OR id <> $3)"

    var agencyID: AgencyID
    var phone: String
    var except: UUID?
    var parameters: [PostgresParameter] { [.init(agencyID), .init(phone), .init(except)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}

struct IsBarred: PostgresStatement {
    static let sql = "SELECT EXISTS (SELECT FROM do_not_call WHERE agency_id = $1 AND phone = $2)"

    var agencyID: AgencyID
    var phone: String?
    var parameters: [PostgresParameter] { [.init(agencyID), .init(phone)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(column: 0, as: Bool.self) }
}

/// Touches no row when the agency has a lead with the number, also one that the viewer may not see.
struct AddLead: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO leads (
            id, agency_id, owner_agent_id, name, phone, phone_given, phone_problem, email, postcode, country,
            preferred_language, language_is_given, time_zone, time_zone_given, notes, source, consent_kind, consent_source,
            consent_at, consent_proof)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'hand', $16, $17, $18, $19)
        ON CONFLICT DO NOTHING
        """

    var id: UUID
    var agencyID: AgencyID
    /// Who adds somebody on their own behalf has them.
    var ownerID: AgentID?
    var draft: LeadDraft
    /// A JSON object.
    var proof: JSONB?

    var parameters: [PostgresParameter] {
        [.init(id), .init(agencyID), .init(ownerID)] + draft.parameters
            + [
                .init(draft.consent?.rawValue), .init(draft.consentSource), .init(draft.consentAt), .init(proof),
            ]
    }
}

/// An agreement that has not been touched stays as it was, with its proof. Touches no row when somebody else has changed the lead
/// since it was read.
struct ChangeLead: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE leads SET name = $2, phone = $3, phone_given = $4, phone_problem = $5, email = $6, postcode = $7, country = $8,
            preferred_language = $9, language_is_given = $10, time_zone = $11, time_zone_given = $12, notes = $13,
            consent_kind = CASE WHEN $14 THEN $15 ELSE consent_kind END,
            consent_source = CASE WHEN $14 THEN $16 ELSE consent_source END,
            consent_at = CASE WHEN $14 THEN $17 ELSE consent_at END,
            consent_proof = CASE WHEN $14 THEN $18 ELSE consent_proof END, updated_at = now()
        WHERE id = $1 AND (extract(epoch FROM updated_at) * 1000000)::int8 = $19
        """

    var id: UUID
    var version: Int
    var draft: LeadDraft
    var changesConsent: Bool
    var proof: JSONB?

    var parameters: [PostgresParameter] {
        [.init(id)] + draft.parameters
            + [
                .init(changesConsent), .init(draft.consent?.rawValue), .init(draft.consentSource),
                .init(draft.consentAt), .init(proof), .init(version),
            ]
    }
}

extension LeadDraft {
    /// Name to notes.
    fileprivate var parameters: [PostgresParameter] {
        [
            .init(name), .init(phone), .init(phoneGiven), .init(phoneProblem), .init(email), .init(postcode),
            .init(country), .init(language), .init(isLanguageGiven), .init(timeZone), .init(timeZoneGiven),
            .init(notes),
        ]
    }
}
