internal import Contracts
internal import Messaging
internal import Postgres

/// What others are told of an agent whose row has changed. Read after the change, in its transaction.
struct ReadAgentState: PostgresStatement {
    static let sql = "SELECT active, availability = 'available' FROM agents WHERE id = $1"

    struct Row: Sendable {
        var isActive: Bool
        var isAvailable: Bool
    }

    var id: AgentID
    var parameters: [PostgresParameter] { [.init(id)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (isActive, isAvailable) = try row.decode((Bool, Bool).self)
        return Row(isActive: isActive, isAvailable: isAvailable)
    }
}

extension PostgresTransaction {
    /// The event that tells of an agent as they are now; none when the viewer does not see them.
    func agentChanged(_ id: AgentID, of agencyID: AgencyID) async throws -> [OutgoingEvent] {
        guard let state = try await execute(ReadAgentState(id: id)).first else { return [] }
        return [
            try OutgoingEvent(
                from: Dashboard.name, about: id, agencyID: agencyID,
                AgentChanged(agentID: id, isActive: state.isActive, isAvailable: state.isAvailable))
        ]
    }
}
