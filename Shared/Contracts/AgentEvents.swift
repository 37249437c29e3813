/// Something about an agent of the team is different now: whether they take calls, which ones, or when.
package struct AgentChanged: EventPayload {
    package static let routingKey = "agent.changed"

    package var agentID: AgentID
    /// Whether they belong to the team.
    package var isActive: Bool
    /// Their own switch: whether they take calls at present.
    package var isAvailable: Bool

    package init(agentID: AgentID, isActive: Bool, isAvailable: Bool) {
        self.agentID = agentID
        self.isActive = isActive
        self.isAvailable = isAvailable
    }

    private enum CodingKeys: String, CodingKey {
        case agentID = "agent_id", isActive = "is_active", isAvailable = "is_available"
    }
}
