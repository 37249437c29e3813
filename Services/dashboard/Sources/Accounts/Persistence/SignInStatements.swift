internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// Counts a try before it is looked at; until when there is none under one of these keys, null when this one may go on.
struct CountSignInTry: PostgresStatement {
    static let sql = "SELECT count_sign_in_try($1)"

    var keys: [String]
    var parameters: [PostgresParameter] { [.init(keys)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Date? { try row.decode(column: 0, as: Date?.self) }
}

/// After the right password. A network keeps what was tried in vain from it: whoever has an account must not be able to guess at
/// others for ever by signing in to their own now and then.
struct ForgetSignInTries: PostgresStatement {
    typealias Row = NoRow
    static let sql = "SELECT forget_sign_in_try($1)"

    var keys: [String]
    var parameters: [PostgresParameter] { [.init(keys)] }
}

/// Some of what is long over; returns how many rows those were.
struct ForgetSignIns: PostgresStatement {
    static let sql = "SELECT forget_sign_ins()"

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
}

struct FindAccount: PostgresStatement {
    struct Found: Sendable {
        var id: UUID
        var agencyID: AgencyID
        var passwordHash: String?
    }

    static let sql = "SELECT * FROM account_to_sign_in($1)"

    var email: String
    var parameters: [PostgresParameter] { [.init(email)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Found {
        let (id, agency, hash) = try row.decode((UUID, AgencyID, String?).self)
        return Found(id: id, agencyID: agency, passwordHash: hash)
    }
}

struct AddSession: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO sessions (id, account_id, agency_id, token_hash, user_agent, address, expires_at)
        VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6)
        """

    var accountID: UUID
    var agencyID: AgencyID
    var tokenHash: [UInt8]
    var userAgent: String?
    var address: String
    var expiresAt: Date

    var parameters: [PostgresParameter] {
        [
            .init(accountID), .init(agencyID), .init(tokenHash), .init(userAgent), .init(address), .init(expiresAt),
        ]
    }
}

/// Ends one of the viewer's sessions, or all but one.
struct EndSessions: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE sessions SET revoked_at = now()
        WHERE revoked_at IS NULL AND ($1::uuid IS NULL OR id = $1) AND ($2::uuid IS NULL OR id <> $2)
        """

    /// Nil: all of them.
    var only: UUID?
    var but: UUID?
    var parameters: [PostgresParameter] { [.init(only), .init(but)] }
}

struct ListSessions: PostgresStatement {
    struct Session: Sendable {
        var id: UUID
        var userAgent: String?
        var address: String?
        var createdAt: Date
        var lastSeenAt: Date
    }

    static let sql = """
        SELECT id, user_agent, address, created_at, last_seen_at FROM sessions
        WHERE revoked_at IS NULL AND expires_at > now() AND last_seen_at > now() - interval '14 days'
        ORDER BY last_seen_at DESC LIMIT 100
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Session {
        let (id, agent, address, created, seen) = try row.decode((UUID, String?, String?, Date, Date).self)
        return Session(id: id, userAgent: agent, address: address, createdAt: created, lastSeenAt: seen)
    }
}

/// What somebody did. Its author is the account's name as it is now: it may be another later. A command that is noted already is
/// not noted again.
struct AddAuditEntry: PostgresStatement {
    typealias Row = NoRow
    // Without a column in ON CONFLICT: naming one asks for the right to see the row, which nobody has before they are signed in.
    static let sql = """
        INSERT INTO audit_log
            (id, agency_id, account_id, actor, action, subject_kind, subject_id, detail, address, command_id)
        SELECT gen_random_uuid(), $1, $2, coalesce((SELECT name FROM accounts WHERE id = $2), ''), $3, $4, $5, $6::jsonb, $7, $8
        ON CONFLICT DO NOTHING
        """

    var agencyID: AgencyID
    var accountID: UUID
    var action: String
    var subjectKind: String?
    var subjectID: String?
    /// A JSON object.
    var detail = JSONB("{}")
    var address: String?
    /// By which another service was asked to do it.
    var commandID: CommandID?

    var parameters: [PostgresParameter] {
        [
            .init(agencyID), .init(accountID), .init(action), .init(subjectKind), .init(subjectID), .init(detail),
            .init(address), .init(commandID),
        ]
    }
}

extension AddAuditEntry {
    init(
        _ action: String, by viewer: Viewer, subject: (kind: String, id: String)? = nil, detail: JSONB = JSONB("{}"),
        address: String
    ) {
        self.init(
            agencyID: viewer.agencyID, accountID: viewer.accountID, action: action, subjectKind: subject?.kind,
            subjectID: subject?.id, detail: detail, address: address)
    }
}
