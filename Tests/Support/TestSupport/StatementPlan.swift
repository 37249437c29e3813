internal import Foundation
package import Postgres
package import Testing

/// Looks at how PostgreSQL goes about a statement: what is fast with a hundred rows must be with ten million.
package enum StatementPlan {
    private struct Undo: Error {}

    /// Runs a statement, counts the rows that it looks at, and takes it back; then looks at the plan that serves any
    /// parameters. Neither may read a table from end to end.
    ///
    /// - Parameter table: whose rows count.
    package static func expectFewRows<S: PostgresStatement>(
        _ statement: S, of table: String, in pool: PostgresPool, atMost limit: Double,
        _ location: SourceLocation = #_sourceLocation
    ) async throws {
        do {
            try await pool.transaction { transaction in
                let plan = try await transaction.execute(Explained(statement: statement)).joined()
                let scans = Scan.all(in: plan, of: table)
                #expect(!scans.isEmpty, sourceLocation: location)
                #expect(!scans.contains { $0.isSequential }, "\(S.self): \(plan)", sourceLocation: location)
                let rows = scans.map(\.rows).reduce(0, +)
                #expect(rows <= limit, "\(S.self): \(plan)", sourceLocation: location)
                throw Undo()
            }
        } catch is Undo {}
        try await pool.withConnection { connection in
            try await connection.simpleQuery("SET plan_cache_mode = force_generic_plan; PREPARE any_values AS \(S.sql)")
            let nulls = statement.parameters.map { _ in "NULL" }.joined(separator: ", ")
            let execute = statement.parameters.isEmpty ? "any_values" : "any_values(\(nulls))"
            try await connection.simpleQuery(
                """
                CREATE FUNCTION pg_temp.plan() RETURNS json LANGUAGE plpgsql AS $$
                DECLARE plan json;
                BEGIN EXECUTE 'EXPLAIN (FORMAT JSON) EXECUTE \(execute)' INTO plan; RETURN plan; END $$
                """)
            let plan = try await connection.execute(AnyValuesPlan()).joined()
            let scans = Scan.all(in: plan, of: table)
            #expect(!scans.isEmpty, sourceLocation: location)
            #expect(!scans.contains { $0.isSequential }, "\(S.self): \(plan)", sourceLocation: location)
            try await connection.simpleQuery("DISCARD TEMP; DEALLOCATE any_values; RESET plan_cache_mode")
        }
    }

    private struct Explained<S: PostgresStatement>: PostgresStatement {
        static var sql: String { "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + S.sql }
        let statement: S
        var parameters: [PostgresParameter] { statement.parameters }
        static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
    }

    private struct AnyValuesPlan: PostgresStatement {
        static let sql = "SELECT pg_temp.plan()"
        static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
    }

    /// A node of a plan that reads the table.
    private struct Scan {
        let isSequential: Bool
        /// How many rows it came by, kept or not, in all its runs.
        let rows: Double

        static func all(in plan: String, of table: String) -> [Scan] {
            guard let json = try? JSONSerialization.jsonObject(with: Data(plan.utf8)) else { return [] }
            return all(under: json, of: table)
        }

        private static func all(under json: Any, of table: String) -> [Scan] {
            if let list = json as? [Any] { return list.flatMap { all(under: $0, of: table) } }
            guard let node = json as? [String: Any] else { return [] }
            let below = node.values.flatMap { all(under: $0, of: table) }
            guard let type = node["Node Type"] as? String, type.hasSuffix("Scan"),
                node["Relation Name"] as? String == table || type == "Bitmap Index Scan"
            else { return below }
            func number(_ key: String) -> Double { (node[key] as? NSNumber)?.doubleValue ?? 0 }
            let each = number("Actual Rows") + number("Rows Removed by Filter")
            return below + [Scan(isSequential: type == "Seq Scan", rows: each * number("Actual Loops"))]
        }
    }
}
