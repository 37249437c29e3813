internal import Contracts
internal import Foundation
internal import Postgres

/// What people have done, and what services did on a wish that the log has no entry for: newest first. Those are other programs'
/// wishes, and the console's own when it ended, or gave up waiting, before it could note what was done. Commands have no id of
/// the log's, but theirs are as good.
struct ListAuditEntries: PostgresStatement {
    // Commands from before the page's last entry are on a later page: without that edge all that the log has entries for would
    // be looked up. The log knows its commands since migration 23.
    static let sql = """
        WITH noted AS MATERIALIZED (
            SELECT a.id, a.at, a.actor, a.action, a.subject_kind, a.subject_id, a.detail::text AS detail, a.address
            FROM audit_log a WHERE a.agency_id = $1
                AND ($2::timestamptz IS NULL OR (a.at <= $2 AND (a.at < $2 OR a.id > $3)))
            ORDER BY a.at DESC, a.id LIMIT $4),
        edge AS (SELECT CASE WHEN count(*) < $4 THEN '-infinity' ELSE min(at) END AS at FROM noted)
        SELECT * FROM (
            SELECT * FROM noted
            UNION ALL
            (SELECT c.id, c.done_at, coalesce(p.name, c.actor) || ' (' || c.source || ')', c.type, NULL, NULL, '{}', NULL
            FROM commands c LEFT JOIN accounts p ON p.id::text = c.actor
            WHERE c.agency_id = $1 AND c.done_at >= (SELECT at FROM edge)
                AND NOT EXISTS (SELECT FROM audit_log n WHERE n.command_id = c.id)
                AND (c.source <> '\(Dashboard.name)' OR (c.type <> ALL ($5)
                    AND c.done_at > (SELECT m.applied_at FROM schema_migrations m WHERE m.version = 23)))
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
        [.init(agencyID), .init(after?.date), .init(after?.id), .init(limit), .init(Self.notForTheLog)]
    }

    /// What pages ask for by themselves, what changes nothing, and mails with links, which are noted when the link is made.
    private static let notForTheLog = [
        FindSlots.type, PreviewNotice.type, OpenCall.type, SendAccountLink.type,
    ]

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, at, actor, action, kind, subject, detail, address) = try row.decode(
            (UUID, Date, String, String, String?, String?, String, String?).self)
        return Row(
            id: id, at: at, actor: actor, action: action, subjectKind: kind, subjectID: subject, detail: detail,
            address: address)
    }
}
