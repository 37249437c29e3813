internal import Foundation
internal import Postgres

/// What has become of a call's recording.
struct ReadCallRecording: PostgresStatement {
    struct Recording: Sendable {
        var status: String
        var reason: String?
        var contentType: String?
        var bytes: Int?
        var durationSeconds: Double?
        var storedAt: Date?
        var deletedAt: Date?
        /// Whose wish that was, where it was a person's.
        var deletedBy: String?
        var updatedAt: Date

        var isStored: Bool { status == "stored" }
    }

    static let sql = """
        SELECT r.status, r.reason, r.content_type, r.bytes, r.duration_seconds, r.stored_at, r.deleted_at, x.name,
            r.updated_at
        FROM recordings r LEFT JOIN accounts x ON x.id::text = r.deleted_by WHERE r.call_id = $1
        """

    var callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Recording {
        let (status, reason, type, bytes, duration, stored, deleted, by, updated) =
            try row.decode((String, String?, String?, Int?, Double?, Date?, Date?, String?, Date).self)
        return Recording(
            status: status, reason: reason, contentType: type, bytes: bytes, durationSeconds: duration,
            storedAt: stored, deletedAt: deleted, deletedBy: by, updatedAt: updated)
    }
}

/// Where the audio of a call is; none when there is nothing that the viewer may hear.
struct FindStoredRecording: PostgresStatement {
    struct Stored: Sendable {
        var objectKey: String
        var contentType: String
        var bytes: Int
        var sha256: [UInt8]?
        /// When the call was.
        var at: Date
    }

    static let sql = """
        SELECT r.object_key, r.content_type, r.bytes, r.sha256, c.created_at
        FROM call_logs c JOIN recordings r ON r.call_id = c.id
        WHERE c.id = $1 AND r.status = 'stored' AND r.object_key IS NOT NULL
        """

    var callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Stored {
        let (key, type, bytes, sha256, at) = try row.decode((String, String, Int, [UInt8]?, Date).self)
        return Stored(objectKey: key, contentType: type, bytes: bytes, sha256: sha256, at: at)
    }
}
