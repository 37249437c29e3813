internal import Foundation

/// The list of calls: search and filters, chips that take them away again, the rows by day.
struct CallListPage: Sendable {
    let frame: PageFrame
    var filter: CallFilter
    var calls: [CallListRow]
    /// More than ``CountCalls/most`` are not counted.
    var count: Int?
    /// Where the next page begins; nil on the last.
    var older: Cursor?
    var isFirst: Bool
    /// Whom an owner can filter by.
    var agents: [NamedAgent]
    /// Of those that calls are held in.
    var languages: [String]
    var views: [SavedView]
    /// The name of the lead that is filtered by.
    var leadName: String?
    /// Whether the viewer has files of calls that were prepared, or are.
    var hasExports = false
    var notice: Phrase?

    private var words: Words { frame.words }
    private var isLive: Bool { isFirst && filter.sort == .newest && filter.text.isEmpty }

    func render() -> HTML {
        frame.page(
            title: words(Section.calls.title), section: .calls,
            """
            \(frame.notice(notice))
            <header class="page-head"><div><h1>\(words(Section.calls.title))</h1><p>\(total)</p></div>
            <div class="actions">\(exports)\(giveAway)<a class="button" href="\(address("/calls.csv", filter.items))">\(words(.exportCSV))</a></div></header>
            \(CallFilterBar(frame: frame, filter: filter, agents: agents, languages: languages, views: views, leadName: leadName).html)
            \(list)
            """)
    }

    private var exports: HTML {
        hasExports ? #"<a class="button" href="/exports">\#(words(CallExportWords.exports))</a>"# : .empty
    }

    private var giveAway: HTML {
        guard frame.viewer.isOwner, !calls.isEmpty else { return .empty }
        return #"<a class="button" href="\#(address("/calls/reassign", filter.items))">\#(words(.giveCallsAway))</a>"#
    }

    private var total: String {
        guard let count else { return "" }
        let isMore = count > CountCalls.most
        let number = words(.callCount, min(count, CountCalls.most))
        return isMore ? words(.moreThan, ["count": number]) : number
    }

    private var list: HTML {
        // What happens between this page and its stream is told by the stream.
        let since = Int64(frame.time.now.timeIntervalSince1970 * 1000)
        let live: HTML =
            #" data-live="\#(address("/calls/live", filter.items + [("since", "\(since)")]))""#
        return """
            <div class="stack tight"\(live, when: isLive)>
            \(liveBar)
            \(calls.isEmpty ? empty : .empty)
            \(table)
            \(frame.pager("/calls", filter.items, isFirst: isFirst, next: older?.text))
            </div>
            """
    }

    private var liveBar: HTML {
        guard isLive else { return .empty }
        return """
            <div class="live-bar" data-live-bar aria-live="polite" data-one="\(words(.newCall))" data-many="\(words(.newCalls))" data-stale="\(words(.listHasChanged))"></div>
            """
    }

    private var table: HTML {
        guard !calls.isEmpty || isLive else { return .empty }
        return """
            <table class="table"\(" data-live-table", when: calls.isEmpty)>
            <caption class="visually-hidden">\(words(filter.sort == .newest ? .callsNewestFirst : .callsLongestFirst))</caption>
            <thead><tr>\(head(.time, .newest))<th scope="col">\(words(.lead))</th><th scope="col">\(words(.status))</th>
            <th scope="col" class="wide">\(words(filter.text.isEmpty ? .summary : .match))</th>\(head(.duration, .longest, " class=\"num\""))
            \(frame.viewer.isOwner ? #"<th scope="col">\#(words(.agent))</th>"# : HTML.empty)</tr></thead>
            \(days)
            </table>
            """
    }

    private func head(_ title: Phrase, _ sort: CallFilter.Sort, _ attributes: HTML = .empty) -> HTML {
        guard filter.text.isEmpty else { return #"<th scope="col"\#(attributes)>\#(words(title))</th>"# }
        var sorted = filter
        sorted.sort = sort
        let mark: HTML = #" aria-sort="descending""#
        return """
            <th scope="col"\(attributes)\(mark, when: filter.sort == sort)><a href="\(address("/calls", sorted.items))">\(words(title))</a></th>
            """
    }

    /// One body for each day; the newest takes what arrives.
    private var days: HTML {
        let view = CallRowView(frame: frame, showsAgent: frame.viewer.isOwner)
        let columns = frame.viewer.isOwner ? 6 : 5
        guard filter.sort == .newest else { return "<tbody>\(calls.html { view.row($0) })</tbody>" }
        var result = HTML.empty
        var rest = calls[...]
        if isLive, calls.first.map({ frame.time.day($0.createdAt) != frame.time.day(frame.time.now) }) ?? true {
            result += """
                <tbody data-live-rows><tr class="day" hidden><th scope="rowgroup" colspan="\(columns)">\(words(.today))</th></tr></tbody>

                """
        }
        while let first = rest.first {
            let day = frame.time.day(first.createdAt)
            let own = rest.prefix { frame.time.day($0.createdAt) == day }
            rest = rest.dropFirst(own.count)
            let isToday = day == frame.time.day(frame.time.now)
            let title =
                isToday
                ? "\(words(.today)), \(frame.time.dayTitle(first.createdAt))" : frame.time.dayTitle(first.createdAt)
            result += """
                <tbody\(" data-live-rows", when: isLive && isToday)>
                <tr class="day"><th scope="rowgroup" colspan="\(columns)">\(title)</th></tr>
                \(own.html { view.row($0) })</tbody>

                """
        }
        return result
    }

    private var empty: HTML {
        if filter.isEmpty {
            return """
                <div class="empty" data-live-empty><h2>\(words(.noCallsYet))</h2><p>\(words(.noCallsYetText))</p></div>
                """
        }
        return """
            <div class="empty" data-live-empty><h2>\(words(.noCallsFound))</h2><p>\(words(.noCallsFoundText))</p>
            <a class="button" href="/calls">\(words(.clearFilters))</a></div>
            """
    }
}

/// Somebody of the team, to be chosen from.
struct NamedAgent: Sendable {
    var id: UUID
    var name: String
    var isActive: Bool
}

struct SavedView: Sendable {
    var id: UUID
    var name: String
    /// The filter as an address has it.
    var query: String
}

extension Phrase {
    static let giveCallsAway = Phrase("Reassign", es: "Reasignar")
    static let exportCSV = Phrase("Export CSV", es: "Exportar CSV")
    static let moreThan = Phrase("More than {count}", es: "Más de {count}")
    static let newCall = Phrase("{n} new call", es: "{n} llamada nueva")
    static let newCalls = Phrase("{n} new calls", es: "{n} llamadas nuevas")
    static let callsNewestFirst = Phrase("Calls, newest first", es: "Llamadas, las más recientes primero")
    static let callsLongestFirst = Phrase("Calls, longest first", es: "Llamadas, las más largas primero")
    static let time = Phrase("Time", es: "Hora")
    static let lead = Phrase("Lead", es: "Contacto")
    static let status = Phrase("Status", es: "Estado")
    static let summary = Phrase("Summary", es: "Resumen")
    static let match = Phrase("Where it was said", es: "Dónde se dijo")
    static let duration = Phrase("Duration", es: "Duración")
    static let noCallsYet = Phrase("No calls yet", es: "Todavía no hay llamadas")
    static let noCallsYetText = Phrase(
        "Calls appear here within a second of their end.",
        es: "Las llamadas aparecen aquí un segundo después de terminar.")
    static let noCallsFound = Phrase("No calls match", es: "Ninguna llamada coincide")
    static let noCallsFoundText = Phrase(
        "Take a filter away, or search for other words.", es: "Quite algún filtro o busque otras palabras.")
    static let clearFilters = Phrase("Clear all filters", es: "Quitar todos los filtros")
    static let firstPage = Phrase("First page", es: "Primera página")
    static let nextPage = Phrase("Next page", es: "Página siguiente")
    static let pages = Phrase("Pages", es: "Páginas")
}

extension CountedPhrase {
    static let callCount = CountedPhrase(
        Phrase("{n} call", es: "{n} llamada"), Phrase("{n} calls", es: "{n} llamadas"))
}
