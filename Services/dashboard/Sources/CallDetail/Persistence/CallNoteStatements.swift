internal import Foundation
internal import Postgres

struct ListCallNotes: PostgresStatement {
    struct Note: Sendable {
        var id: UUID
        var accountID: UUID
        var author: String
        var body: String
        var createdAt: Date
    }

    static let sql = """
        SELECT id, account_id, author, body, created_at FROM call_notes WHERE call_id = $1
        ORDER BY created_at DESC, id LIMIT 200
        """

    var callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Note {
        let (id, account, author, body, at) = try row.decode((UUID, UUID, String, String, Date).self)
        return Note(id: id, accountID: account, author: author, body: body, createdAt: at)
    }
}

/// When it was written; no row when the viewer may not see the call, or the note is there already.
struct AddCallNote: PostgresStatement {
    static let sql = """
        INSERT INTO call_notes (id, call_id, agency_id, account_id, author, body)
        SELECT $1, id, agency_id, $3, $4, $5 FROM call_logs WHERE id = $2
        ON CONFLICT (id) DO NOTHING RETURNING created_at
        """

    var id: UUID
    var callID: UUID
    var viewer: Viewer
    var body: String

    var parameters: [PostgresParameter] {
        [.init(id), .init(callID), .init(viewer.accountID), .init(viewer.name), .init(body)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Date { try row.decode(column: 0, as: Date.self) }
}

/// One of somebody's own.
struct FindCallNote: PostgresStatement {
    static let sql = """
        SELECT id, account_id, author, body, created_at FROM call_notes
        WHERE id = $1 AND call_id = $2 AND account_id = $3
        """

    var id: UUID
    var callID: UUID
    var accountID: UUID
    var parameters: [PostgresParameter] { [.init(id), .init(callID), .init(accountID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> ListCallNotes.Note {
        try ListCallNotes.decode(row)
    }
}

/// Somebody's own; no row when it is not theirs, or gone.
struct RemoveCallNote: PostgresStatement {
    static let sql = "DELETE FROM call_notes WHERE id = $1 AND call_id = $2 AND account_id = $3 RETURNING id"

    var id: UUID
    var callID: UUID
    var accountID: UUID
    var parameters: [PostgresParameter] { [.init(id), .init(callID), .init(accountID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}
