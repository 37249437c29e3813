internal import Contracts
internal import FoundationEssentials

/// What a "call completed" mail is about.
struct CompletedCall: Sendable, Equatable {
    var agencyName: String
    var status: CallStatus
    var outcome: CallOutcome?
    var direction: CallDirection?
    var conversationHappened: Bool
    var leadName: String?
    var customerNumber: String?
    var agentName: String?
    var summary: String?
    var durationSeconds: Int32?
    var startedAt: Date?
    var hasTranscript: Bool
    var hasRecording: Bool

    /// Whether anybody should get a mail: somebody talked.
    var deservesMail: Bool { status == .completed || conversationHappened }

    var caller: String { leadName ?? customerNumber ?? "Unknown caller" }
}

/// The values of the mail's templates; all text, nothing left to the template.
struct CallCompletedView: Sendable {
    var subject: String
    var preheader: String
    var greeting: String
    var headline: String
    var facts: [Fact]
    var summary: String?
    var callLink: String
    var transcriptLink: String?
    var recordingLink: String?
    var agencyName: String

    struct Fact: Sendable {
        var label: String
        var value: String
    }

    init(_ call: CompletedCall, id: CallID, to recipient: Recipient, publicURL: String) {
        let verb = call.direction == .inbound ? "called" : "talked to your assistant"
        let forWhom = recipient.kind == .agent ? "is yours" : call.agentName.map { "went to \($0)" } ?? "is unassigned"
        let duration = call.durationSeconds.map(Self.duration)
        subject = Self.oneLine("Call with \(call.caller)\(duration.map { " (\($0))" } ?? "")")
        preheader = Self.oneLine(call.summary.map { String($0.prefix(140)) } ?? "The call \(forWhom).")
        greeting = "Hello \(recipient.name),"
        headline = "\(call.caller) \(verb). The call \(forWhom)."
        facts = Self.facts(call, duration: duration)
        summary = call.summary.map(Self.shortened)
        callLink = "\(publicURL)/calls/\(id)"
        transcriptLink = call.hasTranscript ? "\(callLink)#transcript" : nil
        recordingLink = call.hasRecording ? "\(callLink)#recording" : nil
        agencyName = call.agencyName
    }

    /// A summary is a few sentences. One that is not, is somebody's mistake or worse, and is read on the page of the call:
    /// every line costs time to render, and mail clients cut what is long.
    private static func shortened(_ summary: String) -> String {
        // Bytes first: to count characters is to look at all of them.
        let start = String(decoding: summary.utf8.prefix(4 * longestSummary), as: UTF8.self)
        let lines = start.split(whereSeparator: \.isNewline)
        let text = lines.prefix(mostParagraphs).joined(separator: "\n")
        let isWhole =
            start.utf8.count == summary.utf8.count && lines.count <= mostParagraphs && text.count <= longestSummary
        return isWhole ? text : "\(text.prefix(longestSummary))… (the whole summary is on the page of the call)"
    }

    private static let longestSummary = 4000
    private static let mostParagraphs = 40

    private static func facts(_ call: CompletedCall, duration: String?) -> [Fact] {
        [
            call.leadName.map { Fact(label: "Name", value: $0) },
            call.customerNumber.map { Fact(label: "Number", value: $0) },
            duration.map { Fact(label: "Length", value: $0) },
            call.outcome.map { Fact(label: "Outcome", value: $0.words) },
            call.agentName.map { Fact(label: "Assigned to", value: $0) },
        ].compactMap { $0 }
    }

    private static func duration(_ seconds: Int32) -> String {
        seconds < 60 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
    }

    /// A subject is a header: a line break in a name must not end it.
    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }.prefix(200))
    }
}

extension CallOutcome {
    fileprivate var words: String {
        switch self {
        case .conversation: "Talked"
        case .transferred: "Passed on"
        case .transferFailed: "Could not be passed on"
        case .voicemail: "Voicemail"
        case .noAnswer: "No answer"
        case .busy: "Busy"
        case .optedOut: "Does not want to be called"
        case .platformFault: "Broken off by the voice platform"
        case .configurationFault: "Broken off by a setting"
        case .failed: "Failed"
        case .unknown: "Unknown"
        }
    }
}
