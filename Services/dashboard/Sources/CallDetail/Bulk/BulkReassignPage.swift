internal import Foundation

/// The calls of a filter with a box to tick for each, and who is to have those that are ticked.
struct BulkReassignPage: Sendable {
    let frame: PageFrame
    var filter: CallFilter
    var calls: [CallListRow]
    var hasMore: Bool
    /// How many match; more than ``CountCalls/most`` are not counted, nor those that words are searched in.
    var count: Int?
    var agents: [NamedAgent]
    /// What was given away before, newest first.
    var jobs: [Reassignment]
    /// Of the form.
    var once: OnceOnly
    var chosen: Set<UUID> = []
    var choosesAll = false
    var agent: UUID?
    /// Why nothing was given away.
    var problem: Phrase?

    private enum Text {
        static let title = Phrase("Give calls to somebody", es: "Dar llamadas a alguien")
        static let explanation = Phrase(
            "Their leads go with them. Whoever gets them has the usual time to open them.",
            es: "Los contactos van con ellas. Quien las reciba tiene el plazo habitual para abrirlas.")
        static let caption = Phrase("Calls to choose from", es: "Llamadas para elegir")
        static let choose = Phrase("Choose", es: "Elegir")
        static let chooseCall = Phrase(
            "Choose the call with {name}, {time}", es: "Elegir la llamada con {name}, {time}")
        static let which = Phrase("Which calls", es: "Qué llamadas")
        static let ticked = Phrase("Those chosen below", es: "Las elegidas abajo")
        static let all = Phrase("All that match", es: "Todas las que coinciden")
        static let allOf = Phrase("All {n} that match", es: "Las {n} que coinciden")
        static let allOfMore = Phrase("All that match, more than {n}", es: "Todas las que coinciden, más de {n}")
        static let to = Phrase("Give them to", es: "Dárselas a")
        static let pick = Phrase("Choose an agent", es: "Elija un agente")
        static let give = Phrase("Give", es: "Dar")
        static let back = Phrase("Back to the calls", es: "Volver a las llamadas")
        static let more = Phrase(
            "These are the first 100 that match. Choose among them, or give away all that match.",
            es: "Son las primeras 100 que coinciden. Elija entre ellas o dé todas las que coinciden.")
        static let empty = Phrase("No calls match", es: "Ninguna llamada coincide")
        static let emptyText = Phrase(
            "Choose other filters on the list of calls.", es: "Elija otros filtros en la lista.")
        static let notOver = Phrase("In progress, nobody can have it yet", es: "En curso, aún no se puede dar")
    }

    private var words: Words { frame.words }

    func render() -> HTML {
        frame.page(
            title: words(Text.title), section: .calls, isSectionStart: false,
            """
            \(notices)
            <header class="page-head"><div><p class="crumb"><a href="\(address("/calls", filter.items))">\(words(Section.calls.title))</a></p><h1>\(words(Text.title))</h1><p>\(words(Text.explanation))</p></div></header>
            \(calls.isEmpty ? empty : form)
            \(ReassignmentList(frame: frame, jobs: jobs).html)
            """)
    }

    private var notices: HTML {
        let bad: HTML =
            problem.map { #"<div class="notice bad" role="alert"><p>\#(words($0))</p></div>"# } ?? .empty
        let more: HTML = hasMore ? #"<div class="notice"><p>\#(words(Text.more))</p></div>"# : .empty
        return bad + more
    }

    private var all: String {
        guard let count else { return words(Text.all) }
        let isMore = count > CountCalls.most
        return words(isMore ? Text.allOfMore : Text.allOf, ["n": words.grouped(min(count, CountCalls.most))])
    }

    private var which: HTML {
        """
        <fieldset><legend>\(words(Text.which))</legend>
        <label class="check"><input type="radio" name="which" value="chosen"\(" checked", when: !choosesAll)> <span>\(words(Text.ticked))</span></label>
        <label class="check"><input type="radio" name="which" value="all"\(" checked", when: choosesAll)> <span>\(all)</span></label></fieldset>
        """
    }

    private var empty: HTML {
        """
        <div class="empty"><h2>\(words(Text.empty))</h2><p>\(words(Text.emptyText))</p><a class="button" href="/calls">\(words(Text.back))</a></div>
        """
    }

    private var form: HTML {
        """
        <form class="stack" method="post" action="/calls/reassign" data-busy>\(frame.formField)\(once.html)
        <input type="hidden" name="query" value="\(address("", filter.items))">
        \(which)
        <div class="inline"><label for="f-agent">\(words(Text.to))</label>
        <select id="f-agent" name="agent" required><option value="">\(words(Text.pick))</option>\(agents.filter(\.isActive).html { option($0) })</select>
        <button class="primary">\(words(Text.give))</button> <a href="\(address("/calls", filter.items))">\(words(Text.back))</a></div>
        <table class="table"><caption class="visually-hidden">\(words(Text.caption))</caption>
        <thead><tr><th scope="col">\(words(Text.choose))</th><th scope="col">\(words(.time))</th><th scope="col">\(words(.lead))</th><th scope="col">\(words(.status))</th><th scope="col" class="num">\(words(.duration))</th><th scope="col">\(words(.agent))</th></tr></thead>
        <tbody>\(calls.html { row($0) })</tbody></table>
        <div class="inline"><button class="primary">\(words(Text.give))</button></div>
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
            <tr><td class="fit tick">\(box(call, name))</td>
            <td class="aside fit">\(frame.time.element(call.createdAt))</td>
            <th scope="row" class="title"><a href="/calls/\(id)" dir="auto">\(name)</a></th>
            <td class="part fit">\(call.group.badge(words))</td>
            <td class="part fit num">\(call.durationSeconds.map { ViewerTime.duration($0) } ?? "—")</td>
            <td class="person" data-label="\(words(.agent))">\(agent)</td></tr>

            """
    }

    /// A call that goes on is nobody's yet.
    private func box(_ call: CallListRow, _ name: String) -> HTML {
        guard call.group != .underWay else {
            return
                #"<span class="muted" aria-hidden="true">–</span><span class="visually-hidden">\#(words(Text.notOver))</span>"#
        }
        let label = words(Text.chooseCall, ["name": name, "time": frame.time.momentInSentence(call.createdAt)])
        let mark: HTML = chosen.contains(call.id) ? " checked" : .empty
        return """
            <input type="checkbox" name="call" value="\(call.id.uuidString.lowercased())" aria-label="\(label)"\(mark)>
            """
    }
}
