internal import CivilTime
internal import Contracts
internal import Foundation

/// `/team/{agent}`: an owner changes all of it, an agent their own times and messages.
struct AgentPage: Sendable {
    var frame: PageFrame
    var agent: AgentRecord
    var timeOff: [TimeOff]
    var calendar: AgentCalendar?
    var account: AgentAccount?
    var work: (unopened: Int, appointments: Int)
    var facts: AgentFactsForm
    var hours: WeeklyHoursForm
    /// Whether no hours are set.
    var isWithoutHours: Bool
    var exception = AgentExceptionForm()
    var absence = TimeOffForm()
    var calls: AgentCallsForm
    var problems: [TeamProblem] = []
    /// What somebody else has changed since the form was shown that was sent; nil: nothing.
    var meanwhile: [MeanwhileNotice.Part]?
    /// Whether the hours were sent and have problems.
    var checksHours = false
    var notice: (phrase: Phrase, tone: String)?
    /// Why a service has not done something.
    var refusal: NotDone?

    private var words: Words { frame.words }
    private var isOwner: Bool { frame.viewer.isOwner }
    private var place: String { "/team/\(agent.id.description)" }

    func render() -> HTML {
        let crumb: HTML = #"<p class="crumb"><a href="/team">\#(words(Section.team.title))</a></p>"#
        return frame.page(
            title: agent.name, section: .team, isSectionStart: !isOwner,
            """
            \(frame.notice(notice?.phrase, tone: notice?.tone ?? "good"))\(refused)\(late)\(problems.summary(words))
            <header class="page-head"><div>\(isOwner ? crumb : .empty)<h1 dir="auto">\(agent.name)</h1>
            <p><bdi>\(agent.email ?? "")</bdi> · \(words(.agent))</p></div></header>
            <div class="columns"><div class="stack">\(factsCard)\(hoursCard)\(cards.exceptionsCard)\(cards.timeOffCard)\(callsCard)</div>
            <aside class="stack" aria-label="\(words(TeamWords.state))">\(side.html)</aside></div>
            """)
    }

    private var cards: AgentTimeCards {
        AgentTimeCards(
            frame: frame, agent: agent, timeOff: timeOff, exception: exception, absence: absence, problems: problems)
    }

    private var side: AgentSideCards {
        AgentSideCards(frame: frame, agent: agent, calendar: calendar, account: account, work: work)
    }

    private var late: HTML? { meanwhile.map { MeanwhileNotice(words: words, parts: $0).html } }
    private var refused: HTML? { refusal.map { frame.alert($0) } }

    private func problem(_ field: String) -> String? { problems.text(of: field, words) }

    private var factsCard: HTML {
        PersonCard(
            id: "person", title: words(TeamWords.person),
            content: isOwner
                ? """
                <form class="form wide" method="post" action="\(place)" data-busy>\(frame.formField)\(agent.factsVersion.hidden)
                \(AgentFactsFields(frame: frame, form: facts, problems: problems, emailHint: TeamWords.emailChangeHint).html)
                <div class="actions"><button class="primary">\(words(AccountWords.save))</button></div></form>
                """ : factsList
        ).html
    }

    private var factsList: HTML {
        let spoken = agent.languages.map(frame.languageName).sorted().joined(separator: ", ")
        let rows: [(Phrase, String)] = [
            (TeamWords.phone, agent.phone ?? "–"),
            (TeamWords.timeZone, agent.zone.identifier.replacing("_", with: " ")),
            (TeamWords.spoken, spoken.isEmpty ? words(TeamWords.anyLanguage) : spoken),
            (TeamWords.weight, "\(agent.weight)"),
            (TeamWords.callsPerDay, agent.callsPerDay.map { words.grouped($0) } ?? words(TeamWords.noLimit)),
            (
                TeamWords.territories,
                agent.territories.isEmpty ? words(TeamWords.everywhere) : agent.territories.joined(separator: ", ")
            ),
        ]
        return """
            <dl class="facts">\(rows.html { "<dt>\(words($0.0))</dt><dd><bdi>\($0.1)</bdi></dd>" })</dl>
            <p class="muted small">\(words(TeamWords.ownersChange))</p>
            """
    }

    private var hoursCard: HTML {
        let zone = words(TeamWords.hoursZone, ["zone": agent.zone.identifier.replacing("_", with: " ")])
        let content: HTML =
            isOwner
            ? """
            <p class="muted">\(zone)</p><form class="form wide" method="post" action="\(place)/hours" data-busy>\(frame.formField)\(agent.hoursVersion.hidden)
            \(PersonChoice(name: "mode", legend: words(TeamWords.hoursMode), options: [("own", words(TeamWords.hoursOwn)), ("none", words(TeamWords.hoursNone))], selected: [isWithoutHours ? "none" : "own"], problem: problem("mode")).html)
            \(WeeklyHoursFields(words: words, prefix: "hours", form: hours, isChecked: checksHours).html)
            <p class="hint">\(words(TeamWords.moreWindows))</p>
            <div class="actions"><button>\(words(AccountWords.save))</button></div></form>
            """
            : #"<p class="muted">\#(zone)</p>\#(hoursList)"#
        return PersonCard(id: "hours", title: words(TeamWords.workingHours), content: content).html
    }

    private var hoursList: HTML {
        guard !isWithoutHours else { return "<p>\(words(TeamWords.hoursNone))</p>" }
        return """
            <dl class="facts">\(Weekday.allCases.html { day in
                let windows = hours.days[day]?.windows.map { "\($0.from)–\($0.to)" }.joined(separator: ", ") ?? ""
                return "<dt>\(words(day.title))</dt><dd>\(windows.isEmpty ? words(TeamWords.closed) : windows)</dd>"
            })</dl>
            """
    }

    private var callsCard: HTML {
        guard isOwner else { return .empty }
        return PersonCard(
            id: "calls", title: words(Section.calls.title),
            content: """
                <form class="form wide" method="post" action="\(place)/calls" data-busy>\(frame.formField)\(agent.callsVersion.hidden)
                \(Field("territories", words(TeamWords.territories), .text(calls.territories, rows: 4), hint: words(TeamWords.territoriesHint), problem: problem("territories")).html)
                <div class="fields">\(Field("weight", words(TeamWords.weight), .input(type: "number", value: calls.weight), hint: words(TeamWords.weightHint), problem: problem("weight"), attributes: #" class="short" min="0" max="100""#).html)
                \(Field("calls_per_day", words(TeamWords.callsPerDay), .input(type: "number", value: calls.callsPerDay), hint: words(TeamWords.callsPerDayHint), problem: problem("calls_per_day"), attributes: #" class="short" min="0" max="10000""#).html)</div>
                <div class="actions"><button>\(words(AccountWords.save))</button></div></form>
                """
        ).html
    }
}
