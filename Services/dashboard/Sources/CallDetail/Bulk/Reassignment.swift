internal import Contracts
internal import Foundation
internal import Postgres

/// Many calls that are given to somebody else, piece by piece, and how far that has come.
struct Reassignment: Sendable {
    /// Why it waits although it has begun.
    enum Hold: String, Sendable, CaseIterable {
        case unanswered, failed
    }

    enum Failure: String, Sendable, CaseIterable {
        /// Whoever was to have them is not active any more.
        case agentGone = "agent_gone"
        /// Whoever wished it may not do so any more.
        case notAllowed = "not_allowed"
        case unexpected
    }

    var id: UUID
    var state: JobState
    var held: Hold?
    var failure: Failure?
    /// The filter whose calls these are, as an address has it; nil where each call was named.
    var query: String?
    /// Whether it is known which calls it is about.
    var isCollected: Bool
    /// Where looking for them goes on.
    var collectedTo: Cursor?
    /// Nil: several share them.
    var agentID: AgentID?
    var agentName: String?
    /// Whose they have been, where somebody hands over all that they have.
    var fromName: String?
    var accountID: UUID
    var accountName: String?
    /// Of the network.
    var address: String
    var calls: Int
    /// Those that are dealt with; of them, those that have changed hands, and those that could not.
    var done: Int
    var moved: Int
    var refused: Int
    var leaseToken: Int64
    var createdAt: Date
    var endedAt: Date?

    /// Dealt with, and theirs already.
    var kept: Int { done - moved - refused }

    static func path(_ id: UUID) -> String { "/calls/reassign/\(id.uuidString.lowercased())" }

    static let columns = """
        r.id, r.state, r.held, r.failure, r.query, r.is_collected, r.collected_to, r.agent_id,
        (SELECT a.name FROM agents a WHERE a.id = r.agent_id), (SELECT a.name FROM agents a WHERE a.id = r.from_agent_id),
        r.account_id, (SELECT a.name FROM accounts a WHERE a.id = r.account_id), r.address,
        ARRAY[r.call_count, r.done_count, r.moved_count, r.refused_count]::int8[], r.lease_token, r.created_at, r.ended_at
        """
}

extension Reassignment {
    init(_ row: PostgresRow) throws(PostgresError) {
        let (
            id, state, held, failure, query, isCollected, cursor, agentID, agentName, fromName, accountID, accountName,
            address, counts, leaseToken, createdAt, endedAt
        ) = try row.decode(
            (
                UUID, String, String?, String?, String?, Bool, String?, AgentID?, String?, String?, UUID, String?,
                String, [Int], Int64, Date, Date?
            ).self)
        func count(_ index: Int) -> Int { counts.indices.contains(index) ? counts[index] : 0 }
        self.init(
            id: id, state: JobState(rawValue: state) ?? .failed, held: held.flatMap { Hold(rawValue: $0) },
            failure: failure.map { Failure(rawValue: $0) ?? .unexpected }, query: query, isCollected: isCollected,
            collectedTo: cursor.flatMap { Cursor($0) }, agentID: agentID, agentName: agentName, fromName: fromName,
            accountID: accountID, accountName: accountName, address: address, calls: count(0), done: count(1),
            moved: count(2), refused: count(3), leaseToken: leaseToken, createdAt: createdAt, endedAt: endedAt)
    }
}
