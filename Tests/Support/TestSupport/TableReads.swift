internal import Foundation
package import Postgres
package import Testing

/// How PostgreSQL went about what a transaction has read, functions included: a plan shows only the outside of those.
package enum TableReads {
    /// Runs a statement, and looks at how it came by the rows of the tables.
    ///
    /// - Parameters:
    ///   - tables: none of which may be read from end to end.
    ///   - limit: how many rows of them, found in an index and fetched, may be read in all.
    /// - Returns: the statement's rows.
    package static func expectNoSequentialScan<S: PostgresStatement>(
        _ statement: S, of tables: [String], atMost limit: Int = .max, in transaction: PostgresTransaction,
        _ location: SourceLocation = #_sourceLocation
    ) async throws -> [S.Row] {
        try await expectNoSequentialScan("\(S.self)", of: tables, atMost: limit, in: transaction, location) {
            try await transaction.execute(statement)
        }
    }

    /// The same of whatever a page does in the transaction.
    package static func expectNoSequentialScan<R>(
        _ name: String, of tables: [String], atMost limit: Int = .max, in transaction: PostgresTransaction,
        _ location: SourceLocation = #_sourceLocation, _ body: () async throws -> R
    ) async throws -> R {
        let before = try await transaction.execute(ReadsOfTransaction(tables: tables))
        let result = try await body()
        let after = try await transaction.execute(ReadsOfTransaction(tables: tables))
        var fetched = 0
        for (old, new) in zip(before, after) {
            #expect(new.scans == old.scans, "\(name) reads \(new.table) from end to end", sourceLocation: location)
            fetched += new.fetched - old.fetched
        }
        #expect(fetched <= limit, "\(name) reads \(fetched) rows", sourceLocation: location)
        return result
    }

    private struct ReadsOfTransaction: PostgresStatement {
        static let sql = """
            SELECT relname::text, seq_scan, coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables
            WHERE relname::text = ANY ($1) ORDER BY relname
            """

        struct Row: Sendable {
            var table: String
            var scans: Int
            var fetched: Int
        }

        let tables: [String]
        var parameters: [PostgresParameter] { [.init(tables)] }
        static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
            let (table, scans, fetched) = try row.decode((String, Int, Int).self)
            return Row(table: table, scans: scans, fetched: fetched)
        }
    }
}
