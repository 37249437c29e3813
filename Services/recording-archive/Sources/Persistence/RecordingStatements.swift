internal import Contracts
internal import Foundation
internal import Postgres

/// A recording that has to be fetched, or whose bytes have to be removed, and what is known about its call.
struct ArchiveWork: Sendable, Equatable {
    var callID: CallID
    var agencyID: AgencyID?
    var leaseToken: Int64
    var attempt: Int
    /// Whether nobody may hear it any more, and its bytes have to go.
    var isRemoval: Bool
    /// Why it was deleted, and whose wish that was.
    var reason: String?
    var actor: String?
    var traceparent: String?
    var vapiCallID: String
    /// As the call's report had it; nil when it had none.
    var link: String?
    /// Whether the link has been refused before.
    var linkIsRefused: Bool
    var seconds: Int?

    /// The same for each attempt, so that nothing that one has stored is left by another.
    var objectKey: ObjectName { ObjectName(callID) }
}

/// What a call's recording is called in the store. The last digits of an id are random: that many folders share the load.
struct ObjectName: Sendable, Equatable, CustomStringConvertible {
    let description: String
    init(_ callID: CallID) { description = "\(callID.description.suffix(2))/\(callID)" }
}

/// Has the recording of a call fetched, unless that has been decided before. A call that was nobody's may have become an
/// agency's since, and then its recording has too.
struct ExpectRecording: PostgresStatement {
    static let sql = """
        INSERT INTO recordings (call_id, agency_id, traceparent, status, reason, due_at)
        VALUES ($1, $2, $3, CASE WHEN $4::text IS NULL THEN 'waiting' ELSE 'absent' END, $4,
            CASE WHEN $4::text IS NULL THEN now() ELSE 'infinity' END)
        ON CONFLICT (call_id) DO UPDATE SET agency_id = excluded.agency_id, updated_at = now()
        WHERE recordings.agency_id IS NULL AND excluded.agency_id IS NOT NULL
        """

    let callID: CallID
    let agencyID: AgencyID?
    let traceparent: String?
    /// Why there is none, when that is certain.
    let absence: RecordingReason?
    var parameters: [PostgresParameter] {
        [.init(callID.rawValue), .init(agencyID?.rawValue), .init(traceparent), .init(absence?.rawValue)]
    }
}

/// Notes whose a recording is that was nobody's, whatever has become of it.
struct GiveRecording: PostgresStatement {
    static let sql = """
        UPDATE recordings SET agency_id = $2, updated_at = now()
        WHERE call_id = $1 AND agency_id IS NULL AND $2::uuid IS NOT NULL
        """

    let callID: CallID
    let agencyID: AgencyID?
    var parameters: [PostgresParameter] { [.init(callID.rawValue), .init(agencyID?.rawValue)] }
}

/// Has a recording fetched that a later report knows of: one that was taken for absent, or was given up.
struct ReviveRecording: PostgresStatement {
    static let sql = """
        INSERT INTO recordings (call_id, agency_id, traceparent) VALUES ($1, $2, $3)
        ON CONFLICT (call_id) DO UPDATE SET status = 'waiting', reason = NULL, detail = NULL, attempts = 0,
            link_refused = false, due_at = now(), updated_at = now()
        WHERE recordings.status IN ('absent', 'failed')
        """

    let callID: CallID
    let agencyID: AgencyID?
    let traceparent: String?
    var parameters: [PostgresParameter] {
        [.init(callID.rawValue), .init(agencyID?.rawValue), .init(traceparent)]
    }
}

/// Takes the recording over that has waited longest, for a while: whoever is killed loses it when that is over.
struct ClaimRecording: PostgresStatement {
    static let sql = """
        WITH due AS MATERIALIZED (
            SELECT call_id FROM recordings WHERE due_at <= now() AND due_at < 'infinity' ORDER BY due_at, call_id LIMIT 1
            FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE recordings SET due_at = now() + make_interval(secs => $1), leased_until = now() + make_interval(secs => $1),
            lease_token = lease_token + 1, attempts = attempts + (recordings.status = 'waiting')::integer, updated_at = now()
        FROM due JOIN call_logs ON call_logs.id = due.call_id
        WHERE recordings.call_id = due.call_id
        RETURNING recordings.call_id, recordings.agency_id, lease_token, attempts, recordings.status = 'deleted',
            recordings.reason, deleted_by, traceparent, call_logs.vapi_call_id,
            call_logs.recording_url, link_refused, call_logs.duration_seconds
        """

    let lease: Double
    var parameters: [PostgresParameter] { [.init(lease)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> ArchiveWork {
        let (call, agency, token, attempts, isRemoval, reason, actor, trace, vapiCall, link, isRefused, seconds) =
            try row.decode(
                (UUID, UUID?, Int64, Int32, Bool, String?, String?, String?, String, String?, Bool, Int32?).self)
        return ArchiveWork(
            callID: CallID(rawValue: call), agencyID: agency.map(AgencyID.init(rawValue:)), leaseToken: token,
            attempt: Int(attempts), isRemoval: isRemoval, reason: reason, actor: actor, traceparent: trace,
            vapiCallID: vapiCall, link: link, linkIsRefused: isRefused, seconds: seconds.map { Int($0) })
    }
}

/// Keeps a recording in hand for longer. No row when it is not in hand any more.
struct RenewLease: PostgresStatement {
    static let sql = """
        UPDATE recordings SET due_at = now() + make_interval(secs => $4), leased_until = now() + make_interval(secs => $4)
        WHERE call_id = $1 AND lease_token = $2 AND (status = 'deleted') = $3 RETURNING true
        """

    let work: ArchiveWork
    let lease: Double
    var parameters: [PostgresParameter] {
        [.init(work.callID.rawValue), .init(work.leaseToken), .init(work.isRemoval), .init(lease)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
}

/// Seconds until something has to be done; none when nothing waits.
struct NextRecording: PostgresStatement {
    static let sql = """
        SELECT extract(epoch FROM due_at - now())::float8 FROM recordings WHERE due_at < 'infinity'
        ORDER BY due_at, call_id LIMIT 1
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Double { try row.decode(Double.self) }
}
