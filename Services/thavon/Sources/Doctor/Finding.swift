/// What one check of ``Doctor`` came to.
struct Finding: Sendable, Equatable {
    enum Verdict: String, Sendable {
        case ok
        /// Works, but somebody should know.
        case note
        case problem
    }

    var verdict: Verdict
    var subject: String
    var text: String
    var advice: String?

    static func ok(_ subject: String, _ text: String) -> Finding {
        Finding(verdict: .ok, subject: subject, text: text)
    }

    static func note(_ subject: String, _ text: String, advice: String? = nil) -> Finding {
        Finding(verdict: .note, subject: subject, text: text, advice: advice)
    }

    static func problem(_ subject: String, _ text: String, advice: String) -> Finding {
        Finding(verdict: .problem, subject: subject, text: text, advice: advice)
    }

    var lines: [String] {
        let colour: Terminal.Colour =
            switch verdict {
            case .ok: .green
            case .note: .yellow
            case .problem: .red
            }
        let head = Terminal.coloured(verdict.rawValue.padded(to: 8), colour) + " \(subject.padded(to: 22)) \(text)"
        return [head] + (advice.map { [String(repeating: " ", count: 9) + "→ \($0)"] } ?? [])
    }
}
