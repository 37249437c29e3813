internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// What a worker has taken on, and whose it is.
struct CallExportClaim: Sendable, Identifiable {
    var job: JobClaim
    var accountID: UUID

    var id: UUID { job.id }
}

struct ClaimCallExport: PostgresStatement {
    static let sql = "SELECT id, agency_id, lease_token, account_id FROM claim_call_export($1)"

    /// Seconds.
    var lease: Double
    var parameters: [PostgresParameter] { [.init(lease)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallExportClaim {
        let (id, agency, token, account) = try row.decode((UUID, AgencyID, Int64, UUID).self)
        return CallExportClaim(job: JobClaim(id: id, agencyID: agency, token: token), accountID: account)
    }
}

struct ForgetCallExports: PostgresStatement {
    static let sql = "SELECT forget_call_exports()"

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
}

/// Notes that there is one more piece, keeps the claim for longer, and returns the piece's number. No row when somebody else has
/// the claim, or it was cancelled.
struct AdvanceCallExport: PostgresStatement {
    static let sql = """
        UPDATE call_exports SET state = CASE WHEN $3 THEN 'done' ELSE 'running' END, done_count = done_count + $4,
            byte_count = byte_count + $5, piece_count = piece_count + 1, continues_after = $6,
            total_count = CASE WHEN $3 THEN done_count + $4 ELSE coalesce($7, total_count) END,
            ended_at = CASE WHEN $3 THEN now() END, updated_at = now(), lease_until = now() + make_interval(secs => $8)
        WHERE id = $1 AND lease_token = $2 AND state IN ('waiting', 'running') RETURNING piece_count::int8
        """

    var claim: JobClaim
    var isDone: Bool
    var calls: Int
    var bytes: Int
    var last: Cursor?
    /// Nil: it is not known, or noted already.
    var total: Int?
    /// Seconds.
    var lease: Double

    var parameters: [PostgresParameter] {
        [
            .init(claim.id), .init(claim.token), .init(isDone), .init(calls), .init(bytes), .init(last?.text),
            .init(total), .init(lease),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
}

struct AddCallExportPiece: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO call_export_pieces (export_id, agency_id, account_id, ordinal, body) VALUES ($1, $2, $3, $4, $5)
        """

    var claim: CallExportClaim
    var ordinal: Int
    var body: [UInt8]

    var parameters: [PostgresParameter] {
        [.init(claim.id), .init(claim.job.agencyID), .init(claim.accountID), .init(ordinal), .init(body)]
    }
}

/// Lets somebody else go on; those that have waited longer come first.
struct ReleaseCallExport: PostgresStatement {
    typealias Row = NoRow
    static let sql = "UPDATE call_exports SET lease_until = now() WHERE id = $1 AND lease_token = $2"

    var claim: JobClaim
    var parameters: [PostgresParameter] { [.init(claim.id), .init(claim.token)] }
}

struct FailCallExport: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE call_exports SET state = 'failed', failure = $3, ended_at = now(), updated_at = now()
        WHERE id = $1 AND lease_token = $2 AND state IN ('waiting', 'running')
        """

    var claim: JobClaim
    var failure: CallExport.Failure
    var parameters: [PostgresParameter] { [.init(claim.id), .init(claim.token), .init(failure.rawValue)] }
}
