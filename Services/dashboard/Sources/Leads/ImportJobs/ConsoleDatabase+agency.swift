internal import Contracts
internal import Messaging
internal import Postgres

extension ConsoleDatabase {
    /// For work that is nobody's in particular, as an agency's owner would do it; publishes what `body` returns with the change.
    func change<R: Sendable>(
        for agencyID: AgencyID, _ body: (PostgresTransaction) async throws -> (R, [OutgoingEvent])
    ) async throws -> R {
        let (result, handover) = try await pool.transaction { transaction in
            _ = try await transaction.execute(ActAs(agencyID: agencyID, accountID: nil, role: .owner, agentID: nil))
            let (result, events) = try await body(transaction)
            return (result, try await transaction.commit(publishing: events))
        }
        relay.publish(handover)
        return result
    }
}
