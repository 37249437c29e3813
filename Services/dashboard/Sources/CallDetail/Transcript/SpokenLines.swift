/// Reads a transcript that is one text, with lines such as `AI: …` and `User: …`. The labels can be set at the provider, so a
/// word before a colon is one when it is well known, or when lines begin with it again and again.
enum SpokenLines {
    private static let assistants: Set = ["ai", "assistant", "bot", "agent"]
    private static let leads: Set = ["user", "customer", "caller", "lead", "human", "client"]

    static func turns(of transcript: String) -> [CallTurn] {
        let lines = transcript.split(whereSeparator: \.isNewline).map { Line($0) }
        var uses: [String: Int] = [:]
        for label in lines.compactMap(\.label) { uses[label, default: 0] += 1 }
        let speakers = speakers(lines.compactMap(\.label).filter { isKnown($0) || uses[$0, default: 0] > 1 })
        var turns: [CallTurn] = []
        for line in lines {
            if let label = line.label, let speaker = speakers[label] {
                turns.append(CallTurn(who: speaker, text: line.rest, label: isKnown(label) ? nil : line.name))
            } else if turns.isEmpty {
                turns.append(CallTurn(who: nil, text: line.whole))
            } else {
                turns[turns.count - 1].text += "\n" + line.whole
            }
        }
        return turns.filter { $0.text.contains { !$0.isWhitespace } }
    }

    private static func isKnown(_ label: String) -> Bool { assistants.contains(label) || leads.contains(label) }

    /// Of labels that say nothing by themselves, the first is the assistant's when nobody else is: it is the one who calls,
    /// or answers.
    private static func speakers(_ labels: [String]) -> [String: CallTurn.Speaker] {
        var result: [String: CallTurn.Speaker] = [:]
        let hasAssistant = labels.contains { assistants.contains($0) }
        for label in labels where result[label] == nil {
            if assistants.contains(label) {
                result[label] = .assistant
            } else if leads.contains(label) || hasAssistant || result.values.contains(.assistant) {
                result[label] = .lead
            } else {
                result[label] = .assistant
            }
        }
        return result
    }
}

extension SpokenLines {
    private struct Line {
        let whole: String
        /// As it stands there, and in lower case for comparing.
        var name: String?
        var label: String?
        var rest = ""

        /// Longer than any name is a sentence with a colon in it.
        private static let longestLabel = 40

        init(_ line: Substring) {
            whole = Self.trimmed(line)
            guard let colon = whole.firstIndex(of: ":") else { return }
            let before = Self.trimmed(whole[..<colon])
            guard !before.isEmpty, before.count <= Self.longestLabel, before.first?.isLetter == true,
                before.split(separator: " ").count <= 4
            else { return }
            name = before
            label = before.lowercased()
            rest = Self.trimmed(whole[whole.index(after: colon)...])
        }

        private static func trimmed(_ text: Substring) -> String {
            let start = text.drop { $0.isWhitespace }
            guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
            return String(start[...last])
        }
    }
}
