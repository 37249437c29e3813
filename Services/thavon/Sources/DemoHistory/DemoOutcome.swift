/// How a call of the demo's past came out, in the words of the tables.
enum DemoOutcome: Sendable, Equatable {
    case conversation, voicemail, noAnswer, busy, failed, optedOut

    /// Of a hundred calls, how many come out so.
    init(percent: Int) {
        switch percent {
        case ..<63: self = .conversation
        case ..<78: self = .noAnswer
        case ..<88: self = .voicemail
        case ..<95: self = .busy
        default: self = .failed
        }
    }

    var status: String {
        switch self {
        case .conversation, .optedOut: "completed"
        case .voicemail, .noAnswer: "no_answer"
        case .busy: "busy"
        case .failed: "failed"
        }
    }

    var word: String {
        switch self {
        case .conversation: "conversation"
        case .voicemail: "voicemail"
        case .noAnswer: "no_answer"
        case .busy: "busy"
        case .failed: "platform_fault"
        case .optedOut: "opted_out"
        }
    }

    var endedReason: String {
        switch self {
        case .conversation, .optedOut: "customer-ended-call"
        case .voicemail: "voicemail"
        case .noAnswer: "customer-did-not-answer"
        case .busy: "customer-busy"
        case .failed: "pipeline-error-openai-llm-failed"
        }
    }

    /// Somebody talked with the assistant.
    var isConversation: Bool { self == .conversation || self == .optedOut }
    /// Somebody, or something, picked up.
    var isAnswered: Bool { self != .noAnswer && self != .busy }
    var isRetryable: Bool { !isConversation }

    /// The sandbox's word for what is heard.
    var heard: String {
        switch self {
        case .voicemail: "voicemail"
        case .failed: "failed"
        case .conversation, .optedOut, .noAnswer, .busy: "talks"
        }
    }
}
