internal import Contracts
internal import Foundation
internal import Postgres

/// Uses a link up. No row when somebody was quicker, or it has been revoked meanwhile.
struct UseLink: PostgresStatement {
    static let sql = """
        UPDATE account_tokens SET used_at = now()
        WHERE token_hash = $1 AND purpose IN ('invitation', 'password') AND used_at IS NULL AND revoked_at IS NULL
            AND account_id = (SELECT viewer_account()) AND coalesce(expires_at > now(), true)
        RETURNING id
        """

    var tokenHash: [UInt8]
    var parameters: [PostgresParameter] { [.init(tokenHash)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}

/// Links that are still about are of no use once there is a password, or a newer invitation.
struct RevokeLinks: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE account_tokens SET revoked_at = now()
        WHERE account_id = $1 AND purpose IN ('invitation', 'password') AND used_at IS NULL AND revoked_at IS NULL
        """

    var accountID: UUID
    var parameters: [PostgresParameter] { [.init(accountID)] }
}

/// Counts a wish for a link; returns how many there have been within the hour under each key. Apart from the attempts to sign
/// in: neither can be used to keep somebody from the other.
struct NoteLinkRequest: PostgresStatement {
    static let sql = """
        INSERT INTO sign_in_limits AS l (key, failures) SELECT key, 1 FROM unnest($1::text[]) AS key ORDER BY key
        ON CONFLICT (key) DO UPDATE SET
            failures = CASE WHEN l.window_began_at < now() - interval '1 hour' THEN 1 ELSE l.failures + 1 END,
            window_began_at = CASE WHEN l.window_began_at < now() - interval '1 hour' THEN now()
                ELSE l.window_began_at END
        RETURNING key, failures
        """

    var keys: [String]
    var parameters: [PostgresParameter] { [.init(keys)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> (key: String, count: Int) {
        let (key, count) = try row.decode((String, Int32).self)
        return (key, Int(count))
    }
}

/// The name that somebody who joins gives themselves.
struct RenameOwnAccount: PostgresStatement {
    typealias Row = NoRow
    static let sql = "UPDATE accounts SET name = $1, updated_at = now() WHERE id = (SELECT viewer_account())"

    var name: String
    var parameters: [PostgresParameter] { [.init(name)] }
}
