internal import Contracts

/// `/team/{agent}/leave`: somebody goes, and others get what they leave behind.
struct LeavePage: Sendable {
    var frame: PageFrame
    var agent: AgentRecord
    var colleagues: [ListColleagues.Row]
    /// Calls that are to be given to somebody, with their leads: as many as one step takes at the most.
    var open: Int
    var hasMore: Bool
    var appointments: Int
    /// What the last step has come to.
    var result: HandOverResult?
    var problems: [TeamProblem] = []

    private var words: Words { frame.words }
    private var place: String { "/team/\(agent.id.description)" }

    func render() -> HTML {
        let title = agent.isActive ? TeamWords.leave : TeamWords.handOver
        return frame.page(
            title: words(title), section: .team, isSectionStart: false,
            """
            \(notice)\(problems.summary(words))<header class="page-head"><div><p class="crumb"><a href="\(place)" dir="auto">\(agent.name)</a></p><h1>\(words(title))</h1></div></header>
            \(PersonCard(id: "hand-over", title: words(TeamWords.handOver), content: form).html)
            """)
    }

    private var notice: HTML {
        guard let result else { return .empty }
        let text = words(TeamWords.movedCount, result.moved)
        let rest: HTML =
            switch result.end {
            case .done: .empty
            case .more: "<p>\(words(TeamWords.moreToMove))</p>"
            case .notDone(.unknown): "<p>\(words(TeamWords.moveUnknown))</p>"
            case .notDone(let why): "<p>\(why.html(words))</p>"
            }
        return """
            <div class="notice \(result.isDone ? "good" : "warn")" role="status"><p>\(text)</p>\(rest)</div>
            """
    }

    private var form: HTML {
        let count = hasMore ? words(TeamWords.moreThan, ["n": words.grouped(open)]) : words.grouped(open)
        let appointmentsText: HTML =
            appointments == 0
            ? .empty
            : #"<p>\#(words(TeamWords.appointmentsStay, ["n": words.grouped(appointments)])) <a href="/appointments?agent=\#(agent.id.description)">\#(words(TeamWords.showThem))</a></p>"#
        let options =
            (colleagues.isEmpty ? [] : [(value: "share", text: words(TeamWords.shareOut))])
            + colleagues.map { (value: $0.id.description, text: $0.name) } + [
                (value: "keep", text: words(TeamWords.keep))
            ]
        let choice: HTML =
            open == 0
            ? .empty
            : Field(
                "to", words(TeamWords.handOverTo), .select(options, selected: "share"),
                hint: words(TeamWords.handOverHint),
                problem: problems.text(of: "to", words)
            ).html
        let button = agent.isActive ? TeamWords.leaveNow : TeamWords.handOverNow
        let isDoable = agent.isActive || open > 0
        return """
            <p>\(words(TeamWords.leavesBehind, ["n": count]))</p>\(appointmentsText)
            <form class="form" method="post" action="\(place)/leave" data-busy>\(frame.formField)\(choice)
            <div class="actions">\(isDoable ? #"<button class="danger">\#(words(button))</button>"# : HTML.empty) <a href="\(place)">\(words(TeamWords.back))</a></div></form>
            """
    }
}

/// What became of a step of handing over.
struct HandOverResult: Sendable, Equatable {
    enum End: Sendable, Equatable {
        case done
        /// There is more than one step does.
        case more
        case notDone(NotDone)
    }

    var moved: Int
    var end: End
    var isDone: Bool { end == .done }
}
