internal import CivilTime
internal import Contracts
internal import Foundation

/// Giving an appointment another time: a free one of a day, or one's own.
struct AppointmentMoveView: Sendable {
    let frame: PageFrame
    var appointment: AppointmentDetail
    var state: AppointmentPageState

    private var words: Words { frame.words }
    private var path: String { "/appointments/\(appointment.id)" }

    var html: HTML {
        """
        <section class="card" aria-labelledby="move"><header><h2 id="move">\(words(.reschedule))</h2></header>
        \(AppointmentActionsView.refusal(.move, state))
        \(slots(state.alternatives, .insteadFree))
        <form class="inline" method="get" action="\(path)#move"><label for="day">\(words(.appointmentDay))</label>
        <input id="day" name="day" type="date" value="\(chosenDay)" required> <button>\(words(.showFreeTimes))</button></form>
        \(offered)
        \(own)
        </section>
        """
    }

    private var chosenDay: String {
        state.day?.description ?? frame.time.fields(max(appointment.scheduledAt, frame.time.now)).date
    }

    private var offered: HTML {
        switch state.offer {
        case nil: return .empty
        case .free(let slots): return self.slots(slots, nil)
        case .noneThen(let why, let nearest):
            return "<p>\(words(.noneFreeThen)) \(why.map { words($0.phrase) } ?? "")</p>" + slots(nearest, .nearestFree)
        case .unknown: return frame.notice(.freeTimesUnknown, tone: "warn")
        }
    }

    /// - Parameter title: what they are, above them.
    private func slots(_ slots: [Slot], _ title: Phrase?) -> HTML {
        guard !slots.isEmpty else { return .empty }
        return """
            <form class="form" method="post" action="\(path)/reschedule" data-busy>\(frame.formField)<input type="hidden" name="reason" value="\(state.reason)">
            \(title.map { "<p>\(words($0))</p>" as HTML })\(SlotButtons(frame: frame, slots: slots, leadZone: appointment.lead).html)</form>
            """
    }

    private var own: HTML {
        let fields = frame.time.fields(appointment.scheduledAt)
        let isUntouched = state.typed.date.isEmpty && state.typed.time.isEmpty
        func problem(_ field: String) -> String? {
            state.problems.first { $0.field == field }.map { words($0.phrase) }
        }
        let date = Field(
            "date", words(.appointmentDay),
            .input(type: "date", value: isUntouched ? state.day?.description ?? fields.date : state.typed.shown.date),
            problem: problem("date"))
        let time = Field(
            "time", words(.appointmentTime),
            .input(type: "time", value: isUntouched ? fields.time : state.typed.shown.time),
            hint: words(.byYourClock, ["zone": frame.time.zone.identifier.replacing("_", with: " ")]),
            problem: problem("time"))
        let reason = Field(
            "reason", words(.moveReason), .input(type: "text", value: state.reason), hint: words(.reasonHint),
            attributes: #" maxlength="500""#)
        return """
            <form class="form" method="post" action="\(path)/reschedule" data-busy>\(frame.formField)
            <h3>\(words(.anotherTime))</h3>
            <div class="fields">\(date.html)\(time.html)</div>\(reason.html)
            <div class="actions"><button class="primary">\(words(.saveNewTime))</button></div></form>
            """
    }
}

extension Phrase {
    static let appointmentDay = Phrase("Day", es: "Día")
    static let appointmentTime = Phrase("Time", es: "Hora")
    static let showFreeTimes = Phrase("Show free times", es: "Ver horas libres")
    static let noneFreeThen = Phrase("Nothing is free on that day.", es: "Ese día no hay nada libre.")
    static let nearestFree = Phrase("The nearest free times:", es: "Las horas libres más cercanas:")
    static let insteadFree = Phrase("Free instead:", es: "En su lugar están libres:")
    static let freeTimesUnknown = Phrase(
        "The free times cannot be looked up right now. Enter a time of your own: it is checked when you save.",
        es: "Ahora no se pueden consultar las horas libres. Indique usted una hora: se comprobará al guardar.")
    static let byYourClock = Phrase("By your clock ({zone})", es: "Según su reloj ({zone})")
    static let moveReason = Phrase("Reason (optional)", es: "Motivo (opcional)")
    static let reasonHint = Phrase(
        "Lead and agent read it in the message about the change.",
        es: "El contacto y el agente lo leen en el mensaje sobre el cambio.")
    static let anotherTime = Phrase("Another time", es: "Otra hora")
    static let saveNewTime = Phrase("Save the new time", es: "Guardar la nueva hora")
}
