internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

struct AddImport: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO lead_imports (
            id, agency_id, account_id, file_name, country, language, source, consent_kind, consent_statement)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """

    var id: UUID
    var viewer: Viewer
    var fileName: String
    var options: ImportOptions

    var parameters: [PostgresParameter] {
        [
            .init(id), .init(viewer.agencyID), .init(viewer.accountID), .init(fileName), .init(options.country),
            .init(options.language.isEmpty ? nil : options.language), .init(options.source),
            .init(options.consent.isEmpty ? nil : options.consent),
            .init(options.statement.isEmpty ? nil : options.statement),
        ]
    }
}

/// Cells travel as JSON: an array of arrays of different lengths is none to PostgreSQL.
struct AddImportRows: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO lead_import_rows (import_id, agency_id, line, last_line, cells, problems)
        SELECT $1, $2, r.line, r.last_line,
            CASE WHEN r.cells IS NOT NULL THEN ARRAY(
                SELECT c.cell FROM jsonb_array_elements_text(r.cells::jsonb) WITH ORDINALITY AS c (cell, n) ORDER BY c.n) END,
            r.problems::jsonb
        FROM unnest($3::int8[], $4::int8[], $5::text[], $6::text[]) AS r (line, last_line, cells, problems)
        """

    var importID: UUID
    var agencyID: AgencyID
    var lines: [Int] = []
    var lastLines: [Int] = []
    var cells: [String?] = []
    var problems: [String?] = []

    init(importID: UUID, agencyID: AgencyID, rows: [ImportRow]) throws {
        self.importID = importID
        self.agencyID = agencyID
        for row in rows {
            lines.append(row.lines.lowerBound)
            lastLines.append(row.lines.upperBound)
            cells.append(try row.cells.map { String(decoding: try ContractJSON.encode($0), as: UTF8.self) })
            problems.append(try row.problems.json())
        }
    }

    var parameters: [PostgresParameter] {
        [.init(importID), .init(agencyID), .init(lines), .init(lastLines), .init(cells), .init(problems)]
    }
}

/// So that nobody takes an upload for broken that goes on, and its page says how far it is.
struct NoteImportRows: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE lead_imports SET row_count = $2, updated_at = now() WHERE id = $1 AND state = 'uploading'
        """

    var id: UUID
    var rows: Int
    var parameters: [PostgresParameter] { [.init(id), .init(rows)] }
}

struct EndUpload: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE lead_imports SET state = 'uploaded', row_count = $2, encoding = $3, delimiter = $4, mapping = $5, updated_at = now()
        WHERE id = $1 AND state = 'uploading'
        """

    var id: UUID
    var rows: Int
    var encoding: String?
    var delimiter: String?
    var mapping: ColumnMapping
    var mappingJSON: JSONB

    init(id: UUID, rows: Int, encoding: String?, delimiter: String?, mapping: ColumnMapping) throws {
        self.id = id
        self.rows = rows
        self.encoding = encoding
        self.delimiter = delimiter
        self.mapping = mapping
        mappingJSON = JSONB(bytes: try ContractJSON.encode(mapping))
    }

    var parameters: [PostgresParameter] {
        [.init(id), .init(rows), .init(encoding), .init(delimiter), .init(mappingJSON)]
    }
}

struct FailImport: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE lead_imports SET state = 'failed', failure = $2, ended_at = now(), updated_at = now(), lease_until = '-infinity'
        WHERE id = $1 AND state NOT IN ('done', 'cancelled', 'failed') AND ($3::int8 IS NULL OR lease_token = $3)
        """

    var id: UUID
    var failure: String
    /// Of the claim; nil where nobody has claimed it yet.
    var token: Int64?
    var parameters: [PostgresParameter] { [.init(id), .init(failure), .init(token)] }
}

struct LoadImport: PostgresStatement {
    static let sql = "SELECT \(ImportJob.columns) FROM lead_imports i WHERE i.id = $1"

    var id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> ImportJob { try ImportJob(row) }
}

struct ListImports: PostgresStatement {
    static let sql = """
        SELECT \(ImportJob.columns) FROM lead_imports i
        WHERE i.agency_id = $1 AND ($2::timestamptz IS NULL OR (i.created_at, i.id) < ($2, $3))
        ORDER BY i.created_at DESC, i.id DESC LIMIT $4
        """

    var agencyID: AgencyID
    var after: Cursor?
    var limit: Int
    var parameters: [PostgresParameter] {
        [.init(agencyID), .init(after?.date), .init(after?.id), .init(limit)]
    }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> ImportJob { try ImportJob(row) }
}

/// Has the rows looked at, from the beginning.
struct BeginCheck: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE lead_imports SET state = 'checking', mapping = $2, position = 0, checked_count = 0, good_count = 0,
            known_count = 0, refused_count = 0, duplicate_count = 0, incomplete_count = 0, lease_until = '-infinity',
            lease_token = lease_token + 1, updated_at = now()
        WHERE id = $1 AND state IN ('uploaded', 'checked')
        """

    var id: UUID
    var mappingJSON: JSONB

    init(id: UUID, mapping: ColumnMapping) throws {
        self.id = id
        mappingJSON = JSONB(bytes: try ContractJSON.encode(mapping))
    }

    var parameters: [PostgresParameter] { [.init(id), .init(mappingJSON)] }
}

/// Somebody has said yes.
struct BeginImport: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE lead_imports SET state = 'running', known = $2, calls = $3, position = 0, lease_until = '-infinity',
            lease_token = lease_token + 1, started_at = now(), updated_at = now()
        WHERE id = $1 AND state = 'checked' AND good_count > 0
        """

    var id: UUID
    var known: ImportJob.Known
    var wantsCalls: Bool
    var parameters: [PostgresParameter] { [.init(id), .init(known.rawValue), .init(wantsCalls)] }
}

/// What has been imported stays.
struct CancelImport: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE lead_imports SET state = 'cancelled', ended_at = now(), updated_at = now(), lease_until = '-infinity'
        WHERE id = $1 AND state IN ('uploading', 'uploaded', 'checking', 'checked', 'running')
        """

    var id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }
}

/// The first rows, to see what the columns are.
struct PreviewImport: PostgresStatement {
    static let sql = """
        SELECT cells FROM lead_import_rows WHERE import_id = $1 AND cells IS NOT NULL ORDER BY line LIMIT 6
        """

    var id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> [String] {
        try row.decode(column: 0, as: [String].self)
    }
}

/// Rows with something wrong in them, after a line.
struct ListProblemRows: PostgresStatement {
    struct ProblemRow: Sendable {
        var line: Int
        /// Left out; else only values of it are.
        var isRefused: Bool
        var cells: [String]
        var problems: [RowProblem]
    }

    static let sql = """
        SELECT line::int8, state IN ('refused', 'duplicate'), coalesce(cells, '{}'), problems FROM lead_import_rows
        WHERE import_id = $1 AND problems IS NOT NULL AND line > $2 ORDER BY line LIMIT $3
        """

    var id: UUID
    var after: Int
    var limit: Int
    var parameters: [PostgresParameter] { [.init(id), .init(after), .init(limit)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> ProblemRow {
        let (line, isRefused, cells, problems) = try row.decode((Int, Bool, [String], JSONB).self)
        return ProblemRow(
            line: line, isRefused: isRefused, cells: cells, problems: [RowProblem](json: problems.bytes))
    }
}
