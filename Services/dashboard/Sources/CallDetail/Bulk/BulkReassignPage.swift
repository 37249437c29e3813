internal import Foundation

/// The calls of a filter with a box to tick for each, and who is to have those that are ticked.
struct BulkReassignPage: Sendable {
    let frame: PageFrame
    var filter: CallFilter
    var calls: [CallListRow]
    var hasMore: Bool
    var agents: [NamedAgent]
    var chosen: Set<UUID> = []
    var agent: UUID?
    /// How many have just been given away.
    var moved: Int?
    /// Why they were not.
    var problem: HTML?

    private enum Text {
        static let title = Phrase("Give calls to somebody", es: "Dar llamadas a alguien")
        static let explanation = Phrase(
            "Their leads go with them. Whoever gets them has the usual time to open them.",
            es: "Los contactos van con ellas. Quien las reciba tiene el plazo habitual para abrirlas.")
        static let caption = Phrase("Calls to choose from", es: "Llamadas para elegir")
        static let choose = Phrase("Choose", es: "Elegir")
        static let chooseCall = Phrase(
            "Choose the call with {name}, {time}", es: "Elegir la llamada con {name}, {time}")
        static let to = Phrase("Give the chosen calls to", es: "Dar las llamadas elegidas a")
        static let pick = Phrase("Choose an agent", es: "Elija un agente")
        static let give = Phrase("Give", es: "Dar")
        static let back = Phrase("Back to the calls", es: "Volver a las llamadas")
        static let more = Phrase(
            "These are the first 200 that match. Narrow the filter, or give these away first.",
            es: "Son las primeras 200 que coinciden. Acote el filtro o dé primero estas.")
        static let empty = Phrase("No calls match", es: "Ninguna llamada coincide")
        static let emptyText = Phrase(
            "Choose other filters on the list of calls.", es: "Elija otros filtros en la lista.")
        static let notOver = Phrase("In progress, nobody can have it yet", es: "En curso, aún no se puede dar")
        static let moved = CountedPhrase(
            Phrase("{n} call was given away.", es: "Se ha dado {n} llamada."),
            Phrase("{n} calls were given away.", es: "Se han dado {n} llamadas."))
        static let nothingMoved = Phrase(
            "They had all of these calls already.", es: "Ya tenía todas esas llamadas.")
    }

    private var words: Words { frame.words }

    func render() -> HTML {
        frame.page(
            title: words(Text.title), section: .calls, isSectionStart: false,
            """
            \(notices)
            <header class="page-head"><div><p class="crumb"><a href="\(address("/calls", filter.items))">\(words(Section.calls.title))</a></p><h1>\(words(Text.title))</h1><p>\(words(Text.explanation))</p></div></header>
            \(calls.isEmpty ? empty : form)
            """)
    }

    private var notices: HTML {
        let done = moved.map { $0 == 0 ? words(Text.nothingMoved) : words(Text.moved, $0) }
        let good: HTML = done.map { #"<div class="notice good" role="status"><p>\#($0)</p></div>"# } ?? .empty
        let bad: HTML =
            problem.map { #"<div class="notice bad" role="alert"><p>\#($0)</p></div>"# } ?? .empty
        let more: HTML = hasMore ? #"<div class="notice"><p>\#(words(Text.more))</p></div>"# : .empty
        return good + bad + more
    }

    private var empty: HTML {
        """
        <div class="empty"><h2>\(words(Text.empty))</h2><p>\(words(Text.emptyText))</p><a class="button" href="/calls">\(words(Text.back))</a></div>
        """
    }

    private var form: HTML {
        """
        <form class="stack" method="post" action="/calls/reassign" data-busy>\(frame.formField)
        <input type="hidden" name="query" value="\(address("", filter.items))">
        <table class="table"><caption class="visually-hidden">\(words(Text.caption))</caption>
        <thead><tr><th scope="col">\(words(Text.choose))</th><th scope="col">\(words(.time))</th><th scope="col">\(words(.lead))</th><th scope="col">\(words(.status))</th><th scope="col" class="num">\(words(.duration))</th><th scope="col">\(words(.agent))</th></tr></thead>
        <tbody>\(calls.html { row($0) })</tbody></table>
        <div class="inline"><label for="f-agent">\(words(Text.to))</label>
        <select id="f-agent" name="agent" required><option value="">\(words(Text.pick))</option>\(agents.filter(\.isActive).html { option($0) })</select>
        <button class="primary">\(words(Text.give))</button> <a href="\(address("/calls", filter.items))">\(words(Text.back))</a></div>
        </form>
        """
    }

    private func option(_ agent: NamedAgent) -> HTML {
        """
        <option value="\(agent.id.uuidString.lowercased())"\(" selected", when: agent.id == self.agent)>\(agent.name)</option>
        """
    }

    private func row(_ call: CallListRow) -> HTML {
        let id = call.id.uuidString.lowercased()
        let name = call.leadName ?? call.phone ?? words(.unknownCaller)
        let agent: HTML = call.agentName.map { "<bdi>\($0)</bdi>" } ?? .empty
        return """
            <tr><td class="fit">\(box(call, name))</td>
            <td class="aside fit">\(frame.time.element(call.createdAt))</td>
            <th scope="row" class="title"><a href="/calls/\(id)" dir="auto">\(name)</a></th>
            <td class="part fit">\(call.group.badge(words))</td>
            <td class="part fit num">\(call.durationSeconds.map { ViewerTime.duration($0) } ?? "—")</td>
            <td class="person" data-label="\(words(.agent))">\(agent)</td></tr>

            """
    }

    /// A call that goes on is nobody's yet.
    private func box(_ call: CallListRow, _ name: String) -> HTML {
        guard call.group != .underWay else { return #"<span class="muted small">\#(words(Text.notOver))</span>"# }
        let label = words(Text.chooseCall, ["name": name, "time": frame.time.momentInSentence(call.createdAt)])
        let mark: HTML = chosen.contains(call.id) ? " checked" : .empty
        return """
            <input type="checkbox" name="call" value="\(call.id.uuidString.lowercased())" aria-label="\(label)"\(mark)>
            """
    }
}
