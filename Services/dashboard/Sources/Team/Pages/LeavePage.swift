internal import Contracts

/// `/team/{agent}/leave`: somebody goes, and others get what they leave behind.
struct LeavePage: Sendable {
    var frame: PageFrame
    var agent: AgentRecord
    var colleagues: [ListColleagues.Row]
    /// Of the form.
    var once: OnceOnly
    /// Calls that are to be given to somebody, with their leads: as many as are handed over at once.
    var open: Int
    var hasMore: Bool
    var appointments: Int
    /// What was chosen: `share`, `keep` or a colleague's id.
    var to = "share"
    var problems: [TeamProblem] = []
    var notDone: NotDone?

    private var words: Words { frame.words }
    private var place: String { "/team/\(agent.id.description)" }

    func render() -> HTML {
        let title = agent.isActive ? TeamWords.leave : TeamWords.handOver
        return frame.page(
            title: words(title), section: .team, isSectionStart: false,
            """
            \(notDone.map { frame.alert($0) })\(problems.summary(words))<header class="page-head"><div><p class="crumb"><a href="\(place)" dir="auto">\(agent.name)</a></p><h1>\(words(title))</h1></div></header>
            \(PersonCard(id: "hand-over", title: words(TeamWords.handOver), content: form).html)
            """)
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
                "to", words(TeamWords.handOverTo), .select(options, selected: to),
                hint: words(TeamWords.handOverHint),
                problem: problems.text(of: "to", words)
            ).html
        let button = agent.isActive ? TeamWords.leaveNow : TeamWords.handOverNow
        let isDoable = agent.isActive || open > 0
        return """
            <p>\(words(TeamWords.leavesBehind, ["n": count]))</p>\(appointmentsText)
            <form class="form" method="post" action="\(place)/leave" data-busy>\(frame.formField)\(once.html)\(choice)
            <div class="actions">\(isDoable ? #"<button class="danger">\#(words(button))</button>"# : HTML.empty) <a href="\(place)">\(words(TeamWords.back))</a></div></form>
            """
    }
}
