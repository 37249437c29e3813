internal import Contracts
internal import Foundation
internal import Notices

/// A call, as far as somebody is told of it.
struct CallFacts: Sendable, Equatable {
    var status: CallStatus
    var outcome: CallOutcome?
    var direction: CallDirection?
    var conversationHappened: Bool
    var leadName: String?
    var leadNumber: String?
    var summary: String?
    var durationSeconds: Int?
    var startedAt: Date?
    var hasTranscript: Bool
    var hasRecording: Bool
    /// Whether the owners have been told of it before, while nobody was there to take it.
    var ownersKnow = false
    /// Who has it now.
    var agentID: AgentID?

    /// What of it is worth telling; nil for nothing: somebody who did not pick up is called again.
    var worth: Worth? {
        if status == .completed { return .completed }
        // It broke off while they were talking, or they talked to our machine.
        if conversationHappened || direction == .inbound && outcome == .voicemail { return .missed }
        return nil
    }

    enum Worth: Sendable, Equatable {
        case completed, missed
    }

    func notice(_ id: CallID, agentName: String?, isRecipients: Bool, publicURL: String) -> CallNotice {
        let link = "\(publicURL)/calls/\(id)"
        return CallNotice(
            leadName: leadName, leadNumber: leadNumber, agentName: agentName, isRecipients: isRecipients,
            direction: direction, outcome: outcome, summary: summary, durationSeconds: durationSeconds,
            startedAt: startedAt, link: link, transcriptLink: hasTranscript ? "\(link)#transcript" : nil,
            recordingLink: hasRecording ? "\(link)#recording" : nil)
    }
}
