internal import Contracts
internal import Foundation
internal import Postgres

/// What people have done, and what was wished from services but not by the console, whose own wishes are in the log already:
/// newest first. Commands have no id of the log's, but theirs are as good.
struct ListAuditEntries: PostgresStatement {
    static let sql = """
        SELECT * FROM (
            (SELECT a.id, a.at, a.actor, a.action, a.subject_kind, a.subject_id, a.detail::text, a.address
            FROM audit_log a WHERE a.agency_id = $1
                AND ($2::timestamptz IS NULL OR (a.at <= $2 AND (a.at < $2 OR a.id > $3)))
            ORDER BY a.at DESC, a.id LIMIT $4)
            UNION ALL
            (SELECT c.id, c.done_at, coalesce(p.name, c.actor) || ' (' || c.source || ')', c.type, NULL, NULL, '{}', NULL
            FROM commands c LEFT JOIN accounts p ON p.id::text = c.actor
            WHERE c.agency_id = $1 AND c.source <> 'dashboard'
                AND ($2::timestamptz IS NULL OR (c.done_at <= $2 AND (c.done_at < $2 OR c.id > $3)))
            ORDER BY c.done_at DESC, c.id LIMIT $4)
        ) AS entries (id, at, actor, action, subject_kind, subject_id, detail, address)
        ORDER BY at DESC, id LIMIT $4
        """

    struct Row: Sendable {
        var id: UUID
        var at: Date
        var actor: String
        var action: String
        var subjectKind: String?
        var subjectID: String?
        /// A JSON object.
        var detail: String
        var address: String?
    }

    let agencyID: AgencyID
    let after: Cursor?
    let limit: Int
    var parameters: [PostgresParameter] {
        [.init(agencyID), .init(after?.date), .init(after?.id), .init(limit)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, at, actor, action, kind, subject, detail, address) = try row.decode(
            (UUID, Date, String, String, String?, String?, String, String?).self)
        return Row(
            id: id, at: at, actor: actor, action: action, subjectKind: kind, subjectID: subject, detail: detail,
            address: address)
    }
}
