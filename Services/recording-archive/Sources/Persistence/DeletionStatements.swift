internal import Contracts
internal import Foundation
internal import Postgres

/// From now on nobody hears the recording of a call; its bytes go as soon as nobody is storing them. No row when the agency has
/// no such call, or when it has been deleted before.
struct DeleteByHand: PostgresStatement {
    static let sql = """
        INSERT INTO recordings (call_id, agency_id, status, reason, deleted_at, deleted_by, traceparent)
        SELECT id, agency_id, 'deleted', 'by_hand', now(), $3, $4 FROM call_logs WHERE id = $1 AND agency_id = $2
        ON CONFLICT (call_id) DO UPDATE SET status = 'deleted', reason = 'by_hand', detail = NULL, deleted_at = now(),
            deleted_by = excluded.deleted_by, traceparent = excluded.traceparent,
            due_at = greatest(now(), recordings.leased_until), updated_at = now()
        WHERE recordings.status <> 'deleted'
        RETURNING true
        """

    let callID: CallID
    let agencyID: AgencyID
    let actor: String
    let traceparent: String?
    var parameters: [PostgresParameter] {
        [.init(callID.rawValue), .init(agencyID.rawValue), .init(actor), .init(traceparent)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
}

/// Whether the recording of one of the agency's calls has been deleted.
struct IsDeleted: PostgresStatement {
    static let sql = """
        SELECT recordings.status = 'deleted' FROM recordings JOIN call_logs ON call_logs.id = recordings.call_id
        WHERE recordings.call_id = $1 AND call_logs.agency_id = $2
        """

    let callID: CallID
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(callID.rawValue), .init(agencyID.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
}

/// Deletes what has been kept for as long as its agency wants, the oldest first. Where a recording does not say whose it is,
/// its call does: it may have been nobody's when it was stored.
struct DeleteExpired: PostgresStatement {
    static let sql = """
        WITH expired AS MATERIALIZED (
            (SELECT call_id, stored_at FROM recording_settings JOIN recordings USING (agency_id)
            WHERE retention_days IS NOT NULL AND status = 'stored'
                AND stored_at < now() - make_interval(days => retention_days)
            ORDER BY stored_at LIMIT $1)
            UNION ALL
            (SELECT call_id, stored_at FROM recordings JOIN call_logs ON call_logs.id = call_id
            JOIN recording_settings ON recording_settings.agency_id = call_logs.agency_id
            WHERE recordings.agency_id IS NULL AND recordings.status = 'stored' AND retention_days IS NOT NULL
                AND stored_at < now() - make_interval(days => retention_days)
            ORDER BY stored_at LIMIT $1)
        ), old AS MATERIALIZED (
            SELECT recordings.call_id FROM recordings
            WHERE call_id IN (SELECT call_id FROM expired) AND status = 'stored'
            ORDER BY stored_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE recordings SET status = 'deleted', reason = 'retention', deleted_at = now(), deleted_by = 'retention',
            due_at = greatest(now(), leased_until), updated_at = now()
        FROM old WHERE recordings.call_id = old.call_id RETURNING true
        """

    let limit: Int
    var parameters: [PostgresParameter] { [.init(Int64(limit))] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
}

/// Says how long an agency's recordings are kept, and returns the version of that.
struct SaveRetention: PostgresStatement {
    static let sql = """
        INSERT INTO recording_settings AS known (agency_id, retention_days, changed_by) VALUES ($1, $2, $3)
        ON CONFLICT (agency_id) DO UPDATE SET retention_days = excluded.retention_days, changed_by = excluded.changed_by,
            version = known.version + 1, updated_at = now()
        RETURNING version
        """

    let agencyID: AgencyID
    let days: Int?
    let actor: String
    var parameters: [PostgresParameter] {
        [.init(agencyID.rawValue), .init(days.map { Int32($0) }), .init(actor)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int32 { try row.decode(Int32.self) }
}
