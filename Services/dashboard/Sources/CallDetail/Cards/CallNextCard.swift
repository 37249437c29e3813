internal import Contracts
internal import Foundation

/// What is to be done now, and the buttons that do it.
struct CallNextCard: Sendable {
    let frame: PageFrame
    let detail: CallDetail

    private enum Text {
        static let underWay = Phrase("Next: the call is still going on", es: "Ahora: la llamada sigue en curso")
        static let underWayText = Phrase(
            "Its summary, recording and transcript come within moments of its end.",
            es: "El resumen, la grabación y la transcripción llegan momentos después de que termine.")
        static let reload = Phrase("Load again", es: "Recargar")
        static let optedOut = Phrase(
            "Nothing more: they do not want to be called", es: "Nada más: no quiere que se le llame")
        static let optedOutText = Phrase(
            "Nobody may call them, neither the assistant nor a person.",
            es: "Nadie puede llamar a este contacto, ni el asistente ni una persona.")
        static let since = Phrase("Since {time}.", es: "Desde {time}.")
        static let appointment = Phrase("Next: appointment on {time}", es: "Ahora: cita el {time}")
        static let with = Phrase("With {name}.", es: "Con {name}.")
        static let openAppointment = Phrase("Open appointment", es: "Abrir la cita")
        static let planned = Phrase("Next: another call, {time}", es: "Ahora: otra llamada, {time}")
        static let plannedNow = Phrase("Next: they are about to be called", es: "Ahora: se le va a llamar")
        static let held = Phrase("Next: a call that is being held", es: "Ahora: una llamada en pausa")
        static let retryText = Phrase(
            "Nobody was reached, so the assistant tries again (attempt {n}).",
            es: "No se localizó a nadie, así que el asistente lo intenta de nuevo (intento {n}).")
        static let handText = Phrase("Somebody asked for this call.", es: "Alguien pidió esta llamada.")
        static let firstText = Phrase("Their first call.", es: "Es su primera llamada.")
        static let callNow = Phrase("Call now", es: "Llamar ahora")
        static let cancel = Phrase("Cancel this call", es: "Cancelar esta llamada")
        static let assign = Phrase("Next: find somebody for this call", es: "Ahora: busque a alguien para esta llamada")
        static let assignText = Phrase("Nobody has this call.", es: "Nadie tiene esta llamada.")
        static let open = Phrase(
            "Next: {name} has to look at this call", es: "Ahora: {name} tiene que ver esta llamada")
        static let somebody = Phrase("somebody", es: "alguien")
        static let openOwn = Phrase("Next: it is yours", es: "Ahora: es suya")
        static let openOwnText = Phrase(
            "Looking at it has marked it as opened.", es: "Al verla ha quedado marcada como abierta.")
        static let openDue = Phrase(
            "They will be reminded, or somebody else will be asked, {time}.",
            es: "Se le recordará, o se pedirá a otra persona, {time}.")
        static let openEscalated = Phrase(
            "The owners have been told that nobody has opened it.",
            es: "Se ha avisado a los propietarios de que nadie la ha abierto.")
        static let nothing = Phrase("Nothing is left to do", es: "No queda nada por hacer")
        static let tasks = Phrase("Somebody has to look at this", es: "Alguien tiene que mirar esto")
        static let callLead = Phrase("Telephone {name}", es: "Llamar por teléfono a {name}")
        static let callAgain = Phrase("Have the assistant call again", es: "Que el asistente vuelva a llamar")
    }

    private var words: Words { frame.words }
    private var step: NextStep { NextStep(detail, now: frame.time.now) }
    private var isOwn: Bool { detail.call.agentID != nil && detail.call.agentID == frame.viewer.agentID }

    var html: HTML {
        let (title, content) = content
        return """
            <section class="card next" aria-labelledby="next"><header><h2 id="next">\(title)</h2>\(badge)</header>
            \(content)
            \(tasks)
            </section>

            """
    }

    private var badge: HTML {
        guard detail.followUp?.isUnopened == true, !isOwn else { return .empty }
        return #"<span class="badge soft info">\#(words(.notOpened))</span>"#
    }

    private var content: (title: String, HTML) {
        switch step {
        case .underWay:
            let link: HTML =
                #"<div class="actions"><a class="button" href="\#(detail.call.path)">\#(words(Text.reload))</a></div>"#
            return (words(Text.underWay), text(words(Text.underWayText)) + link)
        case .optedOut(let since):
            let when = since.map { " " + words(Text.since, ["time": frame.time.momentInSentence($0)]) } ?? ""
            return (words(Text.optedOut), text(words(Text.optedOutText) + when))
        case .appointment(let appointment): return self.appointment(appointment)
        case .plannedCall(let retry): return planned(retry)
        case .assign: return (words(Text.assign), text(words(Text.assignText)) + assignForm)
        case .open(let due, let isEscalated): return open(due, isEscalated: isEscalated)
        case .nothing: return (words(Text.nothing), actions(callForm(Text.callAgain, isMain: false) + telephone))
        }
    }

    private func appointment(_ appointment: ListCallAppointments.Appointment) -> (String, HTML) {
        let time = "\(frame.time.dayTitle(appointment.scheduledAt)), \(frame.time.time(appointment.scheduledAt))"
        let with: HTML =
            appointment.agentName.map { #"<p dir="auto">\#(words(Text.with, ["name": $0]))</p>"# as HTML } ?? .empty
        let notes: HTML = appointment.notes.map { CallText.paragraphs(String($0.prefix(600))) } ?? .empty
        let link: HTML =
            #"<a class="button primary" href="\#(appointment.path)">\#(words(Text.openAppointment))</a>"#
        return (words(Text.appointment, ["time": time]), with + notes + actions(link + telephone))
    }

    private func planned(_ retry: ListCallRetries.Retry) -> (String, HTML) {
        let isDue = retry.scheduledAt <= frame.time.now
        let title =
            if retry.pausedAt != nil {
                words(Text.held)
            } else if isDue {
                words(Text.plannedNow)
            } else {
                words(Text.planned, ["time": frame.time.momentInSentence(retry.scheduledAt)])
            }
        let why =
            switch retry.kind {
            case "first": words(Text.firstText)
            case "by_hand": words(Text.handText)
            default: words(Text.retryText, ["n": "\(retry.count + 1)"])
            }
        let waits = retry.reason.map { " " + PlannedCallReason($0).sentence(words) } ?? ""
        let id = retry.id.uuidString.lowercased()
        let cancel: HTML = """
            <form method="post" action="\(detail.call.path)/retries/\(id)/cancel" data-busy>\(frame.formField)<button>\(words(Text.cancel))</button></form>
            """
        return (title, text(why + waits) + actions(callForm(Text.callNow, isMain: true) + cancel + telephone))
    }

    private func open(_ due: Date?, isEscalated: Bool) -> (String, HTML) {
        if isOwn {
            return (words(Text.openOwn), text(words(Text.openOwnText)) + actions(telephone))
        }
        let name = detail.call.agentName ?? words(Text.somebody)
        let told = isEscalated ? words(Text.openEscalated) : nil
        let when = due.map { words(Text.openDue, ["time": frame.time.momentInSentence($0)]) }
        let sentences = [told, when].compactMap(\.self).joined(separator: " ")
        return (words(Text.open, ["name": name]), text(sentences) + actions(telephone))
    }

    private var tasks: HTML {
        guard !detail.tasks.isEmpty else { return .empty }
        return """
            <h3>\(words(Text.tasks))</h3><ul class="notes">\(detail.tasks.html { #"<li><p dir="auto">\#($0.text)</p></li>"# })</ul>
            """
    }

    private func text(_ text: String) -> HTML { text.isEmpty ? .empty : #"<p dir="auto">\#(text)</p>"# }

    private func actions(_ buttons: HTML) -> HTML {
        buttons.text.isEmpty ? .empty : #"<div class="actions">\#(buttons)</div>"#
    }

    /// The assistant can call only whom we know.
    private func callForm(_ title: Phrase, isMain: Bool) -> HTML {
        guard detail.call.leadID != nil, detail.lead != nil else { return .empty }
        return """
            <form method="post" action="\(detail.call.path)/call-again" data-busy>\(frame.formField)<button\(#" class="primary""#, when: isMain)>\(words(title))</button></form>
            """
    }

    private var telephone: HTML {
        guard let phone = detail.phone, phone.hasPrefix("+") else { return .empty }
        let name = detail.leadName ?? phone
        return #"<a class="button" href="tel:\#(phone)" dir="auto">\#(words(Text.callLead, ["name": name]))</a>"#
    }

    private var assignForm: HTML {
        guard frame.viewer.isOwner else { return .empty }
        return CallGiveForm(frame: frame, detail: detail, isMain: true).html
    }
}

/// Gives a call to somebody of the team.
struct CallGiveForm: Sendable {
    let frame: PageFrame
    let detail: CallDetail
    var isMain = false

    var html: HTML {
        let words = frame.words
        let agents = detail.agents.filter { $0.isActive && $0.id != detail.call.agentID?.rawValue }
        guard !agents.isEmpty else {
            return """
                <p class="muted">\(words(Phrase("There is nobody else on the team who is active.", es: "No hay nadie más activo en el equipo.")))</p>
                """
        }
        return """
            <form class="inline" method="post" action="\(detail.call.path)/reassign" data-busy>\(frame.formField)
            <label for="give-to">\(words(Phrase("Give it to", es: "Dársela a")))</label>
            <select id="give-to" name="agent">\(agents.html { #"<option value="\#($0.id.uuidString.lowercased())">\#($0.name)</option>"# })</select>
            <button\(#" class="primary""#, when: isMain)>\(words(Phrase("Give", es: "Dar")))</button></form>
            """
    }
}
