internal import Contracts
internal import Foundation
internal import Postgres

/// The texts that an agency has written itself.
struct ListOwnTexts: PostgresStatement {
    static let sql = """
        SELECT t.kind, t.language, t.subject, t.body, t.short, coalesce(a.name, t.changed_by), t.updated_at
        FROM notice_texts t LEFT JOIN accounts a ON a.id::text = t.changed_by
        WHERE t.agency_id = $1 AND ($2::text IS NULL OR (t.kind = $2 AND t.language = $3))
        ORDER BY t.kind, t.language LIMIT 200
        """

    struct Row: Sendable {
        var kind: String
        var language: String
        var subject: String?
        var body: String?
        var short: String?
        var changedBy: String
        var changedAt: Date
    }

    /// Of a text in its form; nil when none is written.
    static func version(of row: Row?) -> FormVersion { FormVersion(of: [row?.subject, row?.body, row?.short]) }

    let agencyID: AgencyID
    /// Nil: all of them.
    var kind: String?
    var language: String?
    var parameters: [PostgresParameter] { [.init(agencyID), .init(kind), .init(language)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (kind, language, subject, body, short, by, at) = try row.decode(
            (String, String, String?, String?, String?, String, Date).self)
        return Row(
            kind: kind, language: language, subject: subject, body: body, short: short,
            changedBy: by, changedAt: at)
    }
}
