internal import Contracts
internal import Foundation
internal import Postgres

/// A planned call as replies and events need it.
struct RetryRow: Sendable {
    var id: RetryID
    var leadID: LeadID
    var agencyID: AgencyID
    var callID: CallID?
    var kind: PlannedCallKind
    var retryCount: Int
    var scheduledAt: Date
    var status: String
    var reason: String?
    /// Whether somebody is dialling right now.
    var isBeingDialled: Bool
    /// Whether the statement inserted it.
    var isNew: Bool

    fileprivate static let columns = """
        call_retries.id, call_retries.lead_id, call_retries.agency_id, call_retries.call_id, call_retries.kind,
        call_retries.retry_count, call_retries.scheduled_at, call_retries.status, call_retries.reason,
        call_retries.status = 'pending' AND call_retries.due_at = 'infinity' AND call_retries.paused_at IS NULL
        """

    fileprivate static func decode(_ row: PostgresRow) throws(PostgresError) -> RetryRow {
        let (id, lead, agency, call, kind, count, scheduledAt, status, reason, isBeingDialled, isNew) = try row.decode(
            (UUID, UUID, UUID, UUID?, String, Int32, Date, String, String?, Bool, Bool).self)
        return RetryRow(
            id: RetryID(rawValue: id), leadID: LeadID(rawValue: lead), agencyID: AgencyID(rawValue: agency),
            callID: call.map(CallID.init(rawValue:)), kind: PlannedCallKind(rawValue: kind) ?? .retry,
            retryCount: Int(count), scheduledAt: scheduledAt, status: status, reason: reason,
            isBeingDialled: isBeingDialled, isNew: isNew)
    }

    var reply: PlannedCall {
        PlannedCall(
            retryID: id, leadID: leadID, status: status, scheduledAt: scheduledAt.roundedToMilliseconds, reason: reason)
    }

    var planned: RetryPlanned {
        RetryPlanned(
            retryID: id, leadID: leadID, callID: callID, kind: kind, retryCount: retryCount,
            scheduledAt: scheduledAt.roundedToMilliseconds)
    }
}

/// Plans a call. A lead has one planned call at most: where there is one, it is brought forward when that is wished and
/// nobody is dialling, else it stays as it is.
struct PlanCall: PostgresStatement {
    static let sql = """
        INSERT INTO call_retries (
            id, call_id, lead_id, agency_id, retry_count, scheduled_at, due_at, kind, traceparent)
        SELECT $1, $2, leads.id, leads.agency_id, $4, coalesce($5, now()), coalesce($5, now()), $6, $7
        FROM leads WHERE leads.id = $3 AND leads.agency_id = $8
        ON CONFLICT (lead_id) WHERE status = 'pending' DO UPDATE SET
            scheduled_at = CASE WHEN $9 AND call_retries.due_at < 'infinity'
                THEN least(call_retries.scheduled_at, excluded.scheduled_at) ELSE call_retries.scheduled_at END,
            -- Whoever asks for a call that is held lets it go.
            due_at = CASE WHEN $9 AND call_retries.due_at < 'infinity' THEN least(call_retries.due_at, excluded.due_at)
                WHEN excluded.kind = 'by_hand' AND call_retries.paused_at IS NOT NULL THEN excluded.due_at
                ELSE call_retries.due_at END,
            paused_at = CASE WHEN excluded.kind = 'by_hand' THEN NULL ELSE call_retries.paused_at END,
            kind = CASE WHEN $9 AND excluded.kind = 'by_hand' THEN 'by_hand' ELSE call_retries.kind END,
            updated_at = now()
        RETURNING \(RetryRow.columns), call_retries.id = $1
        """

    let id: RetryID
    var callID: CallID?
    let leadID: LeadID
    let agencyID: AgencyID
    var retryCount = 0
    /// Nil for now.
    var at: Date?
    let kind: PlannedCallKind
    var traceparent: String?
    var bringsForward = false

    var parameters: [PostgresParameter] {
        [
            .init(id.rawValue), .init(callID?.rawValue), .init(leadID.rawValue), .init(Int32(retryCount)), .init(at),
            .init(kind.rawValue), .init(traceparent), .init(agencyID.rawValue), .init(bringsForward),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> RetryRow { try RetryRow.decode(row) }
}

/// Takes planned calls back: of a lead, of a number, or one. What is being dialled cannot be taken back.
struct CancelPlanned: PostgresStatement {
    static let sql = """
        UPDATE call_retries SET status = 'cancelled', reason = $2, due_at = 'infinity', updated_at = now()
        WHERE status = 'pending' AND agency_id = $1
            AND lead_id IN (
                SELECT $4::uuid UNION ALL SELECT id FROM leads WHERE agency_id = $1 AND phone = $5
                UNION ALL SELECT lead_id FROM call_retries WHERE id = $3)
            AND ($3::uuid IS NULL OR id = $3)
            AND (NOT $6 OR kind <> 'by_hand')
            AND ($7::timestamptz IS NULL OR created_at <= $7)
            AND (due_at < 'infinity' OR paused_at IS NOT NULL)
        RETURNING \(RetryRow.columns), false
        """

    let agencyID: AgencyID
    let reason: String
    var retryID: RetryID?
    var leadID: LeadID?
    var phone: String?
    var onlyAutomatic = false
    /// Nil: whenever they were planned.
    var plannedBefore: Date?

    var parameters: [PostgresParameter] {
        [
            .init(agencyID.rawValue), .init(reason), .init(retryID?.rawValue), .init(leadID?.rawValue), .init(phone),
            .init(onlyAutomatic), .init(plannedBefore),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> RetryRow { try RetryRow.decode(row) }
}

/// Locks one planned call, so that what a command finds is what it changes.
struct LockPlanned: PostgresStatement {
    static let sql = """
        SELECT \(RetryRow.columns), false FROM call_retries WHERE id = $1 AND agency_id = $2 FOR NO KEY UPDATE
        """

    let retryID: RetryID
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(retryID.rawValue), .init(agencyID.rawValue)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> RetryRow { try RetryRow.decode(row) }
}

struct MovePlanned: PostgresStatement {
    static let sql = """
        UPDATE call_retries SET scheduled_at = $2, reason = 'by_hand', updated_at = now(),
            due_at = CASE WHEN paused_at IS NULL THEN $2 ELSE due_at END
        WHERE id = $1 RETURNING \(RetryRow.columns), false
        """

    let retryID: RetryID
    let at: Date
    var parameters: [PostgresParameter] { [.init(retryID.rawValue), .init(at)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> RetryRow { try RetryRow.decode(row) }
}

struct HoldPlanned: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE call_retries SET paused_at = CASE WHEN $2 THEN now() END,
            due_at = CASE WHEN $2 THEN 'infinity' ELSE scheduled_at END, updated_at = now()
        WHERE id = $1
        """

    let retryID: RetryID
    let isPaused: Bool
    var parameters: [PostgresParameter] { [.init(retryID.rawValue), .init(isPaused)] }
}

/// Holds all of an agency's calls, or lets go: then what waited for that is looked at at once.
struct HoldAgency: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        WITH settings AS (
            INSERT INTO calling_settings (agency_id, paused_at, changed_by)
            VALUES ($1, CASE WHEN $2 THEN now() END, $3)
            ON CONFLICT (agency_id) DO UPDATE SET
                paused_at = CASE WHEN $2 THEN coalesce(calling_settings.paused_at, now()) END,
                changed_by = excluded.changed_by, updated_at = now()
        )
        UPDATE call_retries SET due_at = scheduled_at, updated_at = now()
        WHERE agency_id = $1 AND status = 'pending' AND reason = 'outreach_paused' AND due_at < 'infinity' AND NOT $2
        """

    let agencyID: AgencyID
    let isPaused: Bool
    let actor: String
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue), .init(isPaused), .init(actor)] }
}

/// Stores rules and has every waiting call of the agency looked at again: a time that was moved into the old hours may be
/// another by the new ones.
struct SaveRules: PostgresStatement {
    static let sql = """
        WITH waiting AS (
            UPDATE call_retries SET due_at = least(due_at, now()), updated_at = now()
            WHERE agency_id = $1 AND status = 'pending' AND due_at < 'infinity'
                AND reason IN ('outside_hours', 'called_today')
        )
        INSERT INTO calling_settings AS settings (agency_id, rules, changed_by) VALUES ($1, $2, $3)
        ON CONFLICT (agency_id) DO UPDATE SET
            rules = excluded.rules, version = settings.version + 1, changed_by = excluded.changed_by, updated_at = now()
        RETURNING version
        """

    let agencyID: AgencyID
    let rules: String
    let actor: String
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue), .init(JSONB(rules)), .init(actor)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int32 { try row.decode(Int32.self) }
}

/// Puts a number on the list. What was said to a person or in a call stays when a message that said the same is taken back.
struct BarNumber: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO do_not_call (agency_id, phone, source, call_id) VALUES ($1, $2, $3, $4)
        ON CONFLICT (agency_id, phone) DO UPDATE SET source = excluded.source, call_id = excluded.call_id
            WHERE do_not_call.source = 'message' AND excluded.source <> 'message'
        """

    let agencyID: AgencyID
    let phone: String
    let source: String
    let callID: CallID?
    var parameters: [PostgresParameter] {
        [.init(agencyID.rawValue), .init(phone), .init(source), .init(callID?.rawValue)]
    }
}

/// One wish of a number at a time, until the transaction ends: of a STOP and a START that are dealt with at the same moment
/// neither would see what the other has done.
struct LockWishes: PostgresStatement {
    typealias Row = NoRow
    static let sql = "SELECT pg_advisory_xact_lock(hashtextextended('thavon.wishes.' || $1 || '.' || $2, 0))"

    let agencyID: AgencyID
    let phone: String
    var parameters: [PostgresParameter] { [.init(agencyID.description), .init(phone)] }
}

/// What the owner of a number has last wished by message: `stop` or `start`. No row when nothing.
struct LatestWish: PostgresStatement {
    static let sql = """
        SELECT wish FROM inbound_messages WHERE from_address = $1 AND wish IN ('stop', 'start')
        ORDER BY received_at DESC, message_id DESC LIMIT 1
        """

    let phone: String
    var parameters: [PostgresParameter] { [.init(phone)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}

/// Takes a number off the list, if it came there from the same source.
struct UnbarNumber: PostgresStatement {
    typealias Row = NoRow
    static let sql = "DELETE FROM do_not_call WHERE agency_id = $1 AND phone = $2 AND source = $3"

    let agencyID: AgencyID
    let phone: String
    let source: String
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue), .init(phone), .init(source)] }
}

/// What the gate made of planned calls that are not dialled now.
struct ApplyVerdicts: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE call_retries SET
            status = CASE WHEN verdict.is_final THEN 'cancelled' ELSE 'pending' END, reason = verdict.reason,
            scheduled_at = coalesce(verdict.scheduled_at, call_retries.scheduled_at),
            due_at = verdict.due_at, updated_at = now()
        FROM unnest($1::uuid[], $2::bool[], $3::text[], $4::timestamptz[], $5::timestamptz[])
            AS verdict (id, is_final, reason, scheduled_at, due_at)
        WHERE call_retries.id = verdict.id
        """

    struct Verdict: Sendable {
        var retryID: RetryID
        var isFinal: Bool
        var reason: String
        /// Nil keeps it: a call that waits for a line has not been put off.
        var scheduledAt: Date?
        var dueAt: Date
    }

    let verdicts: [Verdict]
    var parameters: [PostgresParameter] {
        [
            .init(verdicts.map(\.retryID.rawValue)), .init(verdicts.map(\.isFinal)), .init(verdicts.map(\.reason)),
            .init(verdicts.map(\.scheduledAt)), .init(verdicts.map(\.dueAt)),
        ]
    }
}
