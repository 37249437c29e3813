/// A conversation of the demo agency's assistant with a lead: invented, and the same wherever it is asked for.
package struct DemoConversation: Sendable, Equatable {
    package enum Speaker: Sendable, Equatable {
        case assistant, lead
    }

    /// What a conversation comes to.
    package enum Ending: String, Sendable, CaseIterable {
        case viewing, financing, callBack, notInterested, otherLanguage
    }

    package struct Line: Sendable, Equatable {
        package var speaker: Speaker
        package var text: String
        /// How many words it counts for, whatever the lead is called: so that times do not depend on the name.
        package var words: Int

        /// - Parameter words: nil for as many as there are.
        package init(speaker: Speaker, text: String, words: Int? = nil) {
            self.speaker = speaker
            self.text = text
            self.words = words ?? text.split(separator: " ").count
        }
    }

    package var key: DemoConversationKey
    package var ending: Ending
    package var summary: String
    private var script: [ScriptLine]

    /// The lines as they are said to somebody of that name.
    ///
    /// - Parameter name: nil when the assistant does not know it.
    package func lines(name: String?) -> [Line] { script.map { $0.line(name: name) } }

    /// Whether somebody calls the agency in it, rather than being called.
    package var isInbound: Bool { ending == .otherLanguage }

    private struct ScriptLine: Sendable, Equatable {
        var speaker: Speaker
        var named: String
        var unnamed: String

        func line(name: String?) -> Line {
            let text = name.map { named.replacing("{name}", with: $0) } ?? unnamed
            return Line(speaker: speaker, text: text, words: named.split(separator: " ").count)
        }
    }

    /// - Parameter text: as in ``DemoTexts``; lines of another kind are left out.
    init(key: DemoConversationKey, text: String) {
        self.key = key
        (ending, summary, script) = (.callBack, "", [])
        for line in text.split(separator: "\n") {
            let rest = String(line.dropFirst(3))
            switch line.prefix(3) {
            case "A: ": script.append(Self.scriptLine(.assistant, rest))
            case "L: ": script.append(Self.scriptLine(.lead, rest))
            case "S: ": summary = rest
            case "E: ": ending = Ending(rawValue: rest) ?? ending
            default: break
            }
        }
    }

    private static func scriptLine(_ speaker: Speaker, _ text: String) -> ScriptLine {
        let ways = text.split(separator: " || ", maxSplits: 1).map(String.init)
        return ScriptLine(speaker: speaker, named: ways.first ?? "", unnamed: ways.last ?? "")
    }
}

/// Which of the conversations, as it stands in the address of a recording: `de-3`.
package struct DemoConversationKey: RawRepresentable, Sendable, Hashable {
    /// One that there is.
    package var language: String
    /// Counted from 1.
    package var number: Int

    package init(language: String, number: Int) {
        self.language = language
        self.number = number
    }

    package var rawValue: String { "\(language)-\(number)" }

    /// Nil when there is no such conversation.
    package init?(rawValue: String) {
        let parts = rawValue.split(separator: "-")
        guard parts.count == 2, let number = Int(parts[1]) else { return nil }
        self.init(language: String(parts[0]), number: number)
        guard DemoLibrary.conversation(self) != nil else { return nil }
    }
}
