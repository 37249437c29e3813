internal import Contracts
internal import Foundation
internal import Postgres

/// Which calls a filter without words has, newest first, whatever it shows them by.
struct ListMatchingCalls: PostgresStatement {
    static let sql = """
        SELECT c.created_at, c.id FROM call_logs c WHERE \(CallConditions.sql)
            AND ($12::timestamptz IS NULL OR (c.created_at, c.id) < ($12, $13))
        ORDER BY c.created_at DESC, c.id DESC LIMIT $14
        """

    var conditions: CallConditions
    var after: Cursor?
    var limit: Int

    var parameters: [PostgresParameter] {
        conditions.parameters + [.init(after?.date), .init(after?.id), .init(limit)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> (createdAt: Date, id: UUID) {
        let (createdAt, id) = try row.decode((Date, UUID).self)
        return (createdAt, id)
    }
}

/// The same, of those in which the words were said.
struct SearchMatchingCalls: PostgresStatement {
    static let sql = """
        WITH wanted AS MATERIALIZED (SELECT query FROM search_query($14, $15) AS query)
        SELECT c.created_at, c.id
        FROM wanted, LATERAL search_calls(wanted.query, $3, $4, $5, $2, $6, $7, $8, $9, $10, $11, $12, $13, $16) AS found
        JOIN call_logs c ON c.id = found.id AND c.agency_id = $1
        ORDER BY c.created_at DESC, c.id DESC
        """

    var conditions: CallConditions
    var after: Cursor?
    var text: String
    /// Those in which the agency's calls are held.
    var languages: [String]
    var limit: Int

    var parameters: [PostgresParameter] {
        conditions.parameters + [
            .init(after?.date), .init(after?.id), .init(text), .init(languages), .init(limit),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> (createdAt: Date, id: UUID) {
        let (createdAt, id) = try row.decode((Date, UUID).self)
        return (createdAt, id)
    }
}
