package import Contracts
package import Foundation

/// The facts of a call. A name or text that is blank counts as absent.
package struct CallNotice: Sendable, Equatable {
    package var leadName: String?
    package var leadNumber: String?
    /// Who has the call.
    package var agentName: String?
    /// Who had it before.
    package var previousAgentName: String?
    /// Whether the recipient is the agent who has the call now.
    package var isRecipients: Bool
    package var direction: CallDirection?
    package var outcome: CallOutcome?
    package var summary: String?
    package var durationSeconds: Int?
    package var startedAt: Date?
    /// The page of the call: `http` or `https`, as all links.
    package var link: String
    package var transcriptLink: String?
    package var recordingLink: String?

    package init(
        leadName: String? = nil, leadNumber: String? = nil, agentName: String? = nil,
        previousAgentName: String? = nil, isRecipients: Bool, direction: CallDirection? = nil,
        outcome: CallOutcome? = nil, summary: String? = nil, durationSeconds: Int? = nil, startedAt: Date? = nil,
        link: String, transcriptLink: String? = nil, recordingLink: String? = nil
    ) {
        self.leadName = leadName
        self.leadNumber = leadNumber
        self.agentName = agentName
        self.previousAgentName = previousAgentName
        self.isRecipients = isRecipients
        self.direction = direction
        self.outcome = outcome
        self.summary = summary
        self.durationSeconds = durationSeconds
        self.startedAt = startedAt
        self.link = link
        self.transcriptLink = transcriptLink
        self.recordingLink = recordingLink
    }
}
