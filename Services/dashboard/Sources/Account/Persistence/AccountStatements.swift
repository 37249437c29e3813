internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// What somebody may change about themselves.
struct ReadOwnAccount: PostgresStatement {
    struct Account: Sendable, Equatable {
        var name: String
        var email: String
        var language: String?
        var timeZone: String?
        var theme: String
        var hasShortcuts: Bool
        /// Of an agent.
        var availability: String?
        var passwordChangedAt: Date?
    }

    static let sql = """
        SELECT a.name, a.email, a.language, a.time_zone, a.theme, a.shortcuts, g.availability, p.changed_at
        FROM accounts a LEFT JOIN agents g ON g.id = a.agent_id LEFT JOIN account_passwords p ON p.account_id = a.id
        WHERE a.id = (SELECT viewer_account())
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Account {
        let (name, email, language, zone, theme, shortcuts, availability, changed) = try row.decode(
            (String, String, String?, String?, String, Bool, String?, Date?).self)
        return Account(
            name: name, email: email, language: language, timeZone: zone, theme: theme,
            hasShortcuts: shortcuts, availability: availability,
            passwordChangedAt: changed)
    }
}

/// Only what somebody may say of themselves: neither role nor agency.
struct SaveOwnAccount: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE accounts SET name = $1, language = $2, time_zone = $3, theme = $4, shortcuts = $5, updated_at = now()
        WHERE id = (SELECT viewer_account())
        """

    var name: String
    var language: String?
    var timeZone: String?
    var theme: String
    var hasShortcuts: Bool
    var parameters: [PostgresParameter] {
        [.init(name), .init(language), .init(timeZone), .init(theme), .init(hasShortcuts)]
    }
}

/// The viewer's own. What the row had is not read: nobody who shows pages may.
struct SavePassword: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO account_passwords (account_id, password_hash) VALUES ((SELECT viewer_account()), $1)
        ON CONFLICT (account_id) DO UPDATE SET password_hash = $1, changed_at = now()
        """

    var hash: String
    var parameters: [PostgresParameter] { [.init(hash)] }
}

/// The viewer's own switch, who has to be an agent: their row is not theirs to change in any other way.
struct SetOwnAvailability: PostgresStatement {
    typealias Row = NoRow
    static let sql = "SELECT set_own_availability($1)"

    var availability: String
    var parameters: [PostgresParameter] { [.init(availability)] }
}

/// A token of an account that the viewer may see: of their own agency, whatever the id says.
struct AddToken: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO account_tokens (id, account_id, agency_id, purpose, token_hash, label, expires_at)
        SELECT $1, id, agency_id, $3, $4, $5, $6 FROM accounts WHERE id = $2 AND active
        """

    var id = UUID.timeOrdered()
    var accountID: UUID
    var purpose: FindToken.Purpose
    var tokenHash: [UInt8]
    var label: String?
    var expiresAt: Date?

    var parameters: [PostgresParameter] {
        [.init(id), .init(accountID), .init(purpose), .init(tokenHash), .init(label), .init(expiresAt)]
    }
}

/// The viewer's tokens for programs that still work, and those that have just stopped.
struct ListAPITokens: PostgresStatement {
    struct Token: Sendable, Equatable {
        var id: UUID
        var label: String
        var createdAt: Date
        var expiresAt: Date?
        var usedAt: Date?
    }

    static let sql = """
        SELECT id, coalesce(label, ''), created_at, expires_at, used_at FROM account_tokens
        WHERE account_id = (SELECT viewer_account()) AND purpose = 'api' AND revoked_at IS NULL
            AND coalesce(expires_at > now() - interval '7 days', true)
        ORDER BY created_at DESC, id LIMIT 100
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Token {
        let (id, label, created, expires, used) = try row.decode((UUID, String, Date, Date?, Date?).self)
        return Token(id: id, label: label, createdAt: created, expiresAt: expires, usedAt: used)
    }
}

/// Returns its name; no row when there is none that works.
struct RevokeAPIToken: PostgresStatement {
    static let sql = """
        UPDATE account_tokens SET revoked_at = now()
        WHERE id = $1 AND account_id = (SELECT viewer_account()) AND purpose = 'api' AND revoked_at IS NULL
        RETURNING coalesce(label, '')
        """

    var id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        try row.decode(column: 0, as: String.self)
    }
}
