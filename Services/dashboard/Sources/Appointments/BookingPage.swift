internal import CivilTime
internal import Contracts
internal import Foundation

/// The second step of booking by hand: with whom, when, and what is worth noting.
struct BookingPage: Sendable {
    /// What came of an attempt, and what is free.
    struct State: Sendable {
        var once: OnceOnly
        var offer: SlotOffer = .unknown
        var refusal: HTML?
        /// What could be had instead of what was asked for.
        var alternatives: [Slot] = []
        var problems: [ChosenTime.Problem] = []
        var notesProblem: Phrase?

        init(once: OnceOnly) { self.once = once }
    }

    let frame: PageFrame
    var form: BookingForm
    var lead: LeadToBook
    var agents: [NamedAgent]
    var state: State

    private var words: Words { frame.words }
    private var zone: TimeZone? { lead.timeZone.flatMap { TimeZone(identifier: $0) } }
    private var name: String { lead.title ?? words(.unnamedLead) }
    private var namesAgents: Bool { frame.viewer.isOwner && form.agent == nil }

    func render() -> HTML {
        frame.page(
            title: words(.bookAppointment), section: .appointments, isSectionStart: false,
            """
            \(summary.html)
            <header class="page-head"><div><p class="crumb"><a href="/appointments">\(words(Section.appointments.title))</a></p><h1>\(words(.bookAppointment))</h1>
            <p><a href="/leads/\(lead.id.description)" dir="auto">\(name)</a> \(phone)<a href="/appointments/new">\(words(.chooseAnotherLead))</a></p></div></header>
            \(existing)
            \(refused)
            <section class="card" aria-labelledby="whose"><header><h2 id="whose">\(words(.whoseTimes))</h2></header>\(question)</section>
            <section class="card" aria-labelledby="pick"><header><h2 id="pick">\(words(.chooseTime))</h2></header>\(booking)</section>
            """)
    }

    private var summary: ProblemSummary {
        var problems = state.problems.map { problem in
            let label: Phrase =
                switch problem.field {
                case "date": .appointmentDay
                case "time": .appointmentTime
                default: .chooseTime
                }
            return (field: problem.field, label: words(label), text: words(problem.phrase))
        }
        if let problem = state.notesProblem {
            problems.append((field: "notes", label: words(.appointmentNotes), text: words(problem)))
        }
        return ProblemSummary(words: words, problems: problems)
    }

    private var phone: HTML {
        lead.phone.map { #"<span class="nowrap" dir="ltr">\#($0)</span> · "# as HTML } ?? .empty
    }

    private var existing: HTML {
        guard let next = lead.nextAppointment else { return .empty }
        return """
            <div class="notice info" role="status"><p>\(words(.leadHasAppointment, ["time": frame.time.slot(next)]))</p><a href="/appointments?lead=\(lead.id.description)">\(words(Section.appointments.title))</a></div>
            """
    }

    /// Why not, and what there is instead, each at a press.
    private var refused: HTML {
        guard let refusal = state.refusal else { return .empty }
        let instead: HTML =
            state.alternatives.isEmpty
            ? .empty
            : """
            <form class="form" method="post" action="/appointments/new" data-busy>\(hidden)<input type="hidden" name="notes" value="\(form.notes)">
            <p>\(words(.insteadFree))</p>\(SlotButtons(frame: frame, slots: state.alternatives, leadZone: zone, namesAgents: namesAgents).html)</form>
            """
        return #"<div class="notice bad" role="alert"><p>\#(refusal)</p></div>\#(instead)"#
    }

    private var hidden: HTML {
        """
        \(frame.formField)\(state.once.html)
        \(form.items.html { #"<input type="hidden" name="\#($0.name)" value="\#($0.value)">"# })
        """
    }

    // MARK: Whose times

    private var question: HTML {
        let rest = form.items.filter { $0.name == "lead" || $0.name == "call" }
        let day = Field(
            "day", words(.appointmentDay), .input(type: "date", value: form.day?.description ?? ""),
            hint: words(.dayHint))
        return """
            <form class="form" method="get" action="/appointments/new">\(rest.html { #"<input type="hidden" name="\#($0.name)" value="\#($0.value)">"# })
            <div class="fields">\(agentField)\(day.html)</div><div class="actions"><button>\(words(.showFreeTimes))</button></div></form>
            """
    }

    private var agentField: HTML {
        guard frame.viewer.isOwner else { return .empty }
        let options =
            [("", words(.whoeverIsFree))]
            + agents.filter { $0.isActive || $0.id == form.agent?.rawValue }
            .map { ($0.id.uuidString.lowercased(), $0.name) }
        return Field(
            "agent", words(.agent), .select(options, selected: form.agent?.description ?? "")
        ).html
    }

    // MARK: Booking

    private var booking: HTML {
        let notes = Field(
            "notes", words(.notesOptional), .text(form.notes, rows: 3), hint: words(.notesHint),
            problem: state.notesProblem.map { words($0) }, attributes: #" maxlength="2000""#)
        return """
            <form class="form" method="post" action="/appointments/new" data-busy>\(hidden)
            \(explanation)
            <fieldset class="field" id="f-at"\(described)><legend>\(legend)</legend>
            \(slots.html { choice($0) })
            \(own)
            \(problem("at").map { #"<p class="error" id="f-at-error">\#($0)</p>"# as HTML })</fieldset>
            \(notes.html)
            <div class="actions"><button class="primary">\(words(.book))</button> <a href="/appointments">\(words(.doNotBook))</a></div></form>
            """
    }

    private var slots: [Slot] {
        switch state.offer {
        case .free(let slots), .noneThen(_, let slots): slots
        case .unknown: []
        }
    }

    private var explanation: HTML {
        switch state.offer {
        case .free: .empty
        case .noneThen(let why, let nearest):
            """
            <p>\(words(form.day == nil ? .noneFree : .noneFreeThen)) \(why.map { words($0.phrase) } ?? "") \(nearest.isEmpty ? "" : words(.nearestFree))</p>
            """
        case .unknown: frame.notice(.freeTimesUnknown, tone: "warn")
        }
    }

    private var legend: String {
        guard case .free = state.offer else { return words(.appointmentTime) }
        return form.day.map { words(.freeOn, ["day": frame.time.weekday($0)]) } ?? words(.nextFree)
    }

    private var described: HTML {
        problem("at") == nil ? .empty : #" aria-describedby="f-at-error""#
    }

    private func problem(_ field: String) -> String? {
        state.problems.first { $0.field == field }.map { words($0.phrase) }
    }

    private func choice(_ slot: Slot) -> HTML {
        let value = "\(Int(slot.startsAt.timeIntervalSince1970))"
        var hints = namesAgents ? [slot.agentName] : []
        if let zone, zone.secondsFromGMT(for: slot.startsAt) != frame.time.zone.secondsFromGMT(for: slot.startsAt) {
            let there = ViewerTime(zone: zone, language: frame.time.language, now: frame.time.now)
            hints.append(words(.forTheLead, ["time": there.slot(slot.startsAt)]))
        }
        let hint: HTML = #" <span class="hint"><bdi>\#(hints.joined(separator: " · "))</bdi></span>"#
        return """
            <label class="check"><input type="radio" name="at" value="\(value)"\(" checked", when: form.time.pick == value)> <span>\(frame.time.slot(slot.startsAt))\(hint, when: !hints.isEmpty)</span></label>

            """
    }

    /// A time that is not offered: whether it can be had is checked when it is booked.
    private var own: HTML {
        let isChosen = form.time.pick == ChosenTime.own || slots.isEmpty
        let date = Field(
            "date", words(.appointmentDay),
            .input(type: "date", value: form.time.date.isEmpty ? form.day?.description ?? "" : form.time.shown.date),
            problem: problem("date"))
        let time = Field(
            "time", words(.appointmentTime), .input(type: "time", value: form.time.shown.time),
            hint: words(.byYourClock, ["zone": frame.time.zone.identifier.replacing("_", with: " ")]),
            problem: problem("time"))
        return """
            <label class="check"><input type="radio" name="at" value="\(ChosenTime.own)"\(" checked", when: isChosen)> <span>\(words(.anotherTime))</span></label>
            <div class="fields">\(date.html)\(time.html)</div>
            """
    }
}

extension Phrase {
    static let chooseAnotherLead = Phrase("Choose another lead", es: "Elegir otro contacto")
    static let leadHasAppointment = Phrase(
        "This lead has an appointment already: {time}.", es: "Este contacto ya tiene una cita: {time}.")
    static let whoseTimes = Phrase("With whom", es: "Con quién")
    static let whoeverIsFree = Phrase("Whoever is free", es: "Quien esté libre")
    static let dayHint = Phrase("Leave it empty for the next free times.", es: "Vacío: las próximas horas libres.")
    static let chooseTime = Phrase("When", es: "Cuándo")
    static let noneFree = Phrase("Nothing is free in the time ahead.", es: "No hay nada libre próximamente.")
    static let freeOn = Phrase("Free on {day}", es: "Libre el {day}")
    static let nextFree = Phrase("The next free times", es: "Las próximas horas libres")
    static let forTheLead = Phrase("{time} for the lead", es: "{time} para el contacto")
    static let notesOptional = Phrase("Notes (optional)", es: "Notas (opcional)")
    static let book = Phrase("Book", es: "Reservar")
    static let doNotBook = Phrase("Cancel", es: "Cancelar")
}
