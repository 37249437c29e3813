internal import Contracts
internal import Messaging
internal import Postgres

/// The database as somebody sees it: each transaction says whose it is before anything else, and the policies do the rest.
struct ConsoleDatabase: Sendable {
    let pool: PostgresPool
    let relay: OutboxRelay

    /// Runs `body` in a transaction that sees and changes what the viewer may.
    func run<R: Sendable>(
        as viewer: Viewer, _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        try await pool.transaction { transaction in
            _ = try await transaction.execute(ActAs(viewer))
            return try await body(transaction)
        }
    }

    /// The same, and publishes what `body` returns as events, with the change and never without it.
    func change<R: Sendable>(
        as viewer: Viewer, _ body: (PostgresTransaction) async throws -> (R, [OutgoingEvent])
    ) async throws -> R {
        let (result, handover) = try await pool.transaction { transaction in
            _ = try await transaction.execute(ActAs(viewer))
            let (result, events) = try await body(transaction)
            return (result, try await transaction.commit(publishing: events))
        }
        relay.publish(handover)
        return result
    }

    /// For work that is nobody's in particular: what an agency's owner sees.
    func run<R: Sendable>(
        for agencyID: AgencyID, _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        try await pool.transaction { transaction in
            _ = try await transaction.execute(ActAs(agencyID: agencyID, accountID: nil, role: .owner, agentID: nil))
            return try await body(transaction)
        }
    }
}
