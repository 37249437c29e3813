internal import Foundation
internal import Hummingbird

/// `/operations/providers`: who takes what we send, and what waits in the broker.
struct ProviderRoutes: Sendable {
    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/operations/providers") { request, context in
            try context.ownersOnly()
            let frame = console.frame(request, context)
            let health = try await ProviderDesk(console: console).health(context.viewer)
            let words = frame.words
            let items = health.accounts.html { dialling($0, frame) } + health.limits.html { provider($0, frame) }
            let list: HTML =
                items.text.isEmpty
                ? #"<p class="muted">\#(words(.providersNone))</p>"# : #"<ul class="why">\#(items)</ul>"#
            return Response.html(
                frame.operations(
                    .providers,
                    """
                    <div class="cards"><section class="card" aria-labelledby="providers"><header><h2 id="providers">\(words(.providers))</h2></header>\(list)</section>
                    <section class="card" aria-labelledby="queues"><header><h2 id="queues">\(words(.providersQueues))</h2></header>\(queues(health.queues, words))</section></div>
                    """))
        }
    }

    private func queues(_ depths: [ProviderDesk.Queue]?, _ words: Words) -> HTML {
        guard let depths else { return #"<p class="muted">\#(words(.deadAway))</p>"# }
        let rows = depths.html { depth in
            """
            <tr><th scope="row">\(depth.service)</th><td>\(words.grouped(depth.events))</td><td>\(depth.commands.map { words.grouped($0) } ?? "—")</td><td>\(depth.workers)\(depth.workers == 0 ? " <span class=\"badge bad\">\(words(.providersNobody))</span>" as HTML : .empty)</td></tr>
            """
        }
        return """
            <div class="grid-scroll" role="region" aria-label="\(words(.providersQueues))" tabindex="0"><table class="matrix"><caption class="visually-hidden">\(words(.providersQueues))</caption><thead><tr><th scope="col">\(words(.providersQueue))</th><th scope="col">\(words(.providersEvents))</th><th scope="col">\(words(.providersCommands))</th><th scope="col">\(words(.providersWorkers))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    private func dialling(_ account: ListDialAccounts.Row, _ frame: PageFrame) -> HTML {
        let words = frame.words
        let lines = account.lines.map { words(.providersLines, $0) } ?? ""
        if let until = account.pausedUntil {
            return item("Vapi", "warn", .providersPaused, until, account.pauseReason, frame)
        }
        switch account.breaker {
        case "open": return item("Vapi", "bad", .providersInterrupted, account.retryAt, account.reason, frame)
        case "half_open": return item("Vapi", "warn", .providersTrying, account.retryAt, account.reason, frame)
        default: return item("Vapi", "good", .providersHealthy, nil, lines, frame)
        }
    }

    private func provider(_ limit: ListProviderLimits.Row, _ frame: PageFrame) -> HTML {
        guard let until = limit.closedUntil else {
            return item(limit.account, "good", .providersHealthy, nil, nil, frame)
        }
        return item(limit.account, "bad", .providersClosed, until, limit.reason, frame)
    }

    private func item(
        _ name: String, _ tone: String, _ state: Phrase, _ until: Date?, _ reason: String?, _ frame: PageFrame
    ) -> HTML {
        let words = frame.words
        let moment: HTML = until.map { "\(words(.providersUntil)) \(frame.time.element($0)) " } ?? .empty
        return """
            <li><span>\(name)</span><span class="badge \(tone)">\(words(state))</span><p>\(moment)<span dir="auto">\(reason ?? "")</span></p></li>

            """
    }
}

extension Phrase {
    static let providers = Phrase("Providers", es: "Proveedores")
    static let providersNone = Phrase("Nothing has been sent yet.", es: "Todavía no se ha enviado nada.")
    static let providersHealthy = Phrase("Healthy", es: "Funciona")
    static let providersPaused = Phrase("Takes no calls", es: "No acepta llamadas")
    static let providersInterrupted = Phrase("Interrupted", es: "Interrumpido")
    static let providersTrying = Phrase("Being tried", es: "En prueba")
    static let providersClosed = Phrase("Closed", es: "Cerrado")
    static let providersUntil = Phrase("Asked again at", es: "Se vuelve a intentar a las")
    static let providersQueues = Phrase("Queues", es: "Colas")
    static let providersQueue = Phrase("Queue", es: "Cola")
    static let providersEvents = Phrase("Events", es: "Eventos")
    static let providersCommands = Phrase("Commands", es: "Órdenes")
    static let providersWorkers = Phrase("Workers", es: "Procesos")
    static let providersNobody = Phrase("nobody", es: "nadie")
}

extension CountedPhrase {
    static let providersLines = CountedPhrase(
        Phrase("{n} call at a time", es: "{n} llamada a la vez"),
        Phrase("{n} calls at a time", es: "{n} llamadas a la vez"))
}
