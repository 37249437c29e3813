internal import CivilTime
internal import Contracts
internal import Foundation

/// A week as a calendar: days beside each other where there is room, one after another on a phone.
struct AppointmentWeekPage: Sendable {
    let frame: PageFrame
    var week: AppointmentWeek
    /// Whose only.
    var agent: AgentID?
    /// In order of time.
    var rows: [AppointmentListRow]
    /// Whether there are more.
    var isCut: Bool
    var agents: [NamedAgent]

    private var words: Words { frame.words }

    func render() -> HTML {
        frame.page(
            title: "\(words(Section.appointments.title)), \(days)", section: .appointments,
            """
            <header class="page-head"><div><h1>\(words(Section.appointments.title))</h1><p>\(words(.weekInZone, ["days": days, "zone": zone]))</p></div>
            <div class="actions"><a class="button primary" href="/appointments/new">\(words(.bookAppointment))</a></div></header>
            \(AppointmentTabs(words: words, isWeek: true).html)
            <div class="cluster spread"><nav class="cluster" aria-label="\(words(.weeks))"><a class="button" href="\(link(to: week.previous))" rel="prev">\(words(.previousWeek))</a><a class="button" href="\(address("/appointments/week", agentItem))">\(words(.thisWeek))</a><a class="button" href="\(link(to: week.next))" rel="next">\(words(.nextWeek))</a></nav>
            \(agentChoice)</div>
            \(isCut ? frame.notice(.weekIsCut, tone: "warn") : .empty)
            \(grid)
            """)
    }

    private var days: String { "\(frame.time.weekday(week.monday)) – \(frame.time.weekday(week.sunday))" }
    private var zone: String { frame.time.zone.identifier.replacing("_", with: " ") }
    private var agentItem: [(name: String, value: String)] { agent.map { [("agent", "\($0)")] } ?? [] }

    private func link(to other: AppointmentWeek) -> String {
        address("/appointments/week", [("of", "\(other.monday)")] + agentItem)
    }

    private var agentChoice: HTML {
        guard frame.viewer.isOwner else { return .empty }
        let options = agents.filter { $0.isActive || $0.id == agent?.rawValue }
        return """
            <form method="get" action="/appointments/week" class="inline"><input type="hidden" name="of" value="\(week.monday.description)">
            <label for="week-agent">\(words(.agent))</label><select id="week-agent" name="agent">
            <option value="">\(words(.everyAgent))</option>\(options.html { one in
                #"<option value="\#(one.id.uuidString.lowercased())"\#(" selected", when: one.id == agent?.rawValue)>\#(one.name)</option>"#
            })</select><button>\(words(.showWeek))</button></form>
            """
    }

    private var grid: HTML {
        let placed = rows.compactMap { row in
            week.place(of: row.scheduledAt, in: frame.time.zone).map { (place: $0, row: row) }
        }
        let hours = AppointmentWeek.hours(of: placed.map(\.place))
        let columns = week.days.enumerated().html { index, date in
            day(index, date, placed.filter { $0.place.day == index }.map { ($0.place.hour, $0.row) })
        }
        return """
            <div class="week">
            <div class="week-hours" aria-hidden="true">\(hours.html { #"<span class="h\#($0)">\#(Self.clock($0))</span>"# })</div>
            \(columns)</div>
            """
    }

    private func day(_ index: Int, _ date: CivilDate, _ rows: [(hour: Int, row: AppointmentListRow)]) -> HTML {
        let number = index + 1
        let isToday = date == frame.time.today
        let today: HTML = #"<span class="visually-hidden">, \#(words(.today))</span>"#
        // In an hour that comes twice, the first one's stand first.
        let hours = Dictionary(grouping: rows, by: \.hour).sorted { $0.key < $1.key }
        let lists = hours.html { hour, rows in
            #"<ul class="h\#(hour)">\#(rows.html { item($0.row) })</ul>"#
        }
        let nothing: HTML = #"<p class="muted small">\#(words(.nothingOnDay))</p>"#
        return """
            <section class="week-day d\(number)\(" today", when: isToday)" aria-labelledby="d\(number)"><h2 id="d\(number)"><time datetime="\(date.description)">\(frame.time.weekday(date))</time>\(today, when: isToday)</h2>
            \(rows.isEmpty ? nothing : lists)
            </section>

            """
    }

    private func item(_ row: AppointmentListRow) -> HTML {
        let zone = TimeZone(identifier: row.timeZone)
        let begin = frame.time.element(row.scheduledAt, frame.time.time(row.scheduledAt), lead: zone)
        return """
            <li><a class="appointment\(tone(row))" href="/appointments/\(row.id.uuidString.lowercased())"><span>\(begin)–\(frame.time.time(row.endsAt))</span> <b dir="auto">\(row.leadName ?? row.phone ?? words(.unnamedLead))</b> \(remark(row))</a></li>
            """
    }

    private func isLagging(_ row: AppointmentListRow) -> Bool { row.isCalendarBehind && row.status.calendarLag != nil }

    private func tone(_ row: AppointmentListRow) -> String {
        switch row.status {
        case .cancelled: " cancelled"
        case .completed: " good"
        case .noShow: " warn"
        case .scheduled: isLagging(row) ? " bad" : ""
        }
    }

    /// Who has it, and what a colour would say alone.
    private func remark(_ row: AppointmentListRow) -> HTML {
        let name = frame.viewer.isOwner ? row.agentName : nil
        var notes = row.status == .scheduled ? [] : [words(row.status.label)]
        if isLagging(row), let phrase = row.status.calendarLag { notes.append(words(phrase)) }
        guard name != nil || !notes.isEmpty else { return .empty }
        let rest = notes.joined(separator: ", ")
        let separator = name == nil || rest.isEmpty ? "" : ", "
        return "<span>\(name.map { "<bdi>\($0)</bdi>" as HTML })\(separator)\(rest)</span>"
    }

    private static func clock(_ hour: Int) -> String { "\(hour < 10 ? "0" : "")\(hour):00" }
}

extension Phrase {
    static let weekInZone = Phrase("{days}, times in {zone}", es: "{days}, horas de {zone}")
    static let weeks = Phrase("Weeks", es: "Semanas")
    static let previousWeek = Phrase("Previous week", es: "Semana anterior")
    static let thisWeek = Phrase("This week", es: "Esta semana")
    static let nextWeek = Phrase("Next week", es: "Semana siguiente")
    static let everyAgent = Phrase("Everyone", es: "Todos")
    static let showWeek = Phrase("Show", es: "Mostrar")
    static let nothingOnDay = Phrase("Nothing", es: "Nada")
    static let weekIsCut = Phrase(
        "There are more appointments in this week than fit here. Choose an agent, or use the list.",
        es: "En esta semana hay más citas de las que caben aquí. Elija un agente o use la lista.")
}
