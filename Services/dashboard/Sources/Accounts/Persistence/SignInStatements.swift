internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// Until when attempts under any of these keys are not looked at; null: they are.
struct ReadSignInLimit: PostgresStatement {
    static let sql = "SELECT max(blocked_until) FROM sign_in_limits WHERE key = ANY ($1) AND blocked_until > now()"

    var keys: [String]
    var parameters: [PostgresParameter] { [.init(keys)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Date? { try row.decode(column: 0, as: Date?.self) }
}

/// Counts a failure. After 5 within a quarter of an hour for an address of mail, or 30 for one of the network (a whole office
/// may be behind it), nobody gets a try for a minute, then for two, and so on up to an hour.
struct NoteSignInFailure: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO sign_in_limits AS l (key, failures) SELECT key, 1 FROM unnest($1::text[]) AS key ORDER BY key
        ON CONFLICT (key) DO UPDATE SET
            failures = CASE WHEN l.window_began_at < now() - interval '15 minutes' AND coalesce(l.blocked_until, '-infinity') < now()
                THEN 1 ELSE l.failures + 1 END,
            window_began_at = CASE WHEN l.window_began_at < now() - interval '15 minutes'
                AND coalesce(l.blocked_until, '-infinity') < now() THEN now() ELSE l.window_began_at END,
            blocked_until = CASE WHEN l.failures + 1 >= CASE WHEN l.key LIKE 'mail:%' THEN 5 ELSE 30 END
                AND l.window_began_at >= now() - interval '15 minutes'
                THEN now() + least(interval '1 hour', interval '1 minute'
                    * power(2, least(6, l.failures + 1 - CASE WHEN l.key LIKE 'mail:%' THEN 5 ELSE 30 END)))
                ELSE l.blocked_until END
        """

    var keys: [String]
    var parameters: [PostgresParameter] { [.init(keys)] }
}

struct ForgetSignInFailures: PostgresStatement {
    typealias Row = NoRow
    static let sql = "DELETE FROM sign_in_limits WHERE key = ANY ($1) AND key LIKE 'mail:%'"

    var keys: [String]
    var parameters: [PostgresParameter] { [.init(keys)] }
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
