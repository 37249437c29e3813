internal import Contracts
internal import Foundation
internal import Notices

// What happened with a lead, and what is to happen.
extension LeadPage {
    var plannedCalls: HTML {
        guard !facts.planned.isEmpty else { return .empty }
        let paused: HTML = #"<p class="muted">\#(words(.outreachPaused))</p>"#
        return card(
            "planned", .plannedCalls,
            """
            \(paused, when: facts.isOutreachPaused)<ol class="timeline">\(facts.planned.html { planned($0) })</ol>
            """)
    }

    private func planned(_ planned: ListPlannedCalls.Planned) -> HTML {
        let isPending = planned.status == "pending"
        let at = isPending ? planned.scheduledAt : planned.updatedAt
        let tone = !isPending ? "" : planned.isPaused ? "warn" : "info"
        let reason: HTML? = planned.reason.map {
            #"<p class="muted small">\#(PlannedCallReason($0).sentence(words))</p>"#
        }
        return """
            <li class="\(tone)">\(frame.time.element(at, lead: lead.zone))<div><b>\(words.plannedKind(planned))</b> <span class="muted">\(state(of: planned))</span>\(reason)
            \(isPending && !planned.isUnderWay ? actions(on: planned) : .empty)</div></li>

            """
    }

    private func state(of planned: ListPlannedCalls.Planned) -> String {
        switch planned.status {
        case "pending":
            words(
                planned.isUnderWay
                    ? .beingDialled
                    : planned.isPaused ? .held : planned.scheduledAt <= frame.time.now ? .asSoonAsAllowed : .planned)
        case "cancelled": words(.plannedCancelled)
        default: words(.plannedFailed)
        }
    }

    private func actions(on planned: ListPlannedCalls.Planned) -> HTML {
        let base = "\(path)/planned/\(planned.id.uuidString.lowercased())"
        let fields = frame.time.fields(max(planned.scheduledAt, frame.time.now.addingTimeInterval(3600)))
        let toggle = planned.isPaused ? ("resume", words(.letGoOn)) : ("pause", words(.hold))
        return """
            <div class="cluster"><details class="confirm"><summary class="button">\(words(.leadReschedule))</summary>
            <form class="inline" method="post" action="\(base)/reschedule">\(frame.formField)
            <label class="visually-hidden" for="d-date">\(words(.date))</label><input id="d-date" name="date" type="date" value="\(fields.date)" required>
            <label class="visually-hidden" for="d-time">\(words(.time))</label><input id="d-time" name="time" type="time" value="\(fields.time)" required>
            <button>\(words(.leadReschedule))</button></form></details>
            <form method="post" action="\(base)/\(toggle.0)">\(frame.formField)<button>\(toggle.1)</button></form>
            <form method="post" action="\(base)/cancel">\(frame.formField)<button>\(words(.cancelPlanned))</button></form></div>
            """
    }

    var calls: HTML {
        let id = lead.id.uuidString.lowercased()
        let all: HTML = #"<a href="/calls?lead=\#(id)">\#(words(.allCalls))</a>"#
        let none: HTML = #"<p class="muted">\#(words(.noCallsWithLead))</p>"#
        return card(
            "calls", Section.calls.title, link: facts.calls.isEmpty ? .empty : all,
            facts.calls.isEmpty ? none : #"<ol class="timeline">\#(facts.calls.html { call($0) })</ol>"#)
    }

    private func call(_ call: ListLeadCalls.Call) -> HTML {
        let group = CallGroup(status: call.status, outcome: call.outcome)
        let parts = [
            call.direction.flatMap { $0 == CallDirection.outbound.rawValue ? nil : CallDirection.text($0, words) },
            call.durationSeconds.flatMap { $0 > 0 ? ViewerTime.duration($0) : nil },
        ].compactMap { $0 }
        let summary: HTML? = call.summary.map { #"<p class="muted small clamp" dir="auto">\#($0)</p>"# }
        return """
            <li class="\(group.tone.trimmingCharacters(in: .whitespaces))">\(frame.time.element(call.createdAt, lead: lead.zone))<div><a href="/calls/\(call.id.uuidString.lowercased())">\(words(group.label))</a> <span class="muted small">\(parts.joined(separator: " · "))</span>\(summary)</div></li>

            """
    }

    var appointments: HTML {
        guard !facts.appointments.isEmpty else { return .empty }
        let items = facts.appointments.html { appointment in
            let tone = Appointment.Status(rawValue: appointment.status)?.tone ?? .none
            let status = Appointment.Status.text(appointment.status, words)
            let agent: HTML? = appointment.agentName.map { #"<p class="muted small"><bdi>\#($0)</bdi></p>"# }
            return """
                <li\(tone.attribute)>\(frame.time.element(appointment.startsAt, lead: lead.zone))<div><a href="/appointments/\(appointment.id.uuidString.lowercased())">\(status)</a>\(agent)</div></li>

                """
        }
        return card("appointments", Section.appointments.title, #"<ol class="timeline">\#(items)</ol>"#)
    }

    var messages: HTML {
        guard !facts.messages.isEmpty else { return .empty }
        return card("messages", .messages, #"<ol class="timeline">\#(facts.messages.html { message($0) })</ol>"#)
    }

    private func message(_ message: ListLeadMessages.Message) -> HTML {
        let time = frame.time.element(message.at, lead: lead.zone)
        guard !message.isFromLead else {
            let body = message.body ?? ""
            return """
                <li class="info">\(time)<div><b>\(words(.theyWrote))</b> <span class="muted">\(NotificationChannel.text(message.channel, words))</span><p dir="auto">\(body)</p></div></li>

                """
        }
        let standing = MessageStanding(status: message.status, receipt: message.receipt)
        return """
            <li>\(time)<div><b>\(NoticeKind.text(message.kind ?? "", words))</b> <span class="muted">\(NotificationChannel.text(message.channel, words))</span> \(standing.badge(words))</div></li>

            """
    }

    var audit: HTML {
        guard !facts.audit.isEmpty else { return .empty }
        let items = facts.audit.html { entry in
            """
            <li>\(frame.time.element(entry.at))<div>\(words.leadAction(entry.action)) <span class="muted"><bdi>\(entry.actor)</bdi></span></div></li>

            """
        }
        return card("audit", .changes, #"<ol class="timeline">\#(items)</ol>"#)
    }
}

extension Phrase {
    static let plannedCalls = Phrase("Planned calls", es: "Llamadas previstas")
    static let outreachPaused = Phrase(
        "All calls are paused in the settings.", es: "Todas las llamadas están en pausa en los ajustes.")
    static let beingDialled = Phrase("Being dialled", es: "Marcando")
    static let planned = Phrase("Planned", es: "Prevista")
    static let plannedCancelled = Phrase("Not made", es: "No realizada")
    static let plannedFailed = Phrase("Could not be made", es: "No se pudo realizar")
    static let leadReschedule = Phrase("Another time", es: "Otra hora")
    static let hold = Phrase("Hold", es: "Pausar")
    static let letGoOn = Phrase("Let it go on", es: "Reanudar")
    static let cancelPlanned = Phrase("Cancel the call", es: "Cancelar la llamada")
    static let noCallsWithLead = Phrase(
        "Nobody has talked to them yet.", es: "Todavía no se ha hablado con esta persona.")
    static let messages = Phrase("Messages", es: "Mensajes")
    static let theyWrote = Phrase("They wrote", es: "Escribió")
    static let changes = Phrase("Changes", es: "Cambios")
}
