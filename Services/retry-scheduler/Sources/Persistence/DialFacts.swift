internal import Calling
internal import Contracts
internal import Foundation
internal import Postgres
internal import Telephony

/// A planned call with everything that decides about it.
struct PlannedCallFacts: Sendable {
    var retryID: RetryID
    var leadID: LeadID
    var agencyID: AgencyID
    var kind: PlannedCallKind
    var retryCount: Int
    var scheduledAt: Date
    var reason: String?
    var failures: Int
    var traceparent: String?
    var question: DialQuestion
    var leadName: String?
    var language: String
    var agencyName: String
    var agencyLanguage: String
    var assistantID: String?
    var phoneNumberID: String?
}

/// The facts about planned calls, by one index probe each, whatever there is of history.
///
/// Calls to the number are our attempts that may have rung, and calls of the agency's that somebody placed past us.
private let factsSQL = """
    SELECT retry.id, retry.lead_id, retry.agency_id, retry.kind, retry.retry_count, retry.scheduled_at, retry.reason,
        retry.failures, retry.traceparent,
        leads.phone, leads.name, leads.country, leads.postcode, leads.time_zone_given, leads.consent_kind,
        coalesce(
            CASE WHEN leads.language_is_given THEN leads.preferred_language END,
            (SELECT language FROM call_logs WHERE lead_id = retry.lead_id AND conversation_happened AND language IS NOT NULL
                ORDER BY created_at DESC LIMIT 1),
            leads.preferred_language, agencies.default_language),
        agencies.name, agencies.default_language,
        agencies.status <> 'active' OR settings.paused_at IS NOT NULL, coalesce(settings.rules, '{}'),
        EXISTS (SELECT FROM do_not_call WHERE agency_id = retry.agency_id AND phone = leads.phone)
            OR EXISTS (SELECT FROM suppressions
                WHERE channel = 'sms' AND address = leads.phone AND agency_id IS NULL AND cause = 'stop'),
        EXISTS (SELECT FROM call_logs WHERE lead_id = retry.lead_id AND outcome = 'opted_out'),
        retry.kind <> 'by_hand' AND EXISTS (
            SELECT FROM call_logs WHERE lead_id = retry.lead_id AND conversation_happened
                AND greatest(ended_at, report_received_at) > retry.created_at),
        EXISTS (SELECT FROM call_attempts WHERE agency_id = retry.agency_id AND phone = leads.phone
            AND state IN ('dialling', 'uncertain', 'placed')),
        retry.kind <> 'by_hand' AND EXISTS (
            SELECT FROM appointments WHERE lead_id = retry.lead_id AND status = 'scheduled' AND created_at > retry.created_at),
        calls.number, calls.recent,
        (SELECT vapi_id FROM agency_vapi_resources WHERE agency_id = retry.agency_id AND kind = 'assistant'
            ORDER BY created_at, vapi_id LIMIT 1),
        (SELECT vapi_id FROM agency_vapi_resources WHERE agency_id = retry.agency_id AND kind = 'phone_number'
            ORDER BY created_at, vapi_id LIMIT 1)
    FROM retry
    JOIN leads ON leads.id = retry.lead_id
    JOIN agencies ON agencies.id = retry.agency_id
    LEFT JOIN calling_settings settings ON settings.agency_id = retry.agency_id
    CROSS JOIN LATERAL (
        SELECT count(*) AS number,
            coalesce(array_agg(made.at ORDER BY made.at) FILTER (WHERE made.at > now() - interval '1 day'), '{}') AS recent
        FROM (
            SELECT requested_at AS at FROM call_attempts
            WHERE agency_id = retry.agency_id AND phone = leads.phone AND state NOT IN ('refused', 'not_placed')
            UNION ALL
            SELECT created_at FROM call_logs
            WHERE lead_id = retry.lead_id AND direction = 'outbound' AND NOT EXISTS (
                SELECT FROM call_attempts WHERE call_attempts.vapi_call_id = call_logs.vapi_call_id)
        ) made
    ) calls
    ORDER BY retry.due_at, retry.id
    """

extension PlannedCallFacts {
    fileprivate static func decode(_ row: PostgresRow) throws(PostgresError) -> PlannedCallFacts {
        let (
            id, lead, agency, kind, retryCount, scheduledAt, reason, failures, traceparent, phone, name, country,
            postcode,
            timeZone, consent, language, agencyName, agencyLanguage, isPaused, rules, isBarred, hasOptedOut, wasReached,
            isOnACall, isBooked, calls, recent, assistantID, phoneNumberID
        ) = try row.decode(
            (
                UUID, UUID, UUID, String, Int32, Date, String?, Int32, String?, String?, String?, String?, String?,
                String?,
                String?, String, String, String, Bool, JSONB, Bool, Bool, Bool, Bool, Bool, Int64, [Date], String?,
                String?
            ).self)
        let number = phone.flatMap { try? TelephoneNumber($0, country: nil) }
        var question = DialQuestion(
            // What is stored was checked when it was stored; should it not read, the standard is safer than nothing.
            rules: (try? CallingRules(json: rules.text.utf8)) ?? .standard, number: number,
            place: CalledPlace(number: number, country: country, postcode: postcode, timeZone: timeZone),
            consent: consent.flatMap(ConsentKind.init(rawValue:)))
        question.isPaused = isPaused
        question.isOnDoNotCallList = isBarred
        question.hasOptedOut = hasOptedOut
        question.wasReached = wasReached
        question.isOnACall = isOnACall
        question.isBooked = isBooked
        question.callsBefore = Int(calls)
        question.recentCalls = recent
        return PlannedCallFacts(
            retryID: RetryID(rawValue: id), leadID: LeadID(rawValue: lead), agencyID: AgencyID(rawValue: agency),
            kind: PlannedCallKind(rawValue: kind) ?? .retry, retryCount: Int(retryCount), scheduledAt: scheduledAt,
            reason: reason, failures: Int(failures), traceparent: traceparent, question: question, leadName: name,
            language: language, agencyName: agencyName, agencyLanguage: agencyLanguage, assistantID: assistantID,
            phoneNumberID: phoneNumberID)
    }
}

/// Locks planned calls that are due, the longest due first, and returns the facts. Several schedulers get different ones.
struct LockDueCalls: PostgresStatement {
    static let sql = """
        WITH retry AS MATERIALIZED (
            SELECT * FROM call_retries WHERE status = 'pending' AND due_at <= now()
            ORDER BY due_at, id LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
        )
        \(factsSQL)
        """

    let limit: Int
    var parameters: [PostgresParameter] { [.init(Int64(limit))] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> PlannedCallFacts {
        try PlannedCallFacts.decode(row)
    }
}

/// The facts about one planned call.
struct LoadPlannedCall: PostgresStatement {
    static let sql = "WITH retry AS MATERIALIZED (SELECT * FROM call_retries WHERE id = $1) \(factsSQL)"

    let retryID: RetryID
    var parameters: [PostgresParameter] { [.init(retryID.rawValue)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> PlannedCallFacts {
        try PlannedCallFacts.decode(row)
    }
}

/// Seconds until the next planned call is due: negative when overdue, nil when none waits.
struct NextDue: PostgresStatement {
    static let sql = """
        SELECT extract(epoch FROM due_at - now())::float8 FROM call_retries
        WHERE status = 'pending' AND due_at < 'infinity' ORDER BY due_at, id LIMIT 1
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Double { try row.decode(Double.self) }
}
