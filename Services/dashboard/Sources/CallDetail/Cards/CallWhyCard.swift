internal import Contracts
internal import Postgres

/// Why the call went to whom it went to; for owners with everybody who was thought of, and a way to give it to another.
struct CallWhyCard: Sendable {
    let frame: PageFrame
    let detail: CallDetail

    private enum Text {
        static let why = Phrase("Why {name}", es: "Por qué {name}")
        static let nobody = Phrase("Why nobody", es: "Por qué nadie")
        static let notYet = Phrase(
            "It is given to somebody when it is over.", es: "Se le dará a alguien cuando termine.")
        static let title = Phrase("Agent", es: "Agente")
        static let by = Phrase("By {name}.", es: "Por {name}.")
        static let before = Phrase("Before that", es: "Antes de eso")
        static let give = Phrase("Give to someone else", es: "Dársela a otra persona")
    }

    private var words: Words { frame.words }

    var html: HTML {
        """
        <section class="card" aria-labelledby="why"><header><h2 id="why" dir="auto">\(title)</h2></header>
        \(content)
        \(give)
        </section>

        """
    }

    private var title: String {
        if let name = detail.call.agentName { return words(Text.why, ["name": name]) }
        return detail.assignment == nil ? words(Text.title) : words(Text.nobody)
    }

    private var content: HTML {
        guard let assignment = detail.assignment else { return #"<p class="muted">\#(words(Text.notYet))</p>"# }
        let history = AssignmentDecision.history(json: assignment.decision.bytes, rule: assignment.rule)
        let by: HTML =
            assignment.actorName.map { #" <span dir="auto">\#(words(Text.by, ["name": $0]))</span>"# } ?? .empty
        var result: HTML = "<p>\(rule(history[0].rule))\(by) \(frame.time.element(assignment.decidedAt))</p>"
        result += candidates(history[0])
        guard frame.viewer.isOwner, history.count > 1 else { return result }
        let earlier = history.dropFirst().html { "<p>\(rule($0.rule))</p>\(candidates($0))" }
        return result + #"<details class="more"><summary>\#(words(Text.before))</summary>\#(earlier)</details>"#
    }

    private func rule(_ rule: String) -> String { AssignmentWords.rule(rule).map { words($0) } ?? rule }

    /// An agent learns why it was them, and nothing of the others.
    private func candidates(_ decision: AssignmentDecision) -> HTML {
        let own = frame.viewer.agentID?.description
        let shown = decision.candidates.filter { frame.viewer.isOwner || $0.agentID == own }
        guard !shown.isEmpty else { return .empty }
        return #"<ul class="why">\#(shown.html { candidate($0) })</ul>"#
    }

    private func candidate(_ candidate: AssignmentDecision.Candidate) -> HTML {
        let isChosen = candidate.result == "chosen"
        let name: HTML =
            isChosen ? #"<b dir="auto">\#(candidate.name)</b>"# : #"<span dir="auto">\#(candidate.name)</span>"#
        let tone: HTML = isChosen ? " soft good" : .empty
        return """
            <li>\(name)<span class="badge\(tone)">\(words(AssignmentWords.result(candidate.result)))</span><p dir="auto">\(AssignmentWords.reason(candidate.reason, words))</p></li>

            """
    }

    private var give: HTML {
        guard frame.viewer.isOwner, detail.assignment != nil else { return .empty }
        // The card above has the form already when nobody has the call.
        if case .assign = NextStep(detail, now: frame.time.now) { return .empty }
        return """
            <details class="more"><summary>\(words(Text.give))</summary>\(CallGiveForm(frame: frame, detail: detail).html)</details>
            """
    }
}
