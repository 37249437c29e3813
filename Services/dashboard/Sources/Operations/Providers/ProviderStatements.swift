internal import Foundation
internal import Postgres

/// The limits of mail and message providers, which all agencies share.
struct ListProviderLimits: PostgresStatement {
    static let sql = """
        SELECT account, CASE WHEN closed_until > now() THEN closed_until END,
            CASE WHEN closed_until > now() THEN closed_reason END, updated_at
        FROM provider_limits ORDER BY account LIMIT 50
        """

    struct Row: Sendable {
        /// Such as `resend`, or `twilio/sms`.
        var account: String
        /// Nil: it is open.
        var closedUntil: Date?
        var reason: String?
        var updatedAt: Date
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (account, until, reason, updated) = try row.decode((String, Date?, String?, Date).self)
        return Row(account: account, closedUntil: until, reason: reason, updatedAt: updated)
    }
}

/// How dialling goes.
struct ListDialAccounts: PostgresStatement {
    static let sql = """
        SELECT account, breaker, retry_at, reason, CASE WHEN paused_until > now() THEN paused_until END,
            CASE WHEN paused_until > now() THEN pause_reason END, lines::int8, updated_at
        FROM dial_accounts ORDER BY account LIMIT 50
        """

    struct Row: Sendable {
        var account: String
        /// `closed`: calls are made. `open`: none are, until later. `half_open`: one is tried.
        var breaker: String
        var retryAt: Date?
        var reason: String?
        var pausedUntil: Date?
        var pauseReason: String?
        /// How many calls may be under way at a time.
        var lines: Int?
        var updatedAt: Date
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (account, breaker, retry, reason, paused, pauseReason, lines, updated) = try row.decode(
            (String, String, Date?, String?, Date?, String?, Int?, Date).self)
        return Row(
            account: account, breaker: breaker, retryAt: retry, reason: reason, pausedUntil: paused,
            pauseReason: pauseReason, lines: lines, updatedAt: updated)
    }
}
