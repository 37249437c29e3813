internal import FoundationEssentials
internal import Postgres

/// Takes the next place in the provider account's rate, across all replicas: a generic cell rate algorithm of one request
/// per interval. Returns how long to wait for it; while the account is closed nothing is taken and the reason is told.
struct TakeRequestSlot: PostgresStatement {
    static let sql = """
        INSERT INTO provider_limits AS account (account, next_request_at) VALUES ($1, now() + make_interval(secs => $2))
        ON CONFLICT (account) DO UPDATE SET
            next_request_at = CASE WHEN account.closed_until > now() THEN account.next_request_at
                ELSE greatest(account.next_request_at, now()) + make_interval(secs => $2) END,
            closed_reason = CASE WHEN account.closed_until > now() THEN account.closed_reason END
        RETURNING greatest(0, extract(epoch FROM next_request_at - now()) - $2)::float8,
            (CASE WHEN closed_until > now() THEN extract(epoch FROM closed_until - now()) END)::float8, closed_reason
        """

    let account: String
    let interval: Double
    var parameters: [PostgresParameter] { [.init(account), .init(interval)] }

    struct Row: Sendable {
        var waitSeconds: Double
        var closedForSeconds: Double?
        var closedReason: String?
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (wait, closed, reason) = try row.decode((Double, Double?, String?).self)
        return Row(waitSeconds: wait, closedForSeconds: closed, closedReason: reason)
    }
}

struct CloseAccount: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO provider_limits AS account (account, closed_until, closed_reason) VALUES ($1, $2, $3)
        ON CONFLICT (account) DO UPDATE SET
            closed_reason = CASE WHEN account.closed_until > $2 THEN account.closed_reason ELSE $3 END,
            closed_until = greatest(account.closed_until, $2), updated_at = now()
        """

    let account: String
    let until: Date
    let reason: String
    var parameters: [PostgresParameter] { [.init(account), .init(until), .init(reason)] }
}
