internal import Foundation

/// The call itself, what was posted about it, and the calls that were planned and made because of it.
struct CallTimelineCalls: Sendable {
    let detail: CallDetail
    let words: Words
    let time: ViewerTime

    private typealias Entry = CallTimeline.Entry

    private enum Text {
        static let dialled = Phrase("Dialled", es: "Se marcó")
        static let dialledAgain = Phrase("Called again", es: "Se volvió a llamar")
        static let notDialled = Phrase("Could not be dialled", es: "No se pudo marcar")
        static let lost = Phrase("Nobody knows whether it was placed", es: "No se sabe si se llegó a llamar")
        static let attempt = Phrase("Attempt {n}", es: "Intento {n}")
        static let byHand = Phrase("Somebody asked for it", es: "Alguien lo pidió")
        static let began = Phrase("The call began", es: "Empezó la llamada")
        static let called = Phrase("They called", es: "Llamó el contacto")
        static let ended = Phrase("The call ended", es: "Terminó la llamada")
        static let report = Phrase("Report received", es: "Llegó el informe")
        static let posted = Phrase("Posted: {type}", es: "Recibido: {type}")
        static let planned = Phrase("Another call planned for {time}", es: "Otra llamada prevista para {time}")
        static let cancelled = Phrase("The planned call was cancelled", es: "Se canceló la llamada prevista")
        static let failed = Phrase("No further calls", es: "No habrá más llamadas")
    }

    var entries: [CallTimeline.Entry] { attempts + call + retries + webhooks }

    private var call: [Entry] {
        let call = detail.call
        var result: [Entry] = []
        if let at = call.startedAt {
            result.append(Entry(at: at, title: words(call.direction == "inbound" ? Text.called : Text.began)))
        }
        if let at = call.endedAt {
            let title = call.endedReason.flatMap { EndedReasonWords.phrase($0) } ?? Text.ended
            result.append(
                Entry(at: at, title: words(title), detail: call.durationSeconds.map { ViewerTime.duration($0) }))
        }
        if let at = call.reportReceivedAt { result.append(Entry(at: at, title: words(Text.report))) }
        return result
    }

    private var attempts: [Entry] {
        detail.attempts.map { attempt in
            let number =
                attempt.kind == "by_hand" ? words(Text.byHand) : words(Text.attempt, ["n": "\(attempt.count + 1)"])
            let (title, tone): (Phrase, Tone) =
                switch attempt.state {
                case "refused", "not_placed": (Text.notDialled, .bad)
                case "lost": (Text.lost, .warn)
                default: (attempt.isOfThisCall ? Text.dialled : Text.dialledAgain, .none)
                }
            let reason = attempt.reason.map { PlannedCallReason($0).sentence(words) }
            return Entry(
                at: attempt.placedAt ?? attempt.requestedAt, title: words(title),
                detail: [number, reason].compactMap(\.self).joined(separator: ". "), tone: tone)
        }
    }

    private var retries: [Entry] {
        detail.retries.filter(\.isAfterThisCall).flatMap { retry in
            let reason = retry.reason.map { PlannedCallReason($0).sentence(words) }
            var result = [
                Entry(
                    at: retry.createdAt, title: words(Text.planned, ["time": time.momentInSentence(retry.scheduledAt)]),
                    detail: retry.status == "pending" ? reason : nil)
            ]
            if retry.status == "cancelled" || retry.status == "failed" {
                let title = retry.status == "cancelled" ? Text.cancelled : Text.failed
                result.append(Entry(at: retry.updatedAt, title: words(title), detail: reason, tone: .warn))
            }
            return result
        }
    }

    private var webhooks: [Entry] {
        detail.webhooks.map { event in
            Entry(
                at: event.receivedAt, title: words(Text.posted, ["type": event.type]),
                detail: "\(event.source) · \(event.disposition) · \(ByteSize(event.bytes).text)",
                link: event.path,
                folding: "\(event.type) \(event.disposition)")
        }
    }
}
