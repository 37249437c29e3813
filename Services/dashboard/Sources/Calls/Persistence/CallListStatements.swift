internal import Foundation
internal import Postgres

/// In which order calls are listed.
enum CallOrder: String, Sendable, CaseIterable {
    case newest, oldest, longest, shortest
}

/// The last call of a page: the next one begins after it.
struct CallCursor: Sendable, Hashable {
    var createdAt: Date
    /// Zero for a call that has no duration.
    var durationSeconds: Int
    var id: UUID
}

/// A page of calls, the newest first.
struct ListNewestCalls: PostgresStatement {
    static let sql = CallPage.sql(key: "c.created_at", type: "timestamptz", comes: "<", order: "DESC")

    let page: CallPage
    var parameters: [PostgresParameter] { page.parameters(.init(page.after?.createdAt)) }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallListRow { try CallListRow.decode(row) }
}

/// A page of calls, the oldest first.
struct ListOldestCalls: PostgresStatement {
    static let sql = CallPage.sql(key: "c.created_at", type: "timestamptz", comes: ">", order: "ASC")

    let page: CallPage
    var parameters: [PostgresParameter] { page.parameters(.init(page.after?.createdAt)) }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallListRow { try CallListRow.decode(row) }
}

/// A page of calls, the longest first.
struct ListLongestCalls: PostgresStatement {
    static let sql = CallPage.sql(key: CallPage.duration, type: "integer", comes: "<", order: "DESC")

    let page: CallPage
    var parameters: [PostgresParameter] { page.parameters(page.afterDuration) }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallListRow { try CallListRow.decode(row) }
}

/// A page of calls, the shortest first.
struct ListShortestCalls: PostgresStatement {
    static let sql = CallPage.sql(key: CallPage.duration, type: "integer", comes: ">", order: "ASC")

    let page: CallPage
    var parameters: [PostgresParameter] { page.parameters(page.afterDuration) }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallListRow { try CallListRow.decode(row) }
}

/// Which calls a page shows.
struct CallPage: Sendable {
    var filter: CallFilter
    var scope: ViewerScope
    /// Nil for the first page.
    var after: CallCursor?
    /// How many; one more than a page shows tells whether there is another.
    var limit: Int

    /// No index has this order: an agency's calls are sorted as the index by time lists them, without being fetched.
    fileprivate static let duration = "coalesce(c.duration_seconds, 0)"

    /// The ids are found in an index alone; the rest is read of the calls that are shown.
    fileprivate static func sql(key: String, type: String, comes: String, order: String) -> String {
        """
        WITH page AS MATERIALIZED (
            SELECT c.id FROM call_logs c
            WHERE \(CallConditions.sql)
                AND ($14::\(type) IS NULL OR (\(key), c.id) \(comes) ($14, $15::uuid))
            ORDER BY \(key) \(order), c.id \(order) LIMIT $16
        )
        SELECT \(CallListRow.columns)
        FROM \(CallListRow.from("page"))
        ORDER BY \(key) \(order), c.id \(order)
        """
    }

    fileprivate var afterDuration: PostgresParameter { .init(after.map { Int32(clamping: $0.durationSeconds) }) }

    fileprivate func parameters(_ key: PostgresParameter) -> [PostgresParameter] {
        CallConditions.parameters(filter, scope) + [key, .init(after?.id), .init(limit)]
    }
}

/// How many calls there are, counted no further than ``limit``: more are "10,000+".
struct CountCalls: PostgresStatement {
    static let limit = 10_000
    static let sql = """
        SELECT count(*) FROM (SELECT FROM call_logs c WHERE \(CallConditions.sql) LIMIT \(limit + 1)) AS bounded
        """

    let filter: CallFilter
    let scope: ViewerScope
    var parameters: [PostgresParameter] { CallConditions.parameters(filter, scope) }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(Int.self) }
}

/// Calls that live rows are made of: those of `ids` that the viewer may see and the filter lets through, newest first.
struct ListCallsByID: PostgresStatement {
    static let sql = """
        WITH page AS MATERIALIZED (
            SELECT c.id FROM call_logs c WHERE c.id = ANY ($14::uuid[]) AND \(CallConditions.sql)
        )
        SELECT \(CallListRow.columns)
        FROM \(CallListRow.from("page"))
        ORDER BY c.created_at DESC, c.id DESC
        """

    let ids: [UUID]
    let filter: CallFilter
    let scope: ViewerScope
    var parameters: [PostgresParameter] { CallConditions.parameters(filter, scope) + [.init(ids)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallListRow { try CallListRow.decode(row) }
}
