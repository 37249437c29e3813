/// How a call that the sandbox plays ends.
enum CallOutcome: String, CaseIterable, Sendable {
    case talks
    case noAnswer = "no_answer"
    case busy
    case voicemail
    case failed

    /// The number decides: 5 at its end does not answer, 6 is busy, 7 is a machine, 8 fails; all others talk.
    init(number: String) {
        switch number.last {
        case "5": self = .noAnswer
        case "6": self = .busy
        case "7": self = .voicemail
        case "8": self = .failed
        default: self = .talks
        }
    }

    var endedReason: String {
        switch self {
        case .talks: "customer-ended-call"
        case .noAnswer: "customer-did-not-answer"
        case .busy: "customer-busy"
        case .voicemail: "voicemail"
        case .failed: "pipeline-error-openai-llm-failed"
        }
    }

    /// Whether somebody, or something, picked up.
    var isAnswered: Bool { self == .talks || self == .voicemail || self == .failed }
}
