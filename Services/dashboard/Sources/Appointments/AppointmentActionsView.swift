internal import Contracts
internal import Foundation

/// What else can be done about an appointment: say how it went, call it off, note something, give the lead a link.
struct AppointmentActionsView: Sendable {
    let frame: PageFrame
    var appointment: AppointmentDetail
    var state: AppointmentPageState

    private var words: Words { frame.words }
    private var path: String { "/appointments/\(appointment.id)" }

    /// Why it was not done, where it was wanted.
    static func refusal(_ action: AppointmentAction, _ state: AppointmentPageState) -> HTML {
        guard let refusal = state.refusal, refusal.action == action else { return .empty }
        return #"<div class="notice bad" role="alert"><p>\#(refusal.text)</p></div>"#
    }

    // MARK: How it went

    var afterwards: HTML {
        let hasBegun = appointment.scheduledAt <= frame.time.now
        let isCancelled = appointment.status == .cancelled
        guard !isCancelled, hasBegun || appointment.status == .scheduled else { return .empty }
        let outcome: [HTML] = [
            appointment.status == .completed ? .empty : button("completed", .tookPlace),
            appointment.status == .noShow ? .empty : button("no-show", .didNotCome),
        ]
        let refusals = [AppointmentAction.complete, .miss, .cancel].html { Self.refusal($0, state) }
        return """
            <section class="card" aria-labelledby="end"><header><h2 id="end">\(words(hasBegun ? .howItWent : .callingItOff))</h2></header>
            \(refusals)
            \(hasBegun ? #"<div class="actions">\#(outcome)</div>"# : HTML.empty)
            \(appointment.status == .scheduled ? cancel : .empty)</section>
            """
    }

    private func button(_ action: String, _ text: Phrase) -> HTML {
        #"<form method="post" action="\#(path)/\#(action)" data-busy>\#(frame.formField)<button>\#(words(text))</button></form>"#
    }

    private var cancel: HTML {
        let isOpen = state.refusal?.action == .cancel
        let reason = Field(
            "cancel-reason", words(.moveReason), .text(isOpen ? state.reason : "", rows: 2), hint: words(.reasonHint),
            attributes: #" maxlength="500""#)
        return """
            <details class="confirm"\(" open", when: isOpen)><summary class="button danger">\(words(.cancelAppointment))</summary>
            <form method="post" action="\(path)/cancel" data-busy>\(frame.formField)<p>\(words(.cancelConsequences))</p>\(reason.html)
            <div class="actions"><button class="danger">\(words(.cancelForGood))</button></div></form></details>
            """
    }

    // MARK: Notes

    var notes: HTML {
        let field = Field(
            "notes", words(.notesLabel), .text(state.notes ?? appointment.notes ?? "", rows: 4),
            hint: words(.notesHint), problem: state.notesProblem.map { words($0) }, attributes: #" maxlength="2000""#)
        return """
            <section class="card" aria-labelledby="noted"><header><h2 id="noted">\(words(.appointmentNotes))</h2></header>
            \(Self.refusal(.notes, state))\(meanwhile)
            <form class="form" method="post" action="\(path)/notes" data-busy>\(frame.formField)\(appointment.notesVersion.hidden)\(field.html)
            <div class="actions"><button>\(words(.saveNotes))</button></div></form></section>
            """
    }

    private var meanwhile: HTML {
        guard state.areNotesStale else { return .empty }
        let part = MeanwhileNotice.Part(.notesLabel, typed: state.notes ?? "", now: appointment.notes ?? "")
        return MeanwhileNotice(words: words, parts: [part]).html
    }

    // MARK: The lead's link

    var link: HTML {
        guard appointment.isAhead(frame.time.now) else { return .empty }
        return """
            <section class="card" aria-labelledby="self"><header><h2 id="self">\(words(.leadsLink))</h2></header>
            \(Self.refusal(.link, state))
            <p>\(words(.leadsLinkText))</p>
            \(state.link.map { shown($0) } ?? makeLink)</section>
            """
    }

    private var makeLink: HTML {
        #"<form method="post" action="\#(path)/link#self" data-busy>\#(frame.formField)<div class="actions"><button>\#(words(.showLink))</button></div></form>"#
    }

    private func shown(_ link: LinkAppointment.Reply) -> HTML {
        """
        <p><code id="lead-link">\(link.url)</code></p>
        <div class="actions"><button type="button" data-copy="#lead-link" data-done="\(words(.copied))"><span aria-live="polite">\(words(.copy))</span></button></div>
        <p class="muted small">\(words(.worksUntil, ["time": frame.time.moment(link.expiresAt)]))</p>
        """
    }
}

extension Phrase {
    static let howItWent = Phrase("How it went", es: "Cómo fue")
    static let callingItOff = Phrase("Calling it off", es: "Cancelación")
    static let tookPlace = Phrase("It took place", es: "Se realizó")
    static let didNotCome = Phrase("The lead did not come", es: "El contacto no se presentó")
    static let cancelAppointment = Phrase("Cancel the appointment", es: "Cancelar la cita")
    static let cancelConsequences = Phrase(
        "Lead and agent are told, and it is taken out of the agent’s calendar.",
        es: "Se avisa al contacto y al agente, y se quita del calendario del agente.")
    static let cancelForGood = Phrase("Cancel it", es: "Cancelarla")
    static let notesLabel = Phrase("What is worth knowing", es: "Lo que conviene saber")
    static let notesHint = Phrase(
        "For the team. They stand in the agent’s calendar, too, unless the lead is invited there.",
        es: "Para el equipo. También figuran en el calendario del agente, salvo que el contacto esté invitado.")
    static let saveNotes = Phrase("Save the notes", es: "Guardar las notas")
    static let leadsLink = Phrase("Link for the lead", es: "Enlace para el contacto")
    static let leadsLinkText = Phrase(
        "With it the lead can move or cancel the appointment, without signing in.",
        es: "Con él, el contacto puede cambiar o cancelar la cita sin iniciar sesión.")
    static let showLink = Phrase("Show the link", es: "Mostrar el enlace")
    static let copy = Phrase("Copy", es: "Copiar")
    static let copied = Phrase("Copied", es: "Copiado")
    static let worksUntil = Phrase("It works until {time}.", es: "Funciona hasta {time}.")
}
