internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// Lets one transaction of an account's at a time add exports, so that their number holds.
struct LockCallExports: PostgresStatement {
    typealias Row = NoRow
    static let sql = "SELECT pg_advisory_xact_lock(hashtextextended('thavon.call_exports.' || $1::uuid, 0))::text"

    var accountID: UUID
    var parameters: [PostgresParameter] { [.init(accountID)] }
}

/// No row when it is there already, as the form was sent twice, or when there are as many as somebody may have.
struct AddCallExport: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO call_exports (id, agency_id, account_id, rights, query, language, time_zone)
        SELECT $1::uuid, $2::uuid, $3::uuid, $4::text, $5::text, $6::text, $7::text WHERE (
            SELECT count(*) FROM call_exports e
            WHERE e.account_id = $3 AND e.state IN ('waiting', 'running', 'done') AND \(CallExport.isKept)
        ) < \(CallExport.mostKept) ON CONFLICT DO NOTHING
        """

    var id: UUID
    var viewer: Viewer
    var query: String
    var language: ConsoleLanguage

    var parameters: [PostgresParameter] {
        [
            .init(id), .init(viewer.agencyID), .init(viewer.accountID), .init(viewer.rights), .init(query),
            .init(language.rawValue), .init(viewer.timeZone.identifier),
        ]
    }
}

/// One of the viewer's own.
struct LoadCallExport: PostgresStatement {
    static let sql = "SELECT \(CallExport.columns) FROM call_exports e WHERE e.id = $1 AND \(CallExport.isKept)"

    var id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallExport { try CallExport(row) }
}

/// The viewer's own, newest first.
struct ListCallExports: PostgresStatement {
    static let sql = """
        SELECT \(CallExport.columns) FROM call_exports e WHERE e.account_id = $1 AND \(CallExport.isKept)
        ORDER BY e.created_at DESC, e.id DESC LIMIT $2
        """

    var accountID: UUID
    var limit: Int
    var parameters: [PostgresParameter] { [.init(accountID), .init(limit)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallExport { try CallExport(row) }
}

struct HasCallExports: PostgresStatement {
    static let sql =
        "SELECT EXISTS (SELECT FROM call_exports e WHERE e.account_id = $1 AND \(CallExport.isKept))"

    var accountID: UUID
    var parameters: [PostgresParameter] { [.init(accountID)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(column: 0, as: Bool.self) }
}

/// Also of a file that is ready: then nobody can have it any more.
struct CancelCallExport: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE call_exports SET state = 'cancelled', ended_at = now(), updated_at = now()
        WHERE id = $1 AND state IN ('waiting', 'running', 'done')
        """

    var id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }
}

/// The next part of a file.
struct ReadCallExportPiece: PostgresStatement {
    static let sql = """
        SELECT p.ordinal::int8, p.body FROM call_export_pieces p WHERE p.export_id = $1 AND p.ordinal > $2
        ORDER BY p.ordinal LIMIT 1
        """

    var id: UUID
    var after: Int
    var parameters: [PostgresParameter] { [.init(id), .init(after)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> (ordinal: Int, body: [UInt8]) {
        let (ordinal, body) = try row.decode((Int, [UInt8]).self)
        return (ordinal, body)
    }
}
