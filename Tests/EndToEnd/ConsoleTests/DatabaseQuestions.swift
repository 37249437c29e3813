import Foundation
import Postgres
import TestSupport

/// Questions to the database behind a console.
struct DatabaseQuestions: Sendable {
    let pool: PostgresPool

    init(_ system: ThavonSystem) async throws {
        pool = system.pool
        try await pool.simpleQuery(
            """
            CREATE FUNCTION ask(question text) RETURNS SETOF text LANGUAGE plpgsql AS $$
            BEGIN RETURN QUERY EXECUTE question; END $$
            """)
    }

    /// One column of one statement, as text.
    func texts(_ sql: String) async throws -> [String] { try await pool.execute(AskAnything(sql: sql)) }

    /// Waits until a condition holds. The database is the event here.
    func until(_ condition: String) async throws {
        let waits = "SELECT pg_sleep(0.05)::text || 'x' WHERE NOT (\(condition))"
        while try await !texts(waits).isEmpty { try Task.checkCancellation() }
    }
}

private struct AskAnything: PostgresStatement {
    static let sql = "SELECT answer FROM ask($1) AS answer"
    let sql: String
    var parameters: [PostgresParameter] { [.init(sql)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}
