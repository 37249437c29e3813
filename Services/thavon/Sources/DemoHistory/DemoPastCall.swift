internal import DemoCalls
internal import Foundation

/// A call of the demo's past, before it is written down.
struct DemoPastCall: Sendable {
    var number: Int
    /// Nil for a caller whom nobody knows.
    var lead: DemoLeadFacts?
    var outcome: DemoOutcome
    var isInbound: Bool
    var language: String?
    /// When it was dialled.
    var createdAt: Date
    var lines: [DemoConversation.Line] = []
    /// Which conversation of the library it is; nil for words of its own.
    var key: DemoConversationKey?
    var summary: String?
    /// How long it took, where that does not follow from what was said.
    var seconds: Double?
    /// Whether the agency is known whose call it is.
    var isAgencys = true
    /// Whether it was given to somebody, if somebody has to look at it.
    var isDecided = true

    // What is found out in the order of the calls.
    var agent: DemoAgentFacts?
    var decision: DemoDecisions.Decision?

    private static let ringing = 9.0
    private static let untilUnanswered = 27.0
    private static let untilDecided = 1.4

    var id: String { DemoID.call(number) }
    var vapiCallID: String { DemoID.vapiCall(number) }
    var times: SpokenTimes { SpokenTimes(lines, lasting: seconds) }
    /// In seconds, from when somebody picked up.
    var length: Double { times.seconds }
    var startedAt: Date? { outcome.isAnswered ? createdAt.addingTimeInterval(Self.ringing) : nil }
    var endedAt: Date {
        startedAt?.addingTimeInterval(length) ?? createdAt.addingTimeInterval(Self.untilUnanswered)
    }
    var reportedAt: Date { endedAt.addingTimeInterval(1) }
    var decidedAt: Date { endedAt.addingTimeInterval(Self.untilDecided) }
    /// Whether somebody has to look at it.
    var needsSomebody: Bool { outcome.isConversation || isInbound || outcome == .voicemail }
    /// Whether it is looked after that they do.
    var isFollowedUp: Bool { agent != nil && (outcome.isConversation || isInbound && outcome == .voicemail) }
    /// The sandbox can make its audio up.
    var canBeHeard: Bool { outcome.isAnswered && (key != nil) && isAgencys }

    var transcript: String? {
        guard !lines.isEmpty else { return nil }
        return lines.map { "\($0.speaker == .assistant ? "AI" : "User"): \($0.text)\n" }.joined()
    }

    var turns: [DemoTurnsRow.Turn] {
        zip(lines, times.lines).map { line, time in
            DemoTurnsRow.Turn(
                who: line.speaker == .assistant ? "assistant" : "lead", at: (time.lowerBound * 1000).rounded() / 1000,
                text: line.text)
        }
    }
}

extension DemoPastCall {
    /// Says what is said in such a call: a conversation of the library in a language, or what a machine says.
    mutating func speak(_ key: DemoConversationKey, name: String?) {
        language = key.language
        switch outcome {
        case .conversation, .optedOut:
            let conversation = DemoLibrary.conversation(key)
            lines = conversation?.lines(name: name) ?? []
            summary = conversation?.summary
            self.key = key
        case .voicemail:
            lines = DemoLibrary.machine(in: key.language)?.lines ?? []
            self.key = key
        case .failed:
            lines = DemoLibrary.greeting(in: key.language).map { [$0] } ?? []
            self.key = key
        case .noAnswer, .busy: break
        }
    }
}
