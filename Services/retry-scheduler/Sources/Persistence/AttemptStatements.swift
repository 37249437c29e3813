internal import Contracts
internal import Foundation
internal import Postgres

/// Writes attempts down before the provider is asked, and takes their planned calls out of everybody's reach.
struct BeginAttempts: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        WITH begun AS (
            INSERT INTO call_attempts (
                id, retry_id, agency_id, lead_id, account, phone, state, check_at, requested_at, traceparent, assistant_id)
            SELECT id, retry_id, agency_id, lead_id, $7, phone, 'dialling', now() + make_interval(secs => $8), now(),
                traceparent, assistant_id
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $9::text[])
                AS new (id, retry_id, agency_id, lead_id, phone, traceparent, assistant_id)
        )
        UPDATE call_retries SET attempt_id = new.id, due_at = 'infinity', reason = NULL, updated_at = now()
        FROM unnest($1::uuid[], $2::uuid[]) AS new (id, retry_id) WHERE call_retries.id = new.retry_id
        """

    let attempts: [Attempt]
    let account: String
    /// After so long without a word of this process somebody else looks after them.
    let patience: Duration

    var parameters: [PostgresParameter] {
        [
            .init(attempts.map(\.id.rawValue)), .init(attempts.map(\.retryID.rawValue)),
            .init(attempts.map(\.agencyID.rawValue)), .init(attempts.map(\.leadID.rawValue)),
            .init(attempts.map(\.phone)), .init(attempts.map(\.traceparent)), .init(account),
            .init(Double(patience.components.seconds)), .init(attempts.map(\.assistantID)),
        ]
    }
}

/// An attempt that is under way.
struct Attempt: Sendable, Equatable {
    enum State: String, Sendable {
        case dialling, uncertain, placed, ended
    }

    var id: AttemptID
    var retryID: RetryID
    var agencyID: AgencyID
    var leadID: LeadID
    var phone: String
    var state = State.dialling
    var vapiCallID: String?
    var requestedAt = Date()
    var checks = 0
    var leaseToken: Int64 = 0
    var traceparent: String?
    var kind = PlannedCallKind.retry
    var retryCount = 0
    var failures = 0
    /// Which assistant was asked for: the call is among its calls.
    var assistantID: String?
}

/// Takes attempts over that nothing was heard of, for so long that the provider has to be asked.
struct ClaimChecks: PostgresStatement {
    static let sql = """
        WITH due AS MATERIALIZED (
            SELECT id FROM call_attempts WHERE check_at <= now() ORDER BY check_at, id LIMIT $1
            FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE call_attempts attempt SET
            check_at = now() + interval '60 seconds', checks = checks + 1, lease_token = lease_token + 1
        FROM due, call_retries retry WHERE attempt.id = due.id AND retry.id = attempt.retry_id
        RETURNING attempt.id, retry_id, attempt.agency_id, attempt.lead_id, phone, state, vapi_call_id, requested_at, checks,
            lease_token, attempt.traceparent, retry.kind, retry.retry_count, retry.failures,
            attempt.assistant_id
        """

    let limit: Int
    var parameters: [PostgresParameter] { [.init(Int64(limit))] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Attempt {
        let (
            id, retry, agency, lead, phone, state, callID, requestedAt, checks, token, traceparent, kind, count,
            failures,
            assistant
        ) = try row.decode(
            (
                UUID, UUID, UUID, UUID, String, String, String?, Date, Int32, Int64, String?, String, Int32, Int32,
                String?
            ).self)
        return Attempt(
            id: AttemptID(rawValue: id), retryID: RetryID(rawValue: retry), agencyID: AgencyID(rawValue: agency),
            leadID: LeadID(rawValue: lead), phone: phone, state: Attempt.State(rawValue: state) ?? .uncertain,
            vapiCallID: callID, requestedAt: requestedAt, checks: Int(checks), leaseToken: token,
            traceparent: traceparent,
            kind: PlannedCallKind(rawValue: kind) ?? .retry, retryCount: Int(count), failures: Int(failures),
            assistantID: assistant)
    }
}

struct NextCheck: PostgresStatement {
    static let sql = """
        SELECT extract(epoch FROM check_at - now())::float8 FROM call_attempts
        WHERE check_at IS NOT NULL ORDER BY check_at, id LIMIT 1
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Double { try row.decode(Double.self) }
}

/// The provider has the call. A fact, whoever finds it out, and however late: no token is asked for. Nothing is returned when it
/// was known, or when the call has ended by now.
struct NotePlaced: PostgresStatement {
    static let sql = """
        WITH placed AS (
            UPDATE call_attempts SET state = 'placed', vapi_call_id = $2, placed_at = now(), reason = NULL, checks = 0,
                check_at = now() + make_interval(secs => $3)
            WHERE id = $1 AND state IN ('dialling', 'uncertain')
            RETURNING retry_id
        ), done AS (
            UPDATE call_retries SET status = 'completed', reason = NULL, failures = 0, updated_at = now()
            FROM placed WHERE call_retries.id = placed.retry_id AND status = 'pending'
        )
        SELECT retry_id FROM placed
        """

    let attemptID: AttemptID
    let vapiCallID: String
    let patience: Duration
    var parameters: [PostgresParameter] {
        [.init(attemptID.rawValue), .init(vapiCallID), .init(Double(patience.components.seconds))]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(UUID.self) }
}

/// Asked for, and no answer: it has to be looked for.
struct NoteUncertain: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE call_attempts SET state = 'uncertain', reason = $3, check_at = now() + make_interval(secs => $4)
        WHERE id = $1 AND lease_token = $2 AND state IN ('dialling', 'uncertain')
        """

    let attempt: Attempt
    let reason: String
    let wait: Double
    var parameters: [PostgresParameter] {
        [.init(attempt.id.rawValue), .init(attempt.leaseToken), .init(reason), .init(wait)]
    }
}

/// Surely not placed: it is planned again, or given up.
struct NoteNotPlaced: PostgresStatement {
    static let sql = """
        WITH failed AS (
            UPDATE call_attempts SET state = $3, reason = $4, check_at = NULL, ended_at = now()
            WHERE id = $1 AND lease_token = $2 AND state IN ('dialling', 'uncertain')
            RETURNING retry_id
        )
        UPDATE call_retries SET
            status = CASE WHEN $5::float8 IS NULL THEN 'failed' ELSE 'pending' END, reason = $4, failures = failures + 1,
            due_at = CASE WHEN $5::float8 IS NULL THEN 'infinity' ELSE now() + make_interval(secs => $5) END,
            updated_at = now()
        FROM failed WHERE call_retries.id = failed.retry_id AND status = 'pending'
        RETURNING call_retries.id
        """

    let attempt: Attempt
    /// `not_placed` or `refused`.
    let state: String
    let reason: String
    /// Nil: never again.
    let retryAfter: Double?
    var parameters: [PostgresParameter] {
        [
            .init(attempt.id.rawValue), .init(attempt.leaseToken), .init(state), .init(reason), .init(retryAfter),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(UUID.self) }
}

struct PostponeCheck: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE call_attempts SET check_at = now() + make_interval(secs => $3)
        WHERE id = $1 AND lease_token = $2 AND check_at IS NOT NULL
        """

    let attempt: Attempt
    let wait: Double
    var parameters: [PostgresParameter] { [.init(attempt.id.rawValue), .init(attempt.leaseToken), .init(wait)] }
}

/// Nothing has to be asked about it any more.
struct ClearCheck: PostgresStatement {
    typealias Row = NoRow
    static let sql = "UPDATE call_attempts SET check_at = NULL WHERE id = $1 AND lease_token = $2"

    let attempt: Attempt
    var parameters: [PostgresParameter] { [.init(attempt.id.rawValue), .init(attempt.leaseToken)] }
}

/// Nobody can say what became of it.
struct NoteLost: PostgresStatement {
    static let sql = """
        UPDATE call_attempts SET state = 'lost', reason = $3, check_at = NULL, ended_at = now()
        WHERE id = $1 AND lease_token = $2 AND state IN ('placed', 'uncertain') RETURNING id
        """

    let attempt: Attempt
    let reason: String
    var parameters: [PostgresParameter] { [.init(attempt.id.rawValue), .init(attempt.leaseToken), .init(reason)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(UUID.self) }
}

/// A call has ended: its attempt, found by the provider's id or by ours in the call's metadata, gives its line back. The
/// planned call that it was is done. The call's end can be known before the answer to our asking for it.
struct EndAttempt: PostgresStatement {
    static let sql = """
        WITH found AS (
            SELECT attempt.id FROM call_attempts attempt WHERE attempt.vapi_call_id = $2
            UNION ALL
            SELECT attempt.id FROM call_logs
            JOIN call_attempts attempt ON attempt.agency_id = call_logs.agency_id AND attempt.vapi_call_id IS NULL
                AND attempt.id = CASE
                    WHEN call_logs.metadata->'metadata'->>'attempt_id' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
                    THEN (call_logs.metadata->'metadata'->>'attempt_id')::uuid END
            WHERE call_logs.id = $1
            LIMIT 1
        ), ended AS (
            UPDATE call_attempts SET state = 'ended', call_id = $1, vapi_call_id = $2, ended_at = now(),
                placed_at = coalesce(placed_at, now()), checks = 0,
                -- Over, but its report has not come: it is asked for.
                check_at = CASE WHEN (SELECT report_received_at FROM call_logs WHERE id = $1) IS NULL
                    THEN now() + interval '60 seconds' END
            FROM found WHERE call_attempts.id = found.id
            RETURNING call_attempts.id, retry_id, placed_at = now() AS is_news
        ), done AS (
            UPDATE call_retries SET status = 'completed', reason = NULL, updated_at = now()
            FROM ended WHERE call_retries.id = ended.retry_id AND status = 'pending' AND due_at = 'infinity'
        )
        SELECT ended.id, retry_id, is_news, retry.kind, retry.retry_count, retry.call_id, retry.agency_id, retry.lead_id
        FROM ended JOIN call_retries retry ON retry.id = ended.retry_id
        """

    struct Row: Sendable {
        var attemptID: AttemptID
        var retryID: RetryID
        var agencyID: AgencyID
        var leadID: LeadID
        /// Nobody knew until now that the call had been placed.
        var isNews: Bool
        var kind: PlannedCallKind
        var retryCount: Int
        var originalCallID: CallID?
    }

    let callID: CallID
    let vapiCallID: String
    var parameters: [PostgresParameter] { [.init(callID.rawValue), .init(vapiCallID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (attempt, retry, isNews, kind, count, call, agency, lead) = try row.decode(
            (UUID, UUID, Bool, String, Int32, UUID?, UUID, UUID).self)
        return Row(
            attemptID: AttemptID(rawValue: attempt), retryID: RetryID(rawValue: retry),
            agencyID: AgencyID(rawValue: agency), leadID: LeadID(rawValue: lead), isNews: isNews,
            kind: PlannedCallKind(rawValue: kind) ?? .retry, retryCount: Int(count),
            originalCallID: call.map(CallID.init(rawValue:)))
    }
}

/// Why nothing follows a planned call that was made and reached nobody.
struct NoteExhausted: PostgresStatement {
    typealias Row = NoRow
    static let sql = "UPDATE call_retries SET reason = $2, updated_at = now() WHERE id = $1"

    let retryID: RetryID
    let reason: String
    var parameters: [PostgresParameter] { [.init(retryID.rawValue), .init(reason)] }
}

/// What planning a retry needs to know about a lead.
struct LoadCalledLead: PostgresStatement {
    static let sql = """
        SELECT leads.phone, leads.country, leads.postcode, leads.time_zone_given, coalesce(settings.rules, '{}'), now()
        FROM leads LEFT JOIN calling_settings settings ON settings.agency_id = leads.agency_id
        WHERE leads.id = $1 AND leads.agency_id = $2
        """

    struct Row: Sendable {
        var phone: String?
        var country: String?
        var postcode: String?
        var timeZone: String?
        var rules: String
        var now: Date
    }

    let leadID: LeadID
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(leadID.rawValue), .init(agencyID.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (phone, country, postcode, timeZone, rules, now) = try row.decode(
            (String?, String?, String?, String?, JSONB, Date).self)
        return Row(
            phone: phone, country: country, postcode: postcode, timeZone: timeZone, rules: rules.text, now: now)
    }
}
