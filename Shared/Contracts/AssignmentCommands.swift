package import FoundationEssentials

/// Somebody looks at a call. Ends its follow-up when it is theirs.
package struct OpenCall: CommandPayload {
    package static let routingKey = "calls.open"

    package struct Reply: Codable, Sendable, Equatable {
        /// When its agent saw it first; nil when it was somebody else who looked.
        package var openedAt: Date?
        package init(openedAt: Date?) { self.openedAt = openedAt }
        private enum CodingKeys: String, CodingKey { case openedAt = "opened_at" }
    }

    package var callID: CallID
    package var agentID: AgentID

    package init(callID: CallID, agentID: AgentID) {
        self.callID = callID
        self.agentID = agentID
    }
    private enum CodingKeys: String, CodingKey { case callID = "call_id", agentID = "agent_id" }
}

/// Gives calls to somebody else, and with them their leads.
package struct ReassignCalls: CommandPayload {
    package static let routingKey = "calls.reassign"

    package struct Reply: Codable, Sendable, Equatable {
        /// Those that have changed hands.
        package var callIDs: [CallID]
        package init(callIDs: [CallID]) { self.callIDs = callIDs }
        private enum CodingKeys: String, CodingKey { case callIDs = "call_ids" }
    }

    package var callIDs: [CallID]
    package var agentID: AgentID

    package init(callIDs: [CallID], agentID: AgentID) {
        self.callIDs = callIDs
        self.agentID = agentID
    }
    private enum CodingKeys: String, CodingKey { case callIDs = "call_ids", agentID = "agent_id" }
}

/// Gives leads to somebody else, with nothing else: for those that came by no call. Their later calls go to whoever has them.
package struct ReassignLeads: CommandPayload {
    package static let routingKey = "leads.reassign"

    package struct Reply: Codable, Sendable, Equatable {
        /// Those that have changed hands.
        package var leadIDs: [LeadID]
        package init(leadIDs: [LeadID]) { self.leadIDs = leadIDs }
        private enum CodingKeys: String, CodingKey { case leadIDs = "lead_ids" }
    }

    package var leadIDs: [LeadID]
    package var agentID: AgentID

    package init(leadIDs: [LeadID], agentID: AgentID) {
        self.leadIDs = leadIDs
        self.agentID = agentID
    }
    private enum CodingKeys: String, CodingKey { case leadIDs = "lead_ids", agentID = "agent_id" }
}

/// Sets within what time the agency's calls have to be opened, and what is done about those that are not.
package struct ConfigureFollowUp: CommandPayload {
    package static let routingKey = "follow_up.configure"

    package struct Reply: Codable, Sendable, Equatable {
        package var version: Int
        package init(version: Int) { self.version = version }
    }

    /// A JSON object as `FollowUpRules` reads it.
    package var rules: String

    package init(rules: String) { self.rules = rules }
}
