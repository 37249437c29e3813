/// Somebody has looked at a call that was theirs to look at, for the first time.
package struct CallOpened: EventPayload {
    package static let routingKey = "call.opened"

    package var callID: CallID
    package var agentID: AgentID
    /// From the end of the call, and from its assignment: both delays of speed to lead.
    package var secondsAfterEnd: Double
    package var secondsAfterAssignment: Double

    package init(callID: CallID, agentID: AgentID, secondsAfterEnd: Double, secondsAfterAssignment: Double) {
        self.callID = callID
        self.agentID = agentID
        self.secondsAfterEnd = secondsAfterEnd
        self.secondsAfterAssignment = secondsAfterAssignment
    }

    private enum CodingKeys: String, CodingKey {
        case callID = "call_id", agentID = "agent_id", secondsAfterEnd = "seconds_after_end",
            secondsAfterAssignment = "seconds_after_assignment"
    }
}

/// A call has somebody else now.
package struct CallReassigned: EventPayload {
    package static let routingKey = "call.reassigned"

    package var callID: CallID
    package var leadID: LeadID?
    package var agentID: AgentID
    /// Nil when nobody had it.
    package var previousAgentID: AgentID?
    /// `by_hand` or `not_opened`.
    package var reason: String
    /// Whose wish it was: an account's id, or a word for a machine's.
    package var actor: String

    package init(
        callID: CallID, leadID: LeadID?, agentID: AgentID, previousAgentID: AgentID?, reason: String, actor: String
    ) {
        self.callID = callID
        self.leadID = leadID
        self.agentID = agentID
        self.previousAgentID = previousAgentID
        self.reason = reason
        self.actor = actor
    }

    private enum CodingKeys: String, CodingKey {
        case callID = "call_id", leadID = "lead_id", agentID = "agent_id", previousAgentID = "previous_agent_id",
            reason, actor
    }
}

/// Nobody has opened a call in time.
package struct FollowUpOverdue: EventPayload {
    package static let routingKey = "followup.overdue"

    /// What is done about it.
    package enum Step: String, Codable, Sendable, CaseIterable {
        /// Its agent is reminded.
        case remind
        /// The owners are told.
        case escalate
    }

    package var callID: CallID
    package var leadID: LeadID?
    /// Whose it is.
    package var agentID: AgentID
    package var step: Step
    /// Since it was assigned.
    package var waitingSeconds: Double

    package init(callID: CallID, leadID: LeadID?, agentID: AgentID, step: Step, waitingSeconds: Double) {
        self.callID = callID
        self.leadID = leadID
        self.agentID = agentID
        self.step = step
        self.waitingSeconds = waitingSeconds
    }

    private enum CodingKeys: String, CodingKey {
        case callID = "call_id", leadID = "lead_id", agentID = "agent_id", step, waitingSeconds = "waiting_seconds"
    }
}
