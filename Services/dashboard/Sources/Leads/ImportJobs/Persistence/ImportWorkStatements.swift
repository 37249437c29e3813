internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

struct ClaimImport: PostgresStatement {
    static let sql = "SELECT id, agency_id, lease_token FROM claim_lead_import($1)"

    /// Seconds.
    var lease: Double
    var parameters: [PostgresParameter] { [.init(lease)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> JobClaim { try JobClaim(row) }
}

struct ForgetImports: PostgresStatement {
    static let sql = "SELECT forget_lead_imports()"

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
}

/// The next rows after a line.
struct ListImportRows: PostgresStatement {
    static let sql = """
        SELECT line::int8, last_line::int8, cells, problems FROM lead_import_rows
        WHERE import_id = $1 AND line > $2 AND line <= $3 ORDER BY line LIMIT $4
        """

    var id: UUID
    var after: Int
    var upTo = Int(Int32.max)
    var limit: Int
    var parameters: [PostgresParameter] { [.init(id), .init(after), .init(upTo), .init(limit)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> ImportRow {
        let (line, lastLine, cells, problems) = try row.decode((Int, Int, [String]?, JSONB?).self)
        return ImportRow(line: line, lastLine: lastLine, cells: cells, problems: [RowProblem](json: problems?.bytes))
    }
}

/// The next rows that are to become leads.
struct ListGoodRows: PostgresStatement {
    static let sql = """
        SELECT line::int8, last_line::int8, cells, problems FROM lead_import_rows
        WHERE import_id = $1 AND line > $2 AND state = 'good' ORDER BY line LIMIT $3
        """

    var id: UUID
    var after: Int
    var limit: Int
    var parameters: [PostgresParameter] { [.init(id), .init(after), .init(limit)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> ImportRow { try ListImportRows.decode(row) }
}

struct CountKnownNumbers: PostgresStatement {
    static let sql = "SELECT count(*) FROM leads WHERE agency_id = $1 AND phone = ANY ($2)"

    var agencyID: AgencyID
    var phones: [String]
    var parameters: [PostgresParameter] { [.init(agencyID), .init(phones)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
}

struct ListBarredNumbers: PostgresStatement {
    static let sql = "SELECT phone FROM do_not_call WHERE agency_id = $1 AND phone = ANY ($2)"

    var agencyID: AgencyID
    var phones: [String]
    var parameters: [PostgresParameter] { [.init(agencyID), .init(phones)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        try row.decode(column: 0, as: String.self)
    }
}

/// What became of rows when they were looked at.
struct KeepFindings: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE lead_import_rows r SET state = f.state, problems = f.problems::jsonb, phone = f.phone
        FROM unnest($2::int8[], $3::text[], $4::text[], $5::text[]) AS f (line, state, problems, phone)
        WHERE r.import_id = $1 AND r.line = f.line
        """

    var id: UUID
    var lines: [Int] = []
    var states: [String] = []
    var problems: [String?] = []
    var phones: [String?] = []

    init(id: UUID) { self.id = id }

    var parameters: [PostgresParameter] {
        [.init(id), .init(lines), .init(states), .init(problems), .init(phones)]
    }
}

/// Counts what has been looked at, and keeps the claim for longer. Touches nothing when somebody else has it, or the import was
/// cancelled: then nothing of it counts.
struct AdvanceCheck: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE lead_imports SET position = $3, checked_count = checked_count + $4, good_count = good_count + $5,
            known_count = known_count + $6, refused_count = refused_count + $7, duplicate_count = duplicate_count + $8,
            incomplete_count = incomplete_count + $9, updated_at = now(), lease_until = now() + make_interval(secs => $10)
        WHERE id = $1 AND lease_token = $2 AND state = 'checking'
        """

    var claim: JobClaim
    var position: Int
    var rows: Int
    var tally: ImportTally
    var known: Int
    var lease: Double

    var parameters: [PostgresParameter] {
        [
            .init(claim.id), .init(claim.token), .init(position), .init(rows), .init(tally.accepted), .init(known),
            .init(tally.refused), .init(tally.duplicates), .init(tally.incomplete), .init(lease),
        ]
    }
}

/// The same for rows that have become leads.
struct AdvanceImport: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE lead_imports SET position = $3, created_count = created_count + $4, updated_count = updated_count + $5,
            skipped_count = skipped_count + $6, updated_at = now(), lease_until = now() + make_interval(secs => $7)
        WHERE id = $1 AND lease_token = $2 AND state = 'running'
        """

    var claim: JobClaim
    var position: Int
    var created: Int
    var updated: Int
    var skipped: Int
    var lease: Double

    var parameters: [PostgresParameter] {
        [
            .init(claim.id), .init(claim.token), .init(position), .init(created), .init(updated), .init(skipped),
            .init(lease),
        ]
    }
}

struct EndImportStep: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE lead_imports SET state = CASE state WHEN 'checking' THEN 'checked' ELSE 'done' END,
            ended_at = CASE state WHEN 'running' THEN now() END, updated_at = now(), lease_until = '-infinity'
        WHERE id = $1 AND lease_token = $2 AND state IN ('checking', 'running')
        """

    var claim: JobClaim
    var parameters: [PostgresParameter] { [.init(claim.id), .init(claim.token)] }
}

/// Lets somebody else go on at once.
struct ReleaseImport: PostgresStatement {
    typealias Row = NoRow
    static let sql = "UPDATE lead_imports SET lease_until = '-infinity' WHERE id = $1 AND lease_token = $2"

    var claim: JobClaim
    var parameters: [PostgresParameter] { [.init(claim.id), .init(claim.token)] }
}

/// A lead that a row has become, or met.
struct ImportedLead: Sendable {
    var id: UUID
    var phone: String
    var consent: ConsentKind?

    init(_ row: PostgresRow) throws(PostgresError) {
        let (id, phone, consent) = try row.decode((UUID, String, String?).self)
        self.id = id
        self.phone = phone
        self.consent = consent.flatMap { ConsentKind(rawValue: $0) }
    }
}

/// Those whose number no lead of the agency has.
struct AddImportedLeads: PostgresStatement {
    static let sql = """
        INSERT INTO leads (
            id, agency_id, name, phone, email, postcode, country, preferred_language, language_is_given, time_zone,
            time_zone_given, notes, source, source_note, consent_kind, consent_source, consent_at, consent_proof)
        SELECT n.id, $1, n.name, n.phone, n.email, n.postcode, n.country, n.language, n.language_is_given, n.time_zone,
            n.time_zone_given, n.notes, 'import', $2::text, n.consent, CASE WHEN n.consent IS NOT NULL THEN $2 END,
            CASE WHEN n.consent IS NOT NULL THEN $3 END, CASE WHEN n.consent IS NOT NULL THEN n.proof::jsonb END
        FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bool[], $11::text[], $12::bool[],
            $13::text[], $14::text[], $15::text[], $16::text[], $17::text[])
            AS n (id, name, phone, email, postcode, country, country_is_given, language, language_is_given, time_zone,
                time_zone_given, notes, consent, proof)
        ORDER BY n.phone
        ON CONFLICT (agency_id, phone) DO NOTHING
        RETURNING id, phone, consent_kind
        """

    var batch: ImportBatch
    var parameters: [PostgresParameter] { batch.parameters }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> ImportedLead { try ImportedLead(row) }
}

/// Those that are leads already: what a row says fills in or replaces, what it does not say takes nothing away, and an
/// agreement is not undone by a file that does not have one. What somebody has refused no file gives back: only they can.
struct UpdateImportedLeads: PostgresStatement {
    /// A postcode says where somebody is only with its country: the row's, where that is the lead's.
    private static let takesZone =
        """
        (n.time_zone_given IS NOT NULL OR n.postcode IS NOT NULL AND l.time_zone_given IS NULL
            AND (n.country_is_given OR l.country IS NULL OR l.country = n.country))
        """
    private static let takesConsent =
        """
        (n.consent IS NOT NULL AND l.consent_kind IS DISTINCT FROM 'refused'
            AND (l.consent_kind IS NULL OR n.consent IN ('express_written', 'express', 'refused')))
        """
    static let sql = """
        UPDATE leads l SET name = coalesce(n.name, l.name), email = coalesce(n.email, l.email),
            postcode = coalesce(n.postcode, l.postcode), country = CASE WHEN n.country_is_given THEN n.country
                ELSE coalesce(l.country, n.country) END,
            preferred_language = CASE WHEN n.language_is_given THEN n.language
                ELSE coalesce(l.preferred_language, n.language) END,
            language_is_given = l.language_is_given OR n.language_is_given,
            time_zone = CASE WHEN \(takesZone) THEN n.time_zone ELSE coalesce(l.time_zone, n.time_zone) END,
            time_zone_given = coalesce(n.time_zone_given, l.time_zone_given), notes = coalesce(n.notes, l.notes),
            source_note = coalesce(l.source_note, $2::text),
            consent_kind = CASE WHEN \(takesConsent) THEN n.consent ELSE l.consent_kind END,
            consent_source = CASE WHEN \(takesConsent) THEN $2 ELSE l.consent_source END,
            consent_at = CASE WHEN \(takesConsent) THEN $3 ELSE l.consent_at END,
            consent_proof = CASE WHEN \(takesConsent) THEN n.proof::jsonb ELSE l.consent_proof END, updated_at = now()
        FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bool[], $11::text[], $12::bool[],
            $13::text[], $14::text[], $15::text[], $16::text[], $17::text[])
            AS n (id, name, phone, email, postcode, country, country_is_given, language, language_is_given, time_zone,
                time_zone_given, notes, consent, proof)
        WHERE l.agency_id = $1 AND l.phone = n.phone
        RETURNING l.id, l.phone, l.consent_kind
        """

    var batch: ImportBatch
    var parameters: [PostgresParameter] { batch.parameters }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> ImportedLead { try ImportedLead(row) }
}

/// Those that are leads already and are left as they are.
struct ListLeadsByPhone: PostgresStatement {
    static let sql = "SELECT id, phone, consent_kind FROM leads WHERE agency_id = $1 AND phone = ANY ($2)"

    var agencyID: AgencyID
    var phones: [String]
    var parameters: [PostgresParameter] { [.init(agencyID), .init(phones)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> ImportedLead { try ImportedLead(row) }
}

struct KeepOutcomes: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE lead_import_rows r SET state = o.state, lead_id = o.lead_id,
            problems = CASE WHEN o.problem IS NULL THEN r.problems
                ELSE coalesce(r.problems, '[]'::jsonb) || o.problem::jsonb END
        FROM unnest($2::int8[], $3::text[], $4::uuid[], $5::text[]) AS o (line, state, lead_id, problem)
        WHERE r.import_id = $1 AND r.line = o.line
        """

    var id: UUID
    var lines: [Int] = []
    var states: [String] = []
    var leadIDs: [UUID?] = []
    /// What was found out only now: arrays that are added to what was found before.
    var problems: [String?] = []

    init(id: UUID) { self.id = id }
    var parameters: [PostgresParameter] {
        [.init(id), .init(lines), .init(states), .init(leadIDs), .init(problems)]
    }
}
