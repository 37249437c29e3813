import Contracts
import Deadlines
import Foundation
import Postgres
import TestSupport
import Testing

/// What a file of leads changes, and what it does not.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct ImportTests {
    private static let id = "0c000000-0000-4000-8000-000000000001"

    @Test func aRefusalOutlastsAFileAndEveryLeadKeepsItsOrigin() async throws {
        try await Consoling.run { console in
            try await console.system.pool.simpleQuery(
                """
                UPDATE leads SET consent_kind = 'refused', consent_source = 'Telephone', consent_at = now()
                WHERE id = '\(TestAgency.berlinLead)';
                INSERT INTO lead_imports (
                    id, agency_id, account_id, file_name, state, mapping, country, source, consent_kind, known, row_count,
                    checked_count, good_count, started_at)
                VALUES ('\(Self.id)', '\(TestAgency.id)', '\(Person.owner.id)', 'fair.csv', 'uploaded',
                    '{"columns": ["name", "phone"], "hasHeader": false}', 'DE', 'Trade fair', 'express', 'update', 3, 3, 3, now());
                INSERT INTO lead_import_rows (import_id, agency_id, line, last_line, cells, state, phone) VALUES
                    ('\(Self.id)', '\(TestAgency.id)', 1, 1, ARRAY['Lena', '\(TestAgency.berlinNumber)'], 'good',
                        '\(TestAgency.berlinNumber)'),
                    ('\(Self.id)', '\(TestAgency.id)', 2, 2, ARRAY['Tex', '\(TestAgency.texanNumber)'], 'good',
                        '\(TestAgency.texanNumber)'),
                    ('\(Self.id)', '\(TestAgency.id)', 3, 3, ARRAY['Nora New', '+4930555010077'], 'good', '+4930555010077');
                UPDATE lead_imports SET state = 'running' WHERE id = '\(Self.id)';
                """)
            let pool = console.system.pool
            try await withDeadline(.seconds(120)) {
                while try await pool.execute(ImportIsDone(id: Self.id)).first != true {}
            }
            let leads = try await pool.execute(LeadsAfterwards())
            #expect(
                leads == [
                    "Lena refused Telephone, Trade fair", "Nora New express Trade fair, Trade fair",
                    "Tex express Trade fair, Trade fair",
                ])
            var owner = try await console.signedIn(.owner)
            let result = try await owner.get("/leads/imports/\(Self.id)").text
            #expect(result.contains("The lead has refused; that stays"))
            let lead = try await owner.get("/leads/\(TestAgency.berlinLead)").text
            #expect(lead.contains("<dt>File from</dt><dd><bdi>Trade fair</bdi></dd>"))
        }
    }

    /// Whoever has moved keeps the number that they had: where they are called by is where they are.
    @Test func aNumberDoesNotMoveALeadWhoseCountryIsKnown() async throws {
        try await Consoling.run { console in
            try await console.system.pool.simpleQuery(
                """
                UPDATE leads SET country = 'ES', postcode = '28001', time_zone = 'Europe/Madrid' WHERE id = '\(TestAgency.texanLead)';
                INSERT INTO lead_imports (
                    id, agency_id, account_id, file_name, state, mapping, country, source, known, row_count, checked_count,
                    good_count, started_at)
                VALUES ('\(Self.id)', '\(TestAgency.id)', '\(Person.owner.id)', 'fair.csv', 'uploaded',
                    '{"columns": ["name", "phone", "postcode"], "hasHeader": false}', 'US', 'Trade fair', 'update', 2, 2, 2, now());
                INSERT INTO lead_import_rows (import_id, agency_id, line, last_line, cells, state, phone) VALUES
                    ('\(Self.id)', '\(TestAgency.id)', 1, 1, ARRAY['Tex', '\(TestAgency.texanNumber)', '28002'], 'good',
                        '\(TestAgency.texanNumber)'),
                    ('\(Self.id)', '\(TestAgency.id)', 2, 2, ARRAY['Lena', '\(TestAgency.berlinNumber)', '80331'], 'good',
                        '\(TestAgency.berlinNumber)');
                UPDATE lead_imports SET state = 'running' WHERE id = '\(Self.id)';
                """)
            let pool = console.system.pool
            try await withDeadline(.seconds(120)) {
                while try await pool.execute(ImportIsDone(id: Self.id)).first != true {}
            }
            let places = try await DatabaseQuestions(console.system).texts(
                """
                SELECT concat_ws(' ', name, country, postcode, time_zone) FROM leads WHERE source_note IS NOT NULL ORDER BY name
                """)
            #expect(places == ["Lena DE 80331 Europe/Berlin", "Tex ES 28002 Europe/Madrid"])
        }
    }

    @Test func aLeadOfAFileWithoutConsentKeepsWhereItComesFrom() async throws {
        try await Consoling.run { console in
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO lead_imports (
                    id, agency_id, account_id, file_name, state, mapping, country, source, row_count, checked_count,
                    good_count, started_at)
                VALUES ('\(Self.id)', '\(TestAgency.id)', '\(Person.owner.id)', 'fair.csv', 'uploaded',
                    '{"columns": ["name", "phone"], "hasHeader": false}', 'DE', 'Trade fair', 1, 1, 1, now());
                INSERT INTO lead_import_rows (import_id, agency_id, line, last_line, cells, state, phone) VALUES
                    ('\(Self.id)', '\(TestAgency.id)', 1, 1, ARRAY['Nora New', '+4930555010077'], 'good', '+4930555010077');
                UPDATE lead_imports SET state = 'running' WHERE id = '\(Self.id)';
                """)
            let pool = console.system.pool
            try await withDeadline(.seconds(120)) {
                while try await pool.execute(ImportIsDone(id: Self.id)).first != true {}
            }
            let leads = try await pool.execute(LeadsAfterwards())
            #expect(leads == ["Nora New - -, Trade fair"])
        }
    }
}

/// Asked again and again: there is no event for it.
private struct ImportIsDone: PostgresStatement {
    static let sql = "SELECT state = 'done' FROM lead_imports, pg_sleep(0.05) WHERE id = $1::text::uuid"

    var id: String
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(column: 0, as: Bool.self) }
}

private struct LeadsAfterwards: PostgresStatement {
    static let sql = """
        SELECT concat(name, ' ', coalesce(consent_kind, '-'), ' ', coalesce(consent_source, '-'), ', ', source_note)
        FROM leads WHERE source_note IS NOT NULL ORDER BY name
        """

    var parameters: [PostgresParameter] { [] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        try row.decode(column: 0, as: String.self)
    }
}
