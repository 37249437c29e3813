internal import Contracts
internal import Foundation
internal import Postgres

/// Notes an account of the provider's, and how many of its lines are ours.
struct EnsureAccount: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO dial_accounts (account, lines) VALUES ($1, $2) ON CONFLICT (account) DO UPDATE SET lines = excluded.lines
        """

    let account: String
    let lines: Int
    var parameters: [PostgresParameter] { [.init(account), .init(Int32(clamping: lines))] }
}

/// The breaker, the lines in use, and the database's clock. The lock is held until the transaction ends: who takes lines takes
/// them one after the other.
struct LockAccount: PostgresStatement {
    static let sql = "\(AccountRow.sql) FOR NO KEY UPDATE"

    let account: String
    var parameters: [PostgresParameter] { [.init(account)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> AccountRow { try AccountRow.decode(row) }
}

/// The same, for a look that holds nobody up.
struct ReadAccount: PostgresStatement {
    static let sql = AccountRow.sql

    let account: String
    var parameters: [PostgresParameter] { [.init(account)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> AccountRow { try AccountRow.decode(row) }
}

struct AccountRow: Sendable {
    var breaker: Breaker
    /// Until when the provider takes no calls of the account, by its own word; in the past or nil when it does.
    var pausedUntil: Date?
    var now: Date

    fileprivate static let sql = """
        SELECT breaker, window_started_at, successes, failures, openings, retry_at, reason, paused_until,
            clock_timestamp()
        FROM dial_accounts WHERE account = $1
        """

    fileprivate static func decode(_ row: PostgresRow) throws(PostgresError) -> AccountRow {
        let (state, window, successes, failures, openings, retryAt, reason, pausedUntil, now) = try row.decode(
            (String, Date, Int32, Int32, Int32, Date?, String?, Date?, Date).self)
        return AccountRow(
            breaker: Breaker(
                state: Breaker.State(rawValue: state) ?? .closed, windowStartedAt: window, successes: Int(successes),
                failures: Int(failures), openings: Int(openings), retryAt: retryAt, reason: reason),
            pausedUntil: pausedUntil, now: now)
    }

    /// How many calls may be begun now, lines aside; nil for any number.
    var allowance: Int? {
        if let pausedUntil, pausedUntil > now { return 0 }
        return breaker.allowance(at: now)
    }
}

/// Keeps all calls of an account back for a while; a shorter while does not end a longer one.
struct PauseAccount: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE dial_accounts SET pause_reason = $3, paused_until = greatest(paused_until, now() + make_interval(secs => $2)),
            updated_at = now()
        WHERE account = $1
        """

    let account: String
    let wait: Double
    let reason: String
    var parameters: [PostgresParameter] { [.init(account), .init(wait), .init(reason)] }
}

struct LinesInUse: PostgresStatement {
    static let sql = """
        SELECT count(*) FROM call_attempts WHERE account = $1 AND state IN ('dialling', 'uncertain', 'placed')
        """

    let account: String
    var parameters: [PostgresParameter] { [.init(account)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int64 { try row.decode(Int64.self) }
}

struct SaveBreaker: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE dial_accounts SET breaker = $2, window_started_at = $3, successes = $4, failures = $5, openings = $6,
            retry_at = $7, reason = $8, updated_at = now()
        WHERE account = $1
        """

    let account: String
    let breaker: Breaker
    var parameters: [PostgresParameter] {
        [
            .init(account), .init(breaker.state.rawValue), .init(breaker.windowStartedAt),
            .init(Int32(breaker.successes)), .init(Int32(breaker.failures)), .init(Int32(breaker.openings)),
            .init(breaker.retryAt), .init(breaker.reason),
        ]
    }
}
