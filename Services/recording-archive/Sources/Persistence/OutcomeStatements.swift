internal import Contracts
internal import Foundation
internal import Postgres

/// A recording is in the store. No row when it is not in hand any more, or has been deleted meanwhile.
struct NoteStored: PostgresStatement {
    static let sql = """
        UPDATE recordings SET status = 'stored', reason = NULL, detail = NULL, object_key = $3, content_type = $4,
            bytes = $5, duration_seconds = $6, sha256 = $7, source = $8, link_refused = $9, stored_at = now(),
            due_at = 'infinity', leased_until = '-infinity', updated_at = now()
        WHERE call_id = $1 AND lease_token = $2 AND status = 'waiting' RETURNING true
        """

    let work: ArchiveWork
    let recording: FetchedRecording
    let linkIsRefused: Bool
    var parameters: [PostgresParameter] {
        [
            .init(work.callID.rawValue), .init(work.leaseToken), .init(recording.objectKey),
            .init(recording.contentType), .init(Int64(recording.bytes)), .init(recording.seconds),
            .init(recording.sha256), .init(recording.source.rawValue), .init(linkIsRefused),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
}

/// A recording has to wait. An attempt that was no fault of the provider's does not count.
struct NoteWaiting: PostgresStatement {
    static let sql = """
        UPDATE recordings SET reason = $3, detail = $4, due_at = now() + make_interval(secs => $5), link_refused = $6,
            attempts = attempts - (NOT $7)::integer, leased_until = '-infinity', updated_at = now()
        WHERE call_id = $1 AND lease_token = $2 AND status = 'waiting'
        """

    let work: ArchiveWork
    let reason: RecordingReason
    let detail: String
    let wait: Double
    let linkIsRefused: Bool
    let countsAsAttempt: Bool
    var parameters: [PostgresParameter] {
        [
            .init(work.callID.rawValue), .init(work.leaseToken), .init(reason.rawValue), .init(detail), .init(wait),
            .init(linkIsRefused), .init(countsAsAttempt),
        ]
    }
}

/// There is none, or nobody tries any longer. No row when it is not in hand any more.
struct NoteGivenUp: PostgresStatement {
    static let sql = """
        UPDATE recordings SET status = $3, reason = $4, detail = $5, due_at = 'infinity', leased_until = '-infinity',
            updated_at = now()
        WHERE call_id = $1 AND lease_token = $2 AND status = 'waiting' RETURNING true
        """

    let work: ArchiveWork
    /// `absent` or `failed`.
    let status: String
    let reason: RecordingReason
    let detail: String
    var parameters: [PostgresParameter] {
        [
            .init(work.callID.rawValue), .init(work.leaseToken), .init(status), .init(reason.rawValue), .init(detail),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
}

/// Has the bytes removed once more of what was deleted while somebody was storing it.
struct RemoveAgain: PostgresStatement {
    static let sql = """
        UPDATE recordings SET due_at = greatest(now(), leased_until), updated_at = now()
        WHERE call_id = $1 AND status = 'deleted'
        """

    let callID: CallID
    var parameters: [PostgresParameter] { [.init(callID.rawValue)] }
}

/// The bytes are gone. No row when that is not in hand any more.
struct NoteRemoved: PostgresStatement {
    static let sql = """
        UPDATE recordings SET object_key = NULL, detail = NULL, due_at = 'infinity', leased_until = '-infinity',
            updated_at = now()
        WHERE call_id = $1 AND lease_token = $2 AND status = 'deleted' RETURNING true
        """

    let work: ArchiveWork
    var parameters: [PostgresParameter] { [.init(work.callID.rawValue), .init(work.leaseToken)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
}

/// The bytes could not be removed now.
struct NoteNotRemoved: PostgresStatement {
    static let sql = """
        UPDATE recordings SET detail = $3, due_at = now() + make_interval(secs => $4), leased_until = '-infinity',
            updated_at = now()
        WHERE call_id = $1 AND lease_token = $2 AND status = 'deleted'
        """

    let work: ArchiveWork
    let detail: String
    let wait: Double
    var parameters: [PostgresParameter] {
        [.init(work.callID.rawValue), .init(work.leaseToken), .init(detail), .init(wait)]
    }
}
