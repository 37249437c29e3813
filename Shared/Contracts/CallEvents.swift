package import FoundationEssentials

/// The state of a call as other people rely on it (`call_logs.status`).
package enum CallStatus: String, Codable, Sendable, CaseIterable {
    case queued
    case ringing
    case inProgress = "in_progress"
    case completed
    case noAnswer = "no_answer"
    case busy
    case failed

    /// Whether nothing follows any more.
    package var isFinal: Bool {
        switch self {
        case .queued, .ringing, .inProgress: false
        case .completed, .noAnswer, .busy, .failed: true
        }
    }
}

/// How a call came out, finer than ``CallStatus`` (`call_logs.outcome`).
package enum CallOutcome: String, Codable, Sendable, CaseIterable {
    /// Two people, or a person and the assistant, talked.
    case conversation
    /// The call was passed on to a person.
    case transferred
    /// Passing the call on was tried and failed; the caller still talked to the assistant.
    case transferFailed = "transfer_failed"
    case voicemail
    case noAnswer = "no_answer"
    case busy
    /// The other side asked not to be called again.
    case optedOut = "opted_out"
    /// The voice platform's or a provider's fault.
    case platformFault = "platform_fault"
    /// Our own configuration's fault: a number, an assistant or a limit that has to be mended by hand.
    case configurationFault = "configuration_fault"
    case failed
    /// A report without a reason and without evidence; a person should look.
    case unknown
}

package enum CallDirection: String, Codable, Sendable, CaseIterable {
    case inbound
    case outbound
    case web
}

/// A call moved on but has not ended: ringing, answered.
package struct CallProgressed: EventPayload {
    package static let routingKey = "call.progressed"

    package var callID: CallID
    package var vapiCallID: String
    package var leadID: LeadID?
    package var status: CallStatus

    package init(callID: CallID, vapiCallID: String, leadID: LeadID?, status: CallStatus) {
        self.callID = callID
        self.vapiCallID = vapiCallID
        self.leadID = leadID
        self.status = status
    }

    private enum CodingKeys: String, CodingKey {
        case callID = "call_id", vapiCallID = "vapi_call_id", leadID = "lead_id", status
    }
}

/// A call is over and its final report is in, or none came in time. Published once for each call.
package struct CallEnded: EventPayload {
    package static let routingKey = "call.ended"

    package var callID: CallID
    package var vapiCallID: String
    /// Nil when the caller is nobody we know.
    package var leadID: LeadID?
    package var direction: CallDirection?
    package var status: CallStatus
    package var outcome: CallOutcome
    /// The provider's own word, an open list.
    package var endedReason: String?
    /// Whether calling again may help.
    package var retryable: Bool
    /// Whether the other side spoke: then nobody redials automatically, whatever the status says.
    package var conversationHappened: Bool
    package var startedAt: Date?
    package var endedAt: Date?
    package var durationSeconds: Int?
    /// BCP 47, when the report tells.
    package var language: String?
    package var recordingAvailable: Bool

    package init(
        callID: CallID, vapiCallID: String, leadID: LeadID?, direction: CallDirection?, status: CallStatus,
        outcome: CallOutcome, endedReason: String?, retryable: Bool, conversationHappened: Bool, startedAt: Date?,
        endedAt: Date?, durationSeconds: Int?, language: String?, recordingAvailable: Bool
    ) {
        self.callID = callID
        self.vapiCallID = vapiCallID
        self.leadID = leadID
        self.direction = direction
        self.status = status
        self.outcome = outcome
        self.endedReason = endedReason
        self.retryable = retryable
        self.conversationHappened = conversationHappened
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.durationSeconds = durationSeconds
        self.language = language
        self.recordingAvailable = recordingAvailable
    }

    private enum CodingKeys: String, CodingKey {
        case callID = "call_id", vapiCallID = "vapi_call_id", leadID = "lead_id", direction, status, outcome,
            endedReason = "ended_reason", retryable, conversationHappened = "conversation_happened",
            startedAt = "started_at", endedAt = "ended_at", durationSeconds = "duration_seconds", language,
            recordingAvailable = "recording_available"
    }
}

/// The report of a call came after `call.ended` had to be published without it, or a later one knew more.
package struct CallAmended: EventPayload {
    package static let routingKey = "call.amended"

    package var callID: CallID
    package var vapiCallID: String
    package var leadID: LeadID?
    package var status: CallStatus
    package var outcome: CallOutcome
    package var recordingAvailable: Bool

    package init(
        callID: CallID, vapiCallID: String, leadID: LeadID?, status: CallStatus, outcome: CallOutcome,
        recordingAvailable: Bool
    ) {
        self.callID = callID
        self.vapiCallID = vapiCallID
        self.leadID = leadID
        self.status = status
        self.outcome = outcome
        self.recordingAvailable = recordingAvailable
    }

    private enum CodingKeys: String, CodingKey {
        case callID = "call_id", vapiCallID = "vapi_call_id", leadID = "lead_id", status, outcome,
            recordingAvailable = "recording_available"
    }
}

/// Why a call went to whom it went to.
package enum AssignmentRule: String, Codable, Sendable {
    /// The lead already has an owner on the team.
    case owner
    /// A territory matches the lead's postcode.
    case territory
    /// Everybody's turn.
    case roundRobin = "round_robin"
    /// Nobody was available, so availability was disregarded.
    case nobodyAvailable = "nobody_available"
    /// The agency has no active agent: the call waits under Operations.
    case catchAll = "catch_all"
    /// Nobody has to do anything: nobody was reached and the lead has no owner yet.
    case notNeeded = "not_needed"
    /// The call could not be matched to an agency.
    case unmatched
}

/// Who has a call now. Published once for each decision, also when the decision is "nobody".
package struct CallAssigned: EventPayload {
    package static let routingKey = "call.assigned"

    package var callID: CallID
    package var leadID: LeadID?
    package var agentID: AgentID?
    package var rule: AssignmentRule
    package var status: CallStatus
    package var outcome: CallOutcome

    package init(
        callID: CallID, leadID: LeadID?, agentID: AgentID?, rule: AssignmentRule, status: CallStatus,
        outcome: CallOutcome
    ) {
        self.callID = callID
        self.leadID = leadID
        self.agentID = agentID
        self.rule = rule
        self.status = status
        self.outcome = outcome
    }

    private enum CodingKeys: String, CodingKey {
        case callID = "call_id", leadID = "lead_id", agentID = "agent_id", rule, status, outcome
    }
}

/// A lead got its first owner, or another one.
package struct LeadAssigned: EventPayload {
    package static let routingKey = "lead.assigned"

    package var leadID: LeadID
    package var agentID: AgentID
    package var previousAgentID: AgentID?

    package init(leadID: LeadID, agentID: AgentID, previousAgentID: AgentID?) {
        self.leadID = leadID
        self.agentID = agentID
        self.previousAgentID = previousAgentID
    }

    private enum CodingKeys: String, CodingKey {
        case leadID = "lead_id", agentID = "agent_id", previousAgentID = "previous_agent_id"
    }
}
