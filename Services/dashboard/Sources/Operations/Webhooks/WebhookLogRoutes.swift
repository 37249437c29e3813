internal import Foundation
internal import Hummingbird
internal import Postgres

/// `/operations/webhooks`: what was posted, and what became of it.
struct WebhookLogRoutes: Sendable {
    static let pageSize = 50

    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/operations/webhooks") { request, context in
            try context.ownersOnly()
            let after = try Query(request).value("after") { Cursor($0) }
            let frame = console.frame(request, context)
            let rows = try await console.database.run(as: context.viewer) { transaction in
                try await transaction.execute(
                    ListWebhookEvents(agencyID: context.viewer.agencyID, after: after, limit: Self.pageSize + 1))
            }
            return Response.html(list(frame, rows, isFirst: after == nil))
        }
        group.get("/operations/webhooks/:key") { request, context in
            try context.ownersOnly()
            guard let key = context.parameters.get("key").flatMap({ Cursor($0) }) else { throw NotFound() }
            let frame = console.frame(request, context)
            let row = try await console.database.run(as: context.viewer) { transaction in
                try await transaction.execute(ReadWebhookEvent(key: key)).first
            }
            guard let row else { throw NotFound() }
            return Response.html(detail(frame, row))
        }
    }

    private func list(_ frame: PageFrame, _ rows: [ListWebhookEvents.Row], isFirst: Bool) -> HTML {
        let words = frame.words
        guard !rows.isEmpty || !isFirst else {
            return frame.operations(.webhooks, frame.operationsEmpty(.webhookLogNone, .webhookLogNoneText))
        }
        let shown = rows.prefix(Self.pageSize)
        let next = rows.count > Self.pageSize ? shown.last.map { Cursor($0.receivedAt, $0.id) } : nil
        let lines = shown.html { row in
            let call: HTML =
                row.callID.map {
                    #"<a class="raise" href="/calls/\#($0.uuidString.lowercased())">\#(words(.waitingToTheCall))</a>"#
                } ?? .empty
            return """
                <tr><td class="aside fit">\(frame.time.element(row.receivedAt))</td>
                <th scope="row" class="title"><a class="row-link" href="/operations/webhooks/\(Cursor(row.receivedAt, row.id).text)">\(row.type)</a><span class="sub">\(row.source)</span></th>
                <td class="part fit">\(badge(row.disposition, words))</td><td>\(call)</td></tr>

                """
        }
        return frame.operations(
            .webhooks,
            """
            <table class="table"><caption class="visually-hidden">\(words(OperationsTab.webhooks.title))</caption>
            <thead><tr><th scope="col">\(words(.time))</th><th scope="col">\(words(.webhookLogKind))</th><th scope="col">\(words(.status))</th><th scope="col">\(words(.webhookLogCall))</th></tr></thead>
            <tbody>\(lines)</tbody></table>
            \(frame.pager("/operations/webhooks", isFirst: isFirst, next: next?.text))
            """)
    }

    private func badge(_ disposition: String, _ words: Words) -> HTML {
        let (tone, phrase): (String, Phrase?) =
            switch disposition {
            case "applied": (" good", Phrase("Applied", es: "Aplicado"))
            case "repeated": ("", Phrase("Repeated", es: "Repetido"))
            case "stale": ("", Phrase("Too late", es: "Demasiado tarde"))
            case "answered": (" good", Phrase("Answered", es: "Respondido"))
            case "ignored": ("", Phrase("Not needed", es: "No hace falta"))
            case "unmatched": (" warn", Phrase("Not matched", es: "Sin correspondencia"))
            case "unreadable": (" bad", Phrase("Not readable", es: "Ilegible"))
            default: ("", nil)
            }
        return #"<span class="badge\#(tone)">\#(phrase.map { words($0) } ?? disposition)</span>"#
    }

    private func detail(_ frame: PageFrame, _ row: ReadWebhookEvent.Row) -> HTML {
        let words = frame.words
        let event = row.event
        let call: HTML? = event.callID.map {
            #"<dt>\#(words(.webhookLogCall))</dt><dd><a href="/calls/\#($0.uuidString.lowercased())">\#(words(.waitingToTheCall))</a></dd>"#
        }
        let provider: HTML? = row.providerCallID.map {
            #"<dt>\#(words(.webhookLogProviderCall))</dt><dd><code>\#($0)</code></dd>"#
        }
        return frame.operations(
            .webhooks, isStart: false,
            """
            <section class="card" aria-labelledby="event"><header><h2 id="event"><code>\(event.type)</code></h2></header>
            <dl class="facts"><dt>\(words(.webhookLogArrived))</dt><dd>\(frame.time.exact(event.receivedAt))</dd><dt>\(words(.webhookLogFrom))</dt><dd>\(event.source)</dd>
            <dt>\(words(.status))</dt><dd>\(badge(event.disposition, words))</dd>\(call)\(provider)</dl>
            <p class="muted small">\(words(.webhookLogReplay))</p></section>
            \(raw(.webhookLogBody, ReadableJSON.text(row.body), words))\(raw(.webhookLogHeaders, ReadableJSON.text(Array(row.headers.utf8)), words))
            """)
    }

    private func raw(_ title: Phrase, _ shown: (text: String, isCut: Bool), _ words: Words) -> HTML {
        let cut: HTML = shown.isCut ? #"<p class="muted small">\#(words(.webhookLogCut))</p>"# : .empty
        return """
            <details class="more" open><summary>\(words(title))</summary>\(cut)<pre tabindex="0" role="region" aria-label="\(words(title))"><code>\(shown.text)</code></pre></details>
            """
    }
}

/// JSON as people can read it.
enum ReadableJSON {
    /// More is not shown: a page is to be read.
    static let most = 60_000

    /// - Returns: indented, its members sorted; as it is when it is no JSON.
    static func text(_ bytes: [UInt8]) -> (text: String, isCut: Bool) {
        let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let pretty = (try? JSONSerialization.jsonObject(with: Data(bytes)))
            .flatMap { JSONSerialization.isValidJSONObject($0) ? $0 : nil }
            .flatMap { try? JSONSerialization.data(withJSONObject: $0, options: options) }
        let text = String(decoding: pretty.map { Array($0) } ?? bytes, as: UTF8.self)
        return text.count > most ? (String(text.prefix(most)), true) : (text, false)
    }
}

extension Phrase {
    static let webhookLogNone = Phrase("Nothing has been posted yet", es: "Todavía no se ha recibido nada")
    static let webhookLogNoneText = Phrase(
        "What Vapi, your forms and the message providers send stands here for 90 days.",
        es: "Aquí aparece durante 90 días lo que envían Vapi, sus formularios y los proveedores de mensajes.")
    static let webhookLogKind = Phrase("Kind", es: "Tipo")
    static let webhookLogCall = Phrase("Call", es: "Llamada")
    static let webhookLogProviderCall = Phrase("Call at the provider", es: "Llamada en el proveedor")
    static let webhookLogArrived = Phrase("Arrived", es: "Recibido")
    static let webhookLogFrom = Phrase("From", es: "De")
    static let webhookLogBody = Phrase("What was in it", es: "Contenido")
    static let webhookLogHeaders = Phrase("Headers", es: "Cabeceras")
    static let webhookLogCut = Phrase(
        "It is long; only the beginning is shown.", es: "Es largo; solo se muestra el principio.")
    static let webhookLogReplay = Phrase(
        "Secrets are not kept. It cannot be taken in again from here; a report that was lost is asked for at Vapi by itself.",
        es:
            "Los secretos no se guardan. No se puede volver a procesar desde aquí; un informe perdido se pide a Vapi automáticamente."
    )
}
