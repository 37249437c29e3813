/// An agent's calendar is connected: its busy times count, and appointments are written to it.
package struct CalendarConnected: EventPayload {
    package static let routingKey = "calendar.connected"
    package var connectionID: ConnectionID
    package var agentID: AgentID
    /// Whose calendar it is, as the provider names it.
    package var account: String?

    package init(connectionID: ConnectionID, agentID: AgentID, account: String?) {
        self.connectionID = connectionID
        self.agentID = agentID
        self.account = account
    }

    private enum CodingKeys: String, CodingKey { case connectionID = "connection_id", agentID = "agent_id", account }
}

/// An agent's calendar is connected no longer, by somebody's wish.
package struct CalendarDisconnected: EventPayload {
    package static let routingKey = "calendar.disconnected"
    package var connectionID: ConnectionID
    package var agentID: AgentID

    package init(connectionID: ConnectionID, agentID: AgentID) {
        self.connectionID = connectionID
        self.agentID = agentID
    }

    private enum CodingKeys: String, CodingKey { case connectionID = "connection_id", agentID = "agent_id" }
}

/// A calendar can no longer be read or written until its agent connects it again. Told once for each break.
package struct CalendarUnhealthy: EventPayload {
    package static let routingKey = "calendar.unhealthy"
    package var connectionID: ConnectionID
    package var agentID: AgentID
    package var reason: String

    package init(connectionID: ConnectionID, agentID: AgentID, reason: String) {
        self.connectionID = connectionID
        self.agentID = agentID
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey { case connectionID = "connection_id", agentID = "agent_id", reason }
}

/// The provider says that something in a calendar is different. It does not say what.
package struct CalendarChanged: EventPayload {
    package static let routingKey = "calendar.changed"
    package var connectionID: ConnectionID

    package init(connectionID: ConnectionID) { self.connectionID = connectionID }
    private enum CodingKeys: String, CodingKey { case connectionID = "connection_id" }
}
