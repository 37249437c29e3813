internal import Contracts
internal import Foundation

/// `/operations/webhooks/{key}`: one webhook with what was in it, and taking it in again.
struct WebhookPage: Sendable {
    /// More than that no browser shows well, and nobody reads.
    private static let mostShown = 200_000

    let frame: PageFrame
    let row: ReadWebhookEvent.Row
    /// What became of it when it was taken in again just now.
    var outcome: String?
    /// Why it was not.
    var problem: NotDone?

    private enum Text {
        static let providerCall = Phrase("Call at the provider", es: "Llamada en el proveedor")
        static let arrived = Phrase("Arrived", es: "Recibido")
        static let from = Phrase("From", es: "De")
        static let size = Phrase("Size", es: "Tamaño")
        static let body = Phrase("What was in it", es: "Contenido")
        static let headers = Phrase("Headers", es: "Cabeceras")
        static let cut = Phrase(
            "This is the beginning; the whole of it can be downloaded.",
            es: "Este es el principio; el contenido completo se puede descargar.")
        static let secrets = Phrase("Secrets are not kept.", es: "Los secretos no se guardan.")
        static let replay = Phrase("Take it in again", es: "Procesarlo de nuevo")
        static let replayText = Phrase(
            "For instance after a number or an assistant was entered in the settings. What was taken in before is not done or told twice.",
            es:
                "Por ejemplo, tras introducir un número o un asistente en los ajustes. Lo ya procesado no se repite ni se vuelve a comunicar."
        )
        static let replayed = Phrase("Taken in again:", es: "Procesado de nuevo:")
        static let download = Phrase("Download", es: "Descargar")
    }

    private var words: Words { frame.words }

    var html: HTML {
        let event = row.event
        let call: HTML? = event.callID.map {
            #"<dt>\#(words(.webhookLogCall))</dt><dd><a href="/calls/\#($0.uuidString.lowercased())">\#(words(.waitingToTheCall))</a></dd>"#
        }
        let provider: HTML? = row.providerCallID.map {
            #"<dt>\#(words(Text.providerCall))</dt><dd><code>\#($0)</code></dd>"#
        }
        return frame.operations(
            .webhooks, isStart: false,
            """
            \(notice)<section class="card" aria-labelledby="event"><header><h2 id="event"><code>\(event.type)</code></h2></header>
            <dl class="facts"><dt>\(words(Text.arrived))</dt><dd>\(frame.time.exact(event.receivedAt))</dd><dt>\(words(Text.from))</dt><dd>\(event.source)</dd>
            <dt>\(words(.status))</dt><dd>\(WebhookDisposition(event.disposition).badge(words))</dd><dt>\(words(Text.size))</dt><dd>\(ByteSize(row.body.count).text)</dd>\(call)\(provider)</dl>
            <div class="actions"><a class="button" href="\(event.path)?download=1" download>\(words(Text.download))</a></div>
            \(replay)</section>
            \(raw(Text.body, row.body))\(raw(Text.headers, Array(row.headers.utf8)))
            """)
    }

    private var notice: HTML {
        if let problem { return frame.alert(problem) }
        guard let outcome = outcome.map({ WebhookDisposition($0) }), outcome.isKnown else { return .empty }
        return #"<div class="notice good" role="status"><p>\#(words(Text.replayed)) \#(outcome.badge(words))</p></div>"#
    }

    private var replay: HTML {
        guard ReplayWebhook.sources.contains(row.event.source) else {
            return #"<p class="muted small">\#(words(Text.secrets))</p>"#
        }
        return """
            <form method="post" action="\(row.event.path)/replay" data-busy>\(frame.formField)<p class="muted small">\(words(Text.replayText)) \(words(Text.secrets))</p><div class="actions"><button>\(words(Text.replay))</button></div></form>
            """
    }

    private func raw(_ title: Phrase, _ bytes: [UInt8]) -> HTML {
        let shown = PrettyJSON(bytes, limit: Self.mostShown)
        let cut: HTML = shown.isCut ? #"<p class="muted small">\#(words(Text.cut))</p>"# : .empty
        return """
            <details class="more" open><summary>\(words(title))</summary>\(cut)<pre tabindex="0" role="region" aria-label="\(words(title))"><code>\(shown.text)</code></pre></details>
            """
    }
}

/// What became of a webhook, as `webhook_events.disposition`.
struct WebhookDisposition: Sendable {
    let name: String

    init(_ name: String) { self.name = name }

    var isKnown: Bool { words != nil }

    func badge(_ language: Words) -> HTML {
        #"<span class="badge\#(words?.tone ?? "")">\#(words.map { language($0.phrase) } ?? name)</span>"#
    }

    private var words: (tone: String, phrase: Phrase)? {
        switch name {
        case "applied": (" good", Phrase("Applied", es: "Aplicado"))
        case "repeated": ("", Phrase("Repeated", es: "Repetido"))
        case "stale": ("", Phrase("Too late", es: "Demasiado tarde"))
        case "answered": (" good", Phrase("Answered", es: "Respondido"))
        case "ignored": ("", Phrase("Not needed", es: "No hace falta"))
        case "unmatched": (" warn", Phrase("Not matched", es: "Sin correspondencia"))
        case "unreadable": (" bad", Phrase("Not readable", es: "Ilegible"))
        default: nil
        }
    }
}
