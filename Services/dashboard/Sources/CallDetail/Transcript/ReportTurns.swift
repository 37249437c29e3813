internal import LenientJSON

/// Takes from the report of a call who said what when. What the assistant was told to be is not part of a conversation and is
/// left out.
enum ReportTurns {
    /// Beyond that nobody reads: a call of three hours has some 5,000.
    private static let most = 20_000
    /// Answers of tools can be as long as web pages.
    private static let longestAnswer = 500
    private static let longestDay = 172_800.0

    /// - Parameter report: an `end-of-call-report` as it was posted.
    /// - Returns: none when it has no messages, or is no JSON.
    static func turns(of report: [UInt8]) -> [CallTurn] {
        guard let root = try? JSONDocument(parsing: report).root else { return [] }
        let message = root["message"] ?? root
        let call = message["call"]
        let places = [message["artifact"], message, call?["artifact"], call].compactMap { $0 }
        // The first place that has any: bodies of different years have them in different ones.
        for place in places {
            guard let messages = place["messages"] else { continue }
            let turns = messages.elements.prefix(most).compactMap { turn(of: $0) }
            if turns.contains(where: { $0.who != .tool }) { return turns }
        }
        return []
    }

    private static func turn(of node: JSONNode) -> CallTurn? {
        let at = node["secondsFromStart"]?.lenientNumber.flatMap { (0...longestDay).contains($0) ? $0 : nil }
        switch node["role"]?.string?.lowercased() {
        case "bot", "assistant", "ai":
            return spoken(node).map { CallTurn(who: .assistant, at: at, text: $0) }
        case "user", "customer", "human":
            return spoken(node).map { CallTurn(who: .lead, at: at, text: $0) }
        case "tool_calls":
            let names = node["toolCalls"].map { calls in
                calls.elements.compactMap { ($0["function"]?["name"] ?? $0["name"])?.nonEmptyString }
            }
            guard let names, !names.isEmpty else { return nil }
            return CallTurn(who: .tool, at: at, text: cut(names.joined(separator: ", ")))
        case "tool_call_result", "tool":
            guard let result = (node["result"] ?? node["content"] ?? node["message"])?.nonEmptyString else {
                return nil
            }
            let name = node["name"]?.nonEmptyString.map { "\($0): " } ?? ""
            return CallTurn(who: .tool, at: at, text: cut(name + result))
        default: return nil
        }
    }

    private static func spoken(_ node: JSONNode) -> String? {
        guard let text = (node["message"] ?? node["content"])?.nonEmptyString else { return nil }
        return clean(text)
    }

    private static func cut(_ text: String) -> String {
        let text = clean(text)
        return text.count > longestAnswer ? text.prefix(longestAnswer) + "…" : text
    }

    /// PostgreSQL's text cannot hold NUL.
    private static func clean(_ text: String) -> String {
        text.utf8.contains(0) ? text.replacing("\u{0}", with: "") : text
    }
}
