internal import Foundation
internal import LenientJSON

/// Something that was said in a call, or done by the assistant.
struct CallTurn: Sendable, Equatable {
    enum Speaker: String, Sendable {
        case assistant, lead, tool
    }

    /// Nil: the transcript does not tell.
    var who: Speaker?
    /// Seconds from the beginning of the recording.
    var at: Double?
    var text: String
    /// What the transcript calls whoever spoke, where it is a name of its own.
    var label: String?

    init(who: Speaker?, at: Double? = nil, text: String, label: String? = nil) {
        self.who = who
        self.at = at
        self.text = text
        self.label = label
    }

    /// As `call_turns` has them: `[{"who": "lead", "at": 1.5, "text": "…"}, …]`. What cannot be read is left out.
    static func list(json: [UInt8]) -> [CallTurn] {
        guard let document = try? JSONDocument(parsing: json) else { return [] }
        return document.root.elements.compactMap { node in
            guard let text = node["text"]?.nonEmptyString else { return nil }
            return CallTurn(
                who: node["who"]?.string.flatMap { Speaker(rawValue: $0) }, at: node["at"]?.number, text: text)
        }
    }

    static func json(_ turns: [CallTurn]) -> String {
        let items = turns.map { turn in
            let at = turn.at.map { #""at":\#(($0 * 100).rounded() / 100),"# } ?? ""
            return #"{"who":"\#((turn.who ?? .lead).rawValue)",\#(at)"text":\#(JSONText.quoted(turn.text))}"#
        }
        return "[" + items.joined(separator: ",") + "]"
    }
}
