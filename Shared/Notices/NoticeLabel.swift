internal import Contracts

/// A word or two that stands by itself: before a fact, on a link, for a way that a call came out.
enum NoticeLabel: String, Sendable, CaseIterable {
    /// What stands behind a label in a plain text.
    case colon
    case name, number, length, outcome, moment, agent, previously
    case with, place, reason
    /// The hour where the lead is.
    case leadTime
    case attempts, lastTry, account, since, waiting
    case calls, conversations, newLeads, appointments, overdue, upcoming
    case address
    case summary, summaryIsCut, transcript, recording
    /// Of a call.
    case unknownCaller
    case unnamedLead
    case outcomeConversation = "outcome.conversation"
    case outcomeTransferred = "outcome.transferred"
    case outcomeTransferFailed = "outcome.transfer_failed"
    case outcomeVoicemail = "outcome.voicemail"
    case outcomeNoAnswer = "outcome.no_answer"
    case outcomeBusy = "outcome.busy"
    case outcomeOptedOut = "outcome.opted_out"
    case outcomePlatformFault = "outcome.platform_fault"
    case outcomeConfigurationFault = "outcome.configuration_fault"
    case outcomeFailed = "outcome.failed"
    case outcomeUnknown = "outcome.unknown"

    init(_ outcome: CallOutcome) {
        self =
            switch outcome {
            case .conversation: .outcomeConversation
            case .transferred: .outcomeTransferred
            case .transferFailed: .outcomeTransferFailed
            case .voicemail: .outcomeVoicemail
            case .noAnswer: .outcomeNoAnswer
            case .busy: .outcomeBusy
            case .optedOut: .outcomeOptedOut
            case .platformFault: .outcomePlatformFault
            case .configurationFault: .outcomeConfigurationFault
            case .failed: .outcomeFailed
            case .unknown: .outcomeUnknown
            }
    }
}

/// A text that all kinds of notices share.
enum CommonText: String, Sendable, CaseIterable {
    /// A time of the day as it stands in a sentence.
    case clock
    case when, whenShort
    case greeting
    /// Why somebody gets a message.
    case footerTeam, footerLead
    /// What an appointment is called in a calendar.
    case calendarTeam, calendarLead

    var scope: TemplateScope {
        switch self {
        case .clock: TemplateScope(required: ["time"], optional: [], conditions: [])
        case .when, .whenShort: TemplateScope(required: ["date", "time"], optional: ["zone"], conditions: [])
        case .greeting: TemplateScope(required: [], optional: ["recipient"], conditions: [])
        case .footerTeam, .footerLead: TemplateScope(required: ["agency"], optional: [], conditions: [])
        case .calendarTeam: TemplateScope(required: ["agency", "lead"], optional: ["agent"], conditions: [])
        case .calendarLead: TemplateScope(required: ["agency"], optional: ["agent"], conditions: [])
        }
    }
}

/// A text that each kind of notice has.
enum NoticePart: String, Sendable, CaseIterable {
    case subject, preheader, headline, body, button, short

    var mayBeEmpty: Bool { self == .body || self == .button }
}
