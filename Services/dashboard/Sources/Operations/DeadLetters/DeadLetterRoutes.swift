internal import AMQP
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// `/operations/dead-letters`
struct DeadLetterRoutes: Sendable {
    let console: Console
    let desk: DeadLetterDesk

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/operations/dead-letters") { request, context in
            let notices: [String: Phrase] = [
                "retried": .deadRetried, "discarded": .deadDiscarded, "gone": .deadGone,
            ]
            return try await page(request, context, notice: notices[Query(request)["done"] ?? ""])
        }
        group.post("/operations/dead-letters/retry") { request, context in
            try await settle(request, context, .retry)
        }
        group.post("/operations/dead-letters/discard") { request, context in
            try await settle(request, context, .discard)
        }
    }

    private func settle(
        _ request: Request, _ context: ViewerContext, _ fate: DeadLetterDesk.Fate
    ) async throws -> Response {
        try context.ownersOnly()
        let form = try await context.form(request)
        let letter: DeadLetter?
        do {
            letter = try await desk.settle(
                form["id"], from: form["queue"], fate, by: context.principal, console.database)
        } catch let error as AMQPError {
            console.logger.error("a dead letter could not be settled", error: error)
            return away(error, console.frame(request, context))
        }
        guard letter != nil else { return .seeOther("/operations/dead-letters?done=gone") }
        return .seeOther("/operations/dead-letters?done=\(fate == .retry ? "retried" : "discarded")")
    }

    private func page(_ request: Request, _ context: ViewerContext, notice: Phrase?) async throws -> Response {
        try context.ownersOnly()
        let frame = console.frame(request, context)
        let (letters, areMore): ([DeadLetter], Bool)
        do {
            (letters, areMore) = try await desk.letters(of: context.viewer.agencyID)
        } catch let error as AMQPError {
            console.logger.error("dead letters could not be looked at", error: error)
            return away(error, frame)
        }
        let list =
            letters.isEmpty ? frame.operationsEmpty(.deadNone, .deadNoneText) : table(letters, frame)
        let more: HTML = areMore ? #"<p class="muted">\#(frame.words(.deadMore))</p>"# : .empty
        return .html(frame.operations(.deadLetters, frame.notice(notice) + list + more))
    }

    private func away(_ error: AMQPError, _ frame: PageFrame) -> Response {
        let text = frame.words(error.deadLetterPhrase)
        return .html(frame.operations(.deadLetters, frame.alert(text)), status: .serviceUnavailable)
    }

    private func table(_ letters: [DeadLetter], _ frame: PageFrame) -> HTML {
        let words = frame.words
        return """
            <p class="muted">\(words(.deadText))</p>
            <table class="table"><caption class="visually-hidden">\(words(OperationsTab.deadLetters.title))</caption>
            <thead><tr><th scope="col">\(words(.time))</th><th scope="col">\(words(.deadMessage))</th><th scope="col">\(words(.messagesReason))</th><th scope="col" class="num">\(words(.messagesAttempts))</th><th scope="col"><span class="visually-hidden">\(words(.settingsActions))</span></th></tr></thead>
            <tbody>\(letters.html { row($0, frame) })</tbody></table>
            """
    }

    private func row(_ letter: DeadLetter, _ frame: PageFrame) -> HTML {
        let words = frame.words
        let hidden: HTML = """
            \(frame.formField)<input type="hidden" name="id" value="\(letter.id)"><input type="hidden" name="queue" value="\(letter.queue)">
            """
        return """
            <tr><td class="aside fit">\(letter.time.map { frame.time.element($0) })</td>
            <th scope="row" class="title"><code>\(letter.name)</code><span class="sub">\(letter.service)</span></th><td dir="auto">\(letter.reason ?? "")</td>
            <td class="num fit" data-label="\(words(.messagesAttempts))">\(letter.attempts.map { "\($0)" } ?? "")</td>
            <td class="fit"><div class="actions raise"><form method="post" action="/operations/dead-letters/retry">\(hidden)<button>\(words(.deadRetry))<span class="visually-hidden">: \(letter.name)</span></button></form>
            <details class="confirm"><summary class="button quiet">\(words(.deadDiscard))<span class="visually-hidden">: \(letter.name)</span></summary>
            <form method="post" action="/operations/dead-letters/discard">\(hidden)<p>\(words(.deadDiscardText))</p><div class="actions"><button class="danger">\(words(.deadDiscardIt))</button></div></form></details></div></td></tr>

            """
    }
}

extension Phrase {
    static let deadNone = Phrase("No dead letters", es: "No hay mensajes muertos")
    static let deadNoneText = Phrase(
        "Messages between the parts of the system that were given up stand here.",
        es: "Aquí aparecen los mensajes entre las partes del sistema que se han abandonado.")
    static let deadText = Phrase(
        "What a part of the system could not deal with, however often it tried. Mend the reason, then try again.",
        es: "Lo que una parte del sistema no ha podido tratar tras varios intentos. Arregle la causa y reintente.")
    static let deadMore = Phrase(
        "There are further ones that were not looked at, since the queue is long; some of them may be yours. Deal with these first, or ask whoever runs Thavon.",
        es:
            "Hay más que no se han mirado, porque la cola es larga; algunos pueden ser suyos. Trate primero estos o pregunte a quien opera Thavon."
    )
    static let deadMessage = Phrase("Message", es: "Mensaje")
    static let deadRetry = Phrase("Try again", es: "Reintentar")
    static let deadDiscard = Phrase("Discard", es: "Descartar")
    static let deadDiscardIt = Phrase("Discard it", es: "Descartarlo")
    static let deadDiscardText = Phrase(
        "Nothing will be done about it any more. That it was discarded stays in the audit log.",
        es: "Ya no se hará nada al respecto. Que se descartó queda en el registro.")
    static let deadRetried = Phrase(
        "It is on its way again. If it fails once more, it comes back here.",
        es: "Está de nuevo en camino. Si vuelve a fallar, regresará aquí.")
    static let deadDiscarded = Phrase("It is discarded.", es: "Se ha descartado.")
    static let deadGone = Phrase(
        "It is not there any more: somebody else has dealt with it.", es: "Ya no está: otra persona se ha ocupado.")
    static let deadAway = Phrase(
        "The message broker does not answer. Nothing is lost; try again in a minute.",
        es: "El gestor de mensajes no responde. No se ha perdido nada; inténtelo de nuevo en un minuto.")
    static let deadNotTaken = Phrase(
        "The queue that it came from does not take it: it is full, or not there. It stays here; ask whoever runs Thavon.",
        es: "La cola de la que vino no lo admite: está llena o no existe. Se queda aquí; pregunte a quien opera Thavon."
    )
    static let deadInHand = Phrase(
        "Somebody else has these messages in hand. Nothing is lost; try again in a minute.",
        es: "Otra persona tiene estos mensajes entre manos. No se ha perdido nada; inténtelo de nuevo en un minuto.")
}
