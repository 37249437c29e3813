internal import Contracts
internal import Foundation
internal import Postgres

/// What lets others post leads, the valid ones first.
struct ListLeadTokens: PostgresStatement {
    static let sql = """
        SELECT id, label, consent_kind, created_at, revoked_at FROM lead_tokens WHERE agency_id = $1
        ORDER BY revoked_at IS NOT NULL, created_at DESC, id LIMIT 200
        """

    struct Row: Sendable {
        var id: UUID
        var label: String
        /// What everybody who comes with it has agreed to.
        var consent: String?
        var createdAt: Date
        var revokedAt: Date?
    }

    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agencyID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, label, consent, created, revoked) = try row.decode((UUID, String, String?, Date, Date?).self)
        return Row(id: id, label: label, consent: consent, createdAt: created, revokedAt: revoked)
    }
}

/// Adds a token; nothing comes back when it has been added before.
struct AddLeadToken: PostgresStatement {
    static let sql = """
        INSERT INTO lead_tokens (id, agency_id, token_hash, label, consent_kind) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (id) DO NOTHING RETURNING id
        """

    let id: UUID
    let agencyID: AgencyID
    /// SHA-256 of the token.
    let hash: [UInt8]
    let label: String
    let consent: String?

    var parameters: [PostgresParameter] {
        [.init(id), .init(agencyID), .init(hash), .init(label), .init(consent)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}

/// Ends a token; its label comes back, or nothing when there is no such token that is valid.
struct RevokeLeadToken: PostgresStatement {
    static let sql = "UPDATE lead_tokens SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL RETURNING label"

    let id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        try row.decode(column: 0, as: String.self)
    }
}

/// What of the agency's exists at Vapi.
struct ListVapiResources: PostgresStatement {
    static let sql = """
        SELECT vapi_id, kind, label, created_at FROM agency_vapi_resources WHERE agency_id = $1
        ORDER BY kind, label NULLS LAST, vapi_id LIMIT 500
        """

    struct Row: Sendable {
        var id: String
        /// `phone_number` or `assistant`.
        var kind: String
        var label: String?
        var createdAt: Date
    }

    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agencyID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, kind, label, created) = try row.decode((String, String, String?, Date).self)
        return Row(id: id, kind: kind, label: label, createdAt: created)
    }
}

/// Whether an id is on the agency's own list.
struct HasVapiResource: PostgresStatement {
    static let sql = "SELECT EXISTS (SELECT FROM agency_vapi_resources WHERE vapi_id = $1 AND agency_id = $2)"

    let id: String
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(id), .init(agencyID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(column: 0, as: Bool.self) }
}

/// Takes one off the agency's list; what it was comes back, or nothing when it is not on it.
struct RemoveVapiResource: PostgresStatement {
    static let sql = "DELETE FROM agency_vapi_resources WHERE vapi_id = $1 AND agency_id = $2 RETURNING kind, label"

    struct Row: Sendable {
        var kind: String
        var label: String?
    }

    let id: String
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(id), .init(agencyID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (kind, label) = try row.decode((String, String?).self)
        return Row(kind: kind, label: label)
    }
}

/// Whether another agency's calls came by it.
struct IsOthersVapiResource: PostgresStatement {
    static let sql = "SELECT is_others_vapi_resource($1)"

    let id: String
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(column: 0, as: Bool.self) }
}

/// Adds one; nothing comes back when the id is some agency's already.
struct AddVapiResource: PostgresStatement {
    static let sql = """
        INSERT INTO agency_vapi_resources (vapi_id, agency_id, kind, label) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING RETURNING vapi_id
        """

    let id: String
    let agencyID: AgencyID
    let kind: String
    let label: String?
    var parameters: [PostgresParameter] { [.init(id), .init(agencyID), .init(kind), .init(label)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        try row.decode(column: 0, as: String.self)
    }
}

struct LabelVapiResource: PostgresStatement {
    static let sql = "UPDATE agency_vapi_resources SET label = $2 WHERE vapi_id = $1 RETURNING vapi_id"

    let id: String
    let label: String?
    var parameters: [PostgresParameter] { [.init(id), .init(label)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        try row.decode(column: 0, as: String.self)
    }
}
