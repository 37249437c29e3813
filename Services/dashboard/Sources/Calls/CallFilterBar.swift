internal import CivilTime
internal import Contracts
internal import Foundation

/// Search, filters, what of them is in use, and those that have a name.
struct CallFilterBar: Sendable {
    let frame: PageFrame
    var filter: CallFilter
    var agents: [NamedAgent]
    var languages: [String]
    var views: [SavedView]
    var leadName: String?

    private var words: Words { frame.words }

    var html: HTML {
        """
        \(savedViews)
        <form class="filters" method="get" action="/calls" role="search" aria-label="\(words(Section.calls.title))">
        <div class="search"><label class="visually-hidden" for="q">\(words(.searchCalls))</label>
        <input id="q" name="q" type="search" value="\(filter.text)" maxlength="200" placeholder="\(words(.searchCalls))" dir="auto"><button>\(words(.search))</button></div>
        <details><summary>\(words(.filters)) \(inUse)</summary><div class="filter-set">
        \(choice("period", .date, periods, filter.period?.rawValue ?? ""))
        \(day("from", .fromDay, filter.from?.description)) \(day("to", .toDay, filter.to?.description))
        \(choice("status", .status, CallGroup.allCases.map { ($0.rawValue, words($0.label)) }, filter.statuses.first?.rawValue ?? ""))
        \(frame.viewer.isOwner ? choice("agent", .agent, agentChoices, chosenAgent) : .empty)
        \(choice("language", .language, languageChoices, filter.language ?? ""))
        \(choice("direction", .direction, CallDirection.choices.map { ($0.name, words($0.title)) }, filter.direction?.rawValue ?? ""))
        \(choice("min", .atLeast, durations(and: filter.shortest), filter.shortest.map { "\($0)" } ?? ""))
        \(choice("max", .atMost, durations(and: filter.longest), filter.longest.map { "\($0)" } ?? ""))
        <div class="field phone-only"><label for="f-sort">\(words(.sortBy))</label><select id="f-sort" name="sort">
        \(option("newest", words(.newestFirst), filter.sort.rawValue))\(option("longest", words(.longestFirst), filter.sort.rawValue))</select></div>
        \(hidden)
        <button>\(words(.apply))</button></div></details></form>
        \(chips)
        """
    }

    /// What has no field of its own: searching takes nothing away that is in the address.
    private var hidden: HTML {
        var items = filter.statuses.dropFirst().map { ("status", $0.rawValue) }
        if let lead = filter.lead { items.append(("lead", lead.description)) }
        if !frame.viewer.isOwner, filter.agent != nil { items.append(("agent", chosenAgent)) }
        return items.html { #"<input type="hidden" name="\#($0.0)" value="\#($0.1)">"# }
    }

    private func durations(and chosen: Int?) -> [(String, String)] {
        Set([30, 60, 180, 600] + [chosen].compactMap(\.self)).sorted().map { ("\($0)", ViewerTime.duration($0)) }
    }

    private var languageChoices: [(String, String)] {
        let all = languages + [filter.language].compactMap(\.self).filter { !languages.contains($0) }
        return all.map { ($0, frame.languageName($0)) }
    }

    private var inUse: HTML {
        let number = filter.items.count { $0.name != "sort" && $0.name != "q" }
        guard number > 0 else { return .empty }
        return #"<span class="count">\#(number)<span class="visually-hidden"> \#(words(.filtersInUse))</span></span>"#
    }

    private var periods: [(String, String)] {
        [
            ("today", words(.today)), ("yesterday", words(.yesterday)), ("7d", words(.lastWeek)),
            ("30d", words(.lastMonth)),
        ]
    }

    private var agentChoices: [(String, String)] {
        let choices = [("nobody", words(.nobodyYet))] + agents.map { ($0.id.uuidString.lowercased(), $0.name) }
        let isOffered = chosenAgent.isEmpty || choices.contains { $0.0 == chosenAgent }
        return isOffered ? choices : choices + [(chosenAgent, words(.agent))]
    }

    private var chosenAgent: String {
        switch filter.agent {
        case .nobody: "nobody"
        case .agent(let id): "\(id)"
        case nil: ""
        }
    }

    private func choice(
        _ name: String, _ label: Phrase, _ options: [(String, String)], _ selected: String
    ) -> HTML {
        """
        <div class="field"><label for="f-\(name)">\(words(label))</label><select id="f-\(name)" name="\(name)">
        \(option("", words(.any), selected))\(options.html { option($0.0, $0.1, selected) })</select></div>
        """
    }

    private func option(_ value: String, _ text: String, _ selected: String) -> HTML {
        #"<option value="\#(value)"\#(" selected", when: value == selected)>\#(text)</option>"#
    }

    private func day(_ name: String, _ label: Phrase, _ value: String?) -> HTML {
        """
        <div class="field"><label for="f-\(name)">\(words(label))</label><input id="f-\(name)" name="\(name)" type="date" value="\(value ?? "")"></div>
        """
    }

    /// Each takes its own filter away.
    private var chips: HTML {
        let items = filter.items.enumerated().filter { $0.element.name != "sort" }
        guard !items.isEmpty else { return .empty }
        let chips = items.html { index, item in
            var rest = filter.items
            rest.remove(at: index)
            return """
                <a class="chip" href="\(address("/calls", rest))"><bdi>\(text(of: item))</bdi><span class="visually-hidden">, \(words(.removeFilter))</span></a>
                """
        }
        return """
            <div class="chips">\(chips) <a href="/calls">\(words(.clearAll))</a>
            <details class="confirm"><summary class="link">\(words(.saveView))</summary><form class="inline" method="post" action="/calls/views">
            \(frame.formField)<input type="hidden" name="query" value="\(address("", filter.items))">
            <label for="view-name" class="visually-hidden">\(words(.viewName))</label><input id="view-name" name="name" required maxlength="80" placeholder="\(words(.viewName))" dir="auto">
            <button>\(words(.save))</button></form></details></div>
            """
    }

    private func text(of item: (name: String, value: String)) -> String {
        switch item.name {
        case "q": "“\(item.value)”"
        case "period": periods.first { $0.0 == item.value }?.1 ?? item.value
        case "from": "\(words(.fromDay)) \(filter.from.map { frame.time.day($0) } ?? "")"
        case "to": "\(words(.toDay)) \(filter.to.map { frame.time.day($0) } ?? "")"
        case "status": CallGroup(rawValue: item.value).map { words($0.label) } ?? item.value
        case "agent": agentChoices.first { $0.0 == item.value }?.1 ?? words(.agent)
        case "lead": leadName ?? words(.lead)
        case "language": frame.languageName(item.value)
        case "direction": CallDirection.text(item.value, words)
        case "min": "\(words(.atLeast)) \(Int(item.value).map { ViewerTime.duration($0) } ?? "")"
        case "max": "\(words(.atMost)) \(Int(item.value).map { ViewerTime.duration($0) } ?? "")"
        default: item.value
        }
    }

    private var savedViews: HTML {
        guard !views.isEmpty else { return .empty }
        let own = address("", filter.items)
        let current: HTML = #" aria-current="page""#
        return """
            <nav class="tabs" aria-label="\(words(.savedViews))"><a href="/calls"\(current, when: filter.items.isEmpty)>\(words(.allCalls))</a>
            \(views.html { view in
                """
                <a href="/calls\(view.query)" dir="auto"\(current, when: view.query == own)>\(view.name)</a>
                """
            })</nav>
            \(views.first { $0.query == own }.map { removal(of: $0) })
            """
    }

    private func removal(of view: SavedView) -> HTML {
        """
        <form method="post" action="/calls/views/\(view.id.uuidString.lowercased())/remove">\(frame.formField)<button class="link">\(words(.removeView))</button></form>
        """
    }
}

extension Phrase {
    static let searchCalls = Phrase(
        "Search names and what was said", es: "Buscar nombres y lo que se dijo")
    static let search = Phrase("Search", es: "Buscar")
    static let filters = Phrase("Filters", es: "Filtros")
    static let filtersInUse = Phrase("in use", es: "en uso")
    static let date = Phrase("Date", es: "Fecha")
    static let fromDay = Phrase("From", es: "Desde")
    static let toDay = Phrase("Until", es: "Hasta")
    static let language = Phrase("Language", es: "Idioma")
    static let direction = Phrase("Direction", es: "Dirección")
    static let atLeast = Phrase("At least", es: "Como mínimo")
    static let atMost = Phrase("At most", es: "Como máximo")
    static let sortBy = Phrase("Sort by", es: "Ordenar por")
    static let newestFirst = Phrase("Newest first", es: "Más recientes primero")
    static let longestFirst = Phrase("Longest first", es: "Más largas primero")
    static let apply = Phrase("Apply", es: "Aplicar")
    static let any = Phrase("Any", es: "Cualquiera")
    static let lastWeek = Phrase("Last 7 days", es: "Últimos 7 días")
    static let lastMonth = Phrase("Last 30 days", es: "Últimos 30 días")
    static let nobodyYet = Phrase("Nobody yet", es: "Nadie todavía")
    static let removeFilter = Phrase("remove this filter", es: "quitar este filtro")
    static let clearAll = Phrase("Clear all", es: "Quitar todo")
    static let saveView = Phrase("Save this view", es: "Guardar esta vista")
    static let viewName = Phrase("Name of the view", es: "Nombre de la vista")
    static let save = Phrase("Save", es: "Guardar")
    static let savedViews = Phrase("Saved views", es: "Vistas guardadas")
    static let allCalls = Phrase("All calls", es: "Todas las llamadas")
    static let removeView = Phrase("Remove this view", es: "Eliminar esta vista")
}
