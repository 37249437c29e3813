internal import Foundation

/// How a span of time went, and what waits now.
struct OverviewPage: Sendable {
    let frame: PageFrame
    var period: OverviewPeriod
    var numbers: OverviewNumbers
    var work: WaitingWork
    var outreach: ReadOutreach.Row?
    var notice: Phrase?

    private var words: Words { frame.words }

    func render() -> HTML {
        frame.page(
            title: words(Section.overview.title), section: .overview,
            """
            \(frame.notice(notice))
            <header class="page-head"><div><h1>\(words(Section.overview.title))</h1><p>\(subtitle)</p></div></header>
            \(periods)
            \(paused)
            \(WaitingWork.calendars(work.calendars, frame))
            \(tiles)
            <div class="cards"><div class="stack">\(funnel)\(waiting)\(tasks)</div><div class="stack">\(speed)\(unopened)</div></div>
            \(agents)
            """)
    }

    private var subtitle: String {
        let zone = frame.time.zone.identifier.split(separator: "/").last.map(String.init) ?? "UTC"
        let place = zone.replacing("_", with: " ")
        let range = period.range(frame.time)
        let days =
            period == .today
            ? frame.time.dayTitle(range.from) : "\(frame.time.day(range.from)) – \(frame.time.day(frame.time.now))"
        return words(.overviewTimesIn, ["days": days, "place": place])
    }

    private var periods: HTML {
        let current: HTML = #" aria-current="page""#
        let links = OverviewPeriod.allCases.html { one in
            let path = one == .today ? "/overview" : "/overview?period=\(one.rawValue)"
            return #"<a href="\#(path)"\#(current, when: one == period)>\#(words(one.label))</a>"#
        }
        return #"<nav class="tabs" aria-label="\#(words(.overviewPeriod))">\#(links)</nav>"#
    }

    private var paused: HTML {
        guard let outreach else { return .empty }
        let change: HTML =
            frame.viewer.isOwner ? #"<a href="/settings/calling">\#(words(.overviewToPause))</a>"# : .empty
        if !outreach.isActive {
            return #"<div class="notice warn"><p>\#(words(.overviewAgencyPaused))</p></div>"#
        }
        guard let since = outreach.pausedAt else { return .empty }
        return """
            <div class="notice warn"><p>\(words(.overviewOutreachPaused)) \(frame.time.element(since))</p>\(change)</div>
            """
    }

    private var tiles: HTML {
        """
        <dl class="tiles">\(tile(.overviewCalls, words.grouped(numbers.calls)))
        \(tile(.overviewAnswered, share(numbers.answered), words.grouped(numbers.answered.count)))
        \(tile(.overviewBooked, words.grouped(numbers.booked.count), numbers.booked.share.map { words(.overviewOfCalls, ["share": "\($0)"]) }))
        \(tile(.overviewSpeed, numbers.firstCalls.median.map { DelayText.text($0) } ?? "—", words(.overviewSpeedHint)))</dl>
        """
    }

    private func tile(_ title: Phrase, _ value: String, _ small: String? = nil) -> HTML {
        """
        <div><dt>\(words(title))</dt><dd>\(value)</dd>\(small.map { #"<dd class="small">\#($0)</dd>"# as HTML })</div>
        """
    }

    private func share(_ step: OverviewNumbers.Step) -> String { step.share.map { "\($0) %" } ?? "—" }

    private func card(_ id: String, _ title: Phrase, _ content: HTML) -> HTML {
        """
        <section class="card" aria-labelledby="\(id)"><header><h2 id="\(id)">\(words(title))</h2></header>
        \(content)
        </section>

        """
    }

    private var funnel: HTML {
        guard numbers.calls > 0 else {
            return card("funnel", .overviewFunnel, #"<p class="muted">\#(words(.overviewNoCalls))</p>"#)
        }
        return card(
            "funnel", .overviewFunnel,
            """
            <ol class="funnel">\(bar(.overviewCalls, .init(count: numbers.calls, share: nil)))\(bar(.overviewAnswered, numbers.answered))
            \(bar(.overviewConversations, numbers.conversations))\(bar(.overviewBooked, numbers.booked))</ol>
            """)
    }

    private func bar(_ title: Phrase, _ step: OverviewNumbers.Step) -> HTML {
        let number = words.grouped(step.count)
        return """
            <li><span>\(words(title))</span><svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width="\(step.share ?? 100)" height="1"/></svg><span class="num">\(step.share.map { "\(number) · \($0) %" } ?? number)</span></li>

            """
    }

    private var speed: HTML {
        card(
            "speed", .overviewSpeed,
            """
            <table class="matrix"><caption class="visually-hidden">\(words(.overviewSpeed))</caption>
            <thead><tr><th scope="col">\(words(.overviewFromTo))</th><th scope="col">\(words(.overviewMedian))</th><th scope="col">\(words(.overviewNinetieth))</th><th scope="col">\(words(.overviewHowMany))</th></tr></thead>
            <tbody>\(speedRow(.overviewFirstCall, numbers.firstCalls))\(speedRow(.overviewOpening, numbers.openings))</tbody></table>
            """)
    }

    private func speedRow(_ title: Phrase, _ measure: DelayMeasure) -> HTML {
        """
        <tr><th scope="row">\(words(title))</th><td class="num">\(measure.median.map { DelayText.text($0) } ?? "—")</td><td class="num">\(measure.ninetieth.map { DelayText.text($0) } ?? "—")</td><td class="num">\(words(.overviewOf, ["done": words.grouped(measure.done), "total": words.grouped(measure.total)]))</td></tr>
        """
    }

    private var waiting: HTML {
        let list = work.list(frame)
        let nothing: HTML = #"<p class="muted">\#(words(.overviewNothingWaits))</p>"#
        return card("waiting", .overviewWaiting, list.text.isEmpty ? nothing : list)
    }

    private var unopened: HTML {
        guard !work.unopenedCalls.isEmpty else { return .empty }
        let hasMore = work.unopened > work.unopenedCalls.count
        return card(
            "unopened", .overviewUnopened,
            WaitingWork.calls(work.unopenedCalls, frame)
                + all(hasMore, WaitingWork.unopenedPath(frame.viewer), .overviewAllUnopened))
    }

    private var tasks: HTML {
        guard !work.tasks.isEmpty else { return .empty }
        return card(
            "tasks", .overviewTasks,
            WaitingWork.tasks(work.tasks, from: "overview", frame)
                + all(work.hasMoreTasks, "/overview/tasks", .overviewAllTasks))
    }

    private func all(_ hasMore: Bool, _ path: String, _ title: Phrase) -> HTML {
        hasMore ? #"<p><a href="\#(path)">\#(words(title))</a></p>"# : .empty
    }

    private var agents: HTML {
        guard frame.viewer.isOwner, !numbers.agents.isEmpty else { return .empty }
        return """
            <section class="stack tight" aria-labelledby="agents"><h2 id="agents">\(words(.overviewByAgent))</h2>
            <table class="table"><caption class="visually-hidden">\(words(.overviewByAgent))</caption>
            <thead><tr><th scope="col">\(words(.agent))</th><th scope="col" class="num">\(words(.overviewCalls))</th><th scope="col" class="num">\(words(.overviewAnswered))</th><th scope="col" class="num">\(words(.overviewConversations))</th><th scope="col" class="num">\(words(.overviewBooked))</th><th scope="col" class="num">\(words(.notOpened))</th></tr></thead>
            <tbody>\(numbers.agents.html { agent($0) })</tbody></table></section>
            """
    }

    private func agent(_ line: OverviewNumbers.AgentLine) -> HTML {
        let id = line.id?.uuidString.lowercased() ?? "nobody"
        let link = address("/calls", [("period", period.rawValue), ("agent", id)])
        let late: HTML =
            line.late > 0 ? #" <span class="badge bad">\#(words(.waitingLate, line.late))</span>"# : .empty
        let numbers = [
            (Phrase.overviewCalls, line.calls), (.overviewAnswered, line.answered),
            (.overviewConversations, line.conversations), (.overviewBooked, line.booked),
        ]
        return """
            <tr><th scope="row" class="title"><a class="row-link" href="\(link)" dir="auto">\(line.name ?? words(line.id == nil ? .nobodyYet : .agent))</a></th>
            \(numbers.html { #"<td class="num" data-label="\#(words($0.0))">\#(words.grouped($0.1))</td>"# })
            <td class="num" data-label="\(words(.notOpened))">\(words.grouped(line.unopened))\(late)</td></tr>

            """
    }
}

extension Phrase {
    static let overviewAllUnopened = Phrase("All calls not opened", es: "Todas las llamadas sin abrir")
    static let overviewAllTasks = Phrase("All tasks", es: "Todas las tareas")
    static let overviewTimesIn = Phrase("{days}, times in {place}", es: "{days}, horas de {place}")
    static let overviewPeriod = Phrase("Period", es: "Periodo")
    static let overviewToPause = Phrase("Go on calling", es: "Reanudar las llamadas")
    static let overviewOutreachPaused = Phrase(
        "Outreach is paused: nobody is called by itself. Since",
        es: "Las llamadas están en pausa: no se llama a nadie. Desde")
    static let overviewAgencyPaused = Phrase(
        "The agency is suspended: nobody is called.", es: "La agencia está suspendida: no se llama a nadie.")
    static let overviewCalls = Phrase("Calls", es: "Llamadas")
    static let overviewAnswered = Phrase("Answered", es: "Contestadas")
    static let overviewConversations = Phrase("Conversations", es: "Conversaciones")
    static let overviewBooked = Phrase("Booked", es: "Con cita")
    static let overviewOfCalls = Phrase("{share} % of calls", es: "{share} % de las llamadas")
    static let overviewSpeed = Phrase("Speed to lead", es: "Rapidez con el contacto")
    static let overviewSpeedHint = Phrase(
        "Median, from the lead’s arrival to the first call",
        es: "Mediana, de la llegada del contacto a la primera llamada")
    static let overviewFunnel = Phrase("From call to appointment", es: "De la llamada a la cita")
    static let overviewNoCalls = Phrase("No calls in this period.", es: "Sin llamadas en este periodo.")
    static let overviewFromTo = Phrase("From, to", es: "De, a")
    static let overviewMedian = Phrase("Median", es: "Mediana")
    static let overviewNinetieth = Phrase("Nine of ten within", es: "Nueve de diez en")
    static let overviewHowMany = Phrase("Done", es: "Hechas")
    static let overviewFirstCall = Phrase("Lead arrives, first call", es: "Llega el contacto, primera llamada")
    static let overviewOpening = Phrase("Call assigned, opened", es: "Llamada asignada, abierta")
    static let overviewOf = Phrase("{done} of {total}", es: "{done} de {total}")
    static let overviewWaiting = Phrase("Waiting for somebody", es: "A la espera de alguien")
    static let overviewNothingWaits = Phrase("Nothing waits.", es: "No hay nada pendiente.")
    static let overviewUnopened = Phrase("Not opened yet", es: "Aún sin abrir")
    static let overviewTasks = Phrase("To do", es: "Por hacer")
    static let overviewByAgent = Phrase("By agent", es: "Por agente")
}
