internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

struct ClaimReassignment: PostgresStatement {
    static let sql = "SELECT id, agency_id, lease_token FROM claim_reassignment($1)"

    /// Seconds.
    var lease: Double
    var parameters: [PostgresParameter] { [.init(lease)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> JobClaim { try JobClaim(row) }
}

struct ForgetReassignments: PostgresStatement {
    static let sql = "SELECT forget_reassignments()"

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
}

/// Who wished it, with the rights that they have by now; no row when they have been turned off.
struct ReadWisher: PostgresStatement {
    static let sql = """
        SELECT a.agency_id, a.role, a.agent_id, a.name, a.email, a.language, coalesce(a.time_zone, g.time_zone), g.name
        FROM accounts a JOIN agencies g ON g.id = a.agency_id WHERE a.id = $1 AND a.active
        """

    var id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }

    struct Row: Sendable {
        var agencyID: AgencyID
        var role: String
        var agentID: AgentID?
        var name: String
        var email: String
        var language: String?
        var timeZone: String
        var agencyName: String

        /// - Parameter job: stands for what proved who they are.
        func viewer(_ account: UUID, job: UUID) -> Viewer {
            Viewer(
                accountID: account, agencyID: agencyID, role: Viewer.Role(rawValue: role) ?? .agent, agentID: agentID,
                name: name, email: email, language: language, timeZone: TimeZone(identifier: timeZone) ?? .gmt,
                theme: "system", agencyName: agencyName, proofID: job)
        }
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (agencyID, role, agentID, name, email, language, timeZone, agencyName) = try row.decode(
            (AgencyID, String, AgentID?, String, String, String?, String, String).self)
        return Row(
            agencyID: agencyID, role: role, agentID: agentID, name: name, email: email, language: language,
            timeZone: timeZone, agencyName: agencyName)
    }
}

/// Notes how far looking for calls has come, and keeps the claim for longer. Touches nothing when somebody else has it, or it was
/// cancelled.
struct AdvanceCollection: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE reassignments SET state = 'running', call_count = call_count + $3, collected_to = coalesce($4, collected_to),
            is_collected = $5, updated_at = now(), lease_until = now() + make_interval(secs => $6)
        WHERE id = $1 AND lease_token = $2 AND state IN ('waiting', 'running')
        """

    var claim: JobClaim
    var calls: Int
    var to: Cursor?
    var isCollected: Bool
    var lease: Double

    var parameters: [PostgresParameter] {
        [.init(claim.id), .init(claim.token), .init(calls), .init(to?.text), .init(isCollected), .init(lease)]
    }
}

/// What is left of the first calls, by fixed numbers of them: whoever takes over finds the same ones.
struct ListNextCalls: PostgresStatement {
    static let sql = """
        WITH part AS (
            SELECT (min(position) - 1) / $2 AS number FROM reassignment_calls WHERE reassignment_id = $1 AND state = 'waiting'
        )
        SELECT c.position::int8, c.call_id, c.agent_id, EXISTS (SELECT FROM assignments s WHERE s.call_id = c.call_id)
        FROM part JOIN reassignment_calls c ON c.position > part.number * $2 AND c.position <= (part.number + 1) * $2
        WHERE c.reassignment_id = $1 AND c.state = 'waiting' ORDER BY c.position
        """

    struct Row: Sendable {
        var call: ReassignmentPiece.Call
        var agentID: AgentID
        /// Whether it has been decided whose it is, be it nobody's: before that nobody can have it.
        var isDecided: Bool
    }

    var id: UUID
    var limit: Int
    var parameters: [PostgresParameter] { [.init(id), .init(limit)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (position, call, agent, isDecided) = try row.decode((Int, CallID, AgentID, Bool).self)
        return Row(call: .init(position: position, id: call), agentID: agent, isDecided: isDecided)
    }
}

/// What became of calls that a command was about.
struct KeepReassigned: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE reassignment_calls SET reason = $4,
            state = CASE WHEN $4::text IS NOT NULL THEN 'refused' WHEN call_id = ANY ($3) THEN 'moved' ELSE 'kept' END
        WHERE reassignment_id = $1 AND position = ANY ($2) AND state = 'waiting'
        """

    var id: UUID
    var positions: [Int]
    var moved: [CallID] = []
    var refusal: ReassignmentRefusal?

    var parameters: [PostgresParameter] {
        [.init(id), .init(positions), .init(moved.map(\.rawValue)), .init(refusal?.text)]
    }
}

/// Counts what has been dealt with, and keeps the claim for longer. What was done counts even if it has been cancelled meanwhile:
/// the state says so. One that is held is so until something is done. No row when somebody else has the claim.
struct AdvanceReassignment: PostgresStatement {
    static let sql = """
        UPDATE reassignments SET
            state = CASE WHEN state = 'waiting' AND (held IS NULL OR $3 > 0) THEN 'running' ELSE state END,
            held = CASE WHEN $3 > 0 THEN NULL ELSE held END, done_count = done_count + $3,
            moved_count = moved_count + $4, refused_count = refused_count + $5,
            updated_at = now(), lease_until = now() + make_interval(secs => $6)
        WHERE id = $1 AND lease_token = $2 RETURNING state
        """

    var claim: JobClaim
    var done: Int
    var moved = 0
    var refused = 0
    var lease: Double

    var parameters: [PostgresParameter] {
        [.init(claim.id), .init(claim.token), .init(done), .init(moved), .init(refused), .init(lease)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> JobState {
        JobState(rawValue: try row.decode(column: 0, as: String.self)) ?? .failed
    }
}

/// Nobody does anything about it for a while.
struct HoldReassignment: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE reassignments SET state = 'waiting', held = $3, updated_at = now(),
            lease_until = now() + make_interval(secs => $4)
        WHERE id = $1 AND lease_token = $2 AND state IN ('waiting', 'running')
        """

    var claim: JobClaim
    var hold: Reassignment.Hold
    /// Seconds.
    var pause: Double
    var parameters: [PostgresParameter] {
        [.init(claim.id), .init(claim.token), .init(hold.rawValue), .init(pause)]
    }
}

/// Lets somebody else go on; those that have waited longer come first.
struct ReleaseReassignment: PostgresStatement {
    typealias Row = NoRow
    static let sql = "UPDATE reassignments SET lease_until = now() WHERE id = $1 AND lease_token = $2"

    var claim: JobClaim
    var parameters: [PostgresParameter] { [.init(claim.id), .init(claim.token)] }
}

struct EndReassignment: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE reassignments SET state = CASE WHEN $3::text IS NULL THEN 'done' ELSE 'failed' END, failure = $3, held = NULL,
            ended_at = now(), updated_at = now()
        WHERE id = $1 AND lease_token = $2 AND state IN ('waiting', 'running')
        """

    var claim: JobClaim
    /// Nil: it is done.
    var failure: Reassignment.Failure?
    var parameters: [PostgresParameter] {
        [.init(claim.id), .init(claim.token), .init(failure?.rawValue)]
    }
}
