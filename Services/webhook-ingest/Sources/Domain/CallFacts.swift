internal import Contracts
internal import FoundationEssentials

/// What one message of the provider says about a call. Everything is optional but whose call it is.
struct CallFacts: Sendable, Equatable {
    /// How far the call is, as this message sees it.
    enum Stage: Sendable, Equatable {
        case progress(CallStatus)
        /// A status update said it is over; the report should follow.
        case ended
        /// The final report.
        case report
    }

    var vapiCallID: String
    var stage: Stage
    var endedReason: String?
    var startedAt: Date?
    var endedAt: Date?
    var durationSeconds: Double?
    var direction: CallDirection?
    var customerNumber: String?
    var customerName: String?
    var phoneNumberID: String?
    var assistantID: String?
    var transcript: String?
    var summary: String?
    var recordingURL: String?
    var language: String?
    /// Whether somebody other than the assistant said something; nil when the message does not tell.
    var customerSpoke: Bool?
    var optedOut = false
    /// Our own ids, as they came back in the call's metadata.
    var claimedAgencyID: AgencyID?
    var claimedLeadID: LeadID?
    /// What is kept beside the columns: a JSON object.
    var metadata: String = "{}"

    init(vapiCallID: String, stage: Stage) {
        self.vapiCallID = vapiCallID
        self.stage = stage
    }

    /// Seconds to the nearest whole one, from the message or from its times.
    var wholeSeconds: Int32? {
        let said = durationSeconds.flatMap { $0 >= 0 ? $0 : nil }
        let seconds = said ?? startedAt.flatMap { start in endedAt.map { $0.timeIntervalSince(start) } }
        guard let seconds, seconds >= 0 else { return nil }
        // A body may hold any number; converting one that does not fit would end the process.
        return Int32(min(seconds.rounded(), Double(Int32.max)))
    }

    /// How the call came out: the reason's meaning, corrected by what was really said.
    var result: EndedReason {
        var result = classified
        let spoke = customerSpoke ?? false
        let seconds = Double(wholeSeconds ?? .max)
        let mayBeMachine = ["silence-timed-out", "customer-ended-call", "assistant-ended-call"].contains(
            endedReason ?? "")
        if mayBeMachine, customerSpoke == false, seconds < 10 || endedReason == "silence-timed-out" {
            // Likely a machine or a declined call: nobody on the other side ever spoke.
            result = EndedReason(.noAnswer, .noAnswer, retryable: true)
        }
        if endedReason == "manually-canceled", spoke {
            result = EndedReason(.completed, .conversation, retryable: false)
        }
        if spoke { result.retryable = false }
        if optedOut { result = EndedReason(result.status, .optedOut, retryable: false) }
        return result
    }

    private var classified: EndedReason {
        if let endedReason { return EndedReason(endedReason) }
        // Without a reason the evidence decides.
        let happened = customerSpoke == true || (wholeSeconds ?? 0) > 0
        return happened
            ? EndedReason(.completed, .conversation, retryable: false)
            : EndedReason(.failed, .unknown, retryable: false)
    }

    /// Whether a person on the other side talked: then nobody redials automatically.
    var conversationHappened: Bool {
        if customerSpoke == true { return result.outcome != .voicemail }
        return customerSpoke == nil && result.status == .completed
    }
}
