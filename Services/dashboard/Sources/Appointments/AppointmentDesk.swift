internal import CivilTime
internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Messaging
internal import Postgres

/// An appointment's page, and what people do there. Whose appointments those may be, the database decides: what the viewer
/// cannot read there is nothing to be asked of another service, which would do it for anybody.
struct AppointmentDesk: Sendable {
    let console: Console

    static let notices: [String: Phrase] = [
        "booked": .appointmentBooked, "known": .appointmentKnown, "moved": .appointmentMoved,
        "cancelled": .appointmentCancelled, "completed": .appointmentCompleted, "no-show": .appointmentMissed,
        "reminded": .appointmentReminded, "noted": .appointmentNoted,
    ]

    func show(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let query = Query(request)
        let frame = console.frame(request, context)
        let file = try await file(context)
        var state = AppointmentPageState(now: frame.time.now)
        state.notice = Self.notices[query["done"] ?? ""]
        state.day = try query.value("day") { CivilDate($0) }
        if let day = state.day, file.appointment.status == .scheduled {
            state.offer = await finder(file.appointment, frame).on(day)
        }
        return .html(AppointmentPage(frame: frame, file: file, state: state).render())
    }

    // MARK: Commands

    func move(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let known = try await appointment(context)
        let frame = console.frame(request, context)
        var state = AppointmentPageState(now: frame.time.now)
        state.typed = ChosenTime(form)
        state.reason = form["reason"]
        guard state.reason.count <= 500 else { throw BadRequest(.formTooLong) }
        let time: Date
        switch state.typed.read(in: frame.time.zone) {
        case .success(let chosen): time = chosen
        case .failure(let failure):
            state.problems = failure.problems
            state.refusal = (.move, failure.problems.html { "\(frame.words($0.phrase)) " })
            return try await page(frame, context, state)
        }
        state.day = LocalClock(frame.time.zone).reading(at: time).date
        let party = AppointmentParty(leadID: known.leadID, agentID: known.agentID)
        let command = RescheduleAppointment(
            appointmentID: known.id, party: party, to: time, reason: form.optional("reason"))
        let result = try await console.send(command, as: context.viewer)
        if case .done(let reply) = result, let problem = reply.problem {
            state.refusal = (.move, HTML(frame.words(SlotRefusal.phrase(problem))))
            state.alternatives = reply.alternatives
            return try await page(frame, context, state)
        }
        return try await finish(
            result, .move, "moved", frame, context, state,
            detail: ["from": known.scheduledAt.ISO8601Format(), "to": time.ISO8601Format(), "reason": state.reason])
    }

    func cancel(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let known = try await appointment(context)
        let frame = console.frame(request, context)
        var state = AppointmentPageState(now: frame.time.now)
        state.reason = form["cancel-reason"]
        guard state.reason.count <= 500 else { throw BadRequest(.formTooLong) }
        let command = CancelAppointment(
            appointmentID: known.id, party: AppointmentParty(leadID: known.leadID),
            reason: form.optional("cancel-reason"))
        return try await finish(
            try await console.send(command, as: context.viewer), .cancel, "cancelled", frame, context, state,
            detail: ["reason": state.reason])
    }

    func complete(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let known = try await appointment(context)
        let frame = console.frame(request, context)
        return try await finish(
            try await console.send(CompleteAppointment(appointmentID: known.id), as: context.viewer), .complete,
            "completed", frame, context, AppointmentPageState(now: frame.time.now))
    }

    func miss(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let known = try await appointment(context)
        let frame = console.frame(request, context)
        return try await finish(
            try await console.send(MissAppointment(appointmentID: known.id), as: context.viewer), .miss, "no-show",
            frame, context, AppointmentPageState(now: frame.time.now))
    }

    func remind(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let known = try await appointment(context)
        let frame = console.frame(request, context)
        let command = OnceOnly(form, now: frame.time.now).command(of: context.viewer, ["remind", known.id.description])
        return try await finish(
            try await console.send(RemindAppointment(appointmentID: known.id), as: context.viewer, id: command),
            .remind, "reminded", frame, context, AppointmentPageState(now: frame.time.now))
    }

    func annotate(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let known = try await appointment(context)
        let frame = console.frame(request, context)
        var state = AppointmentPageState(now: frame.time.now)
        // Browsers send the ends of lines as two characters.
        let notes = form["notes"].replacing("\r\n", with: "\n")
        state.notes = notes
        guard notes.count <= AnnotateAppointment.longest else {
            state.notesProblem = .notesTooLong
            return try await page(frame, context, state)
        }
        let command = AnnotateAppointment(appointmentID: known.id, notes: notes.isEmpty ? nil : notes)
        return try await finish(
            try await console.send(command, as: context.viewer), .notes, "noted", frame, context, state)
    }

    /// The link is shown in the answer itself: it belongs into no address and no log.
    func link(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let known = try await appointment(context)
        let frame = console.frame(request, context)
        var state = AppointmentPageState(now: frame.time.now)
        switch try await console.send(LinkAppointment(appointmentID: known.id), as: context.viewer) {
        case .done(let reply):
            try await note("link_shown", [:], context)
            state.link = reply
            return try await page(frame, context, state, status: .ok)
        case .refused(let reason), .failed(let reason):
            state.refusal = (.link, Self.text(reason, frame.words))
            return try await page(frame, context, state)
        }
    }

    // MARK: Parts

    /// - Parameter done: what was done, as the address and the audit log name it.
    private func finish<Reply>(
        _ result: CommandResult<Reply>, _ action: AppointmentAction, _ done: String, _ frame: PageFrame,
        _ context: ViewerContext, _ state: AppointmentPageState, detail: [String: String] = [:]
    ) async throws -> Response {
        var state = state
        switch result {
        case .done:
            try await note(done.replacing("-", with: "_"), detail, context)
            return .seeOther("/appointments/\(try appointmentID(context))?done=\(done)")
        case .refused(let reason):
            state.refusal = (action, Self.text(reason, frame.words))
            return try await page(frame, context, state)
        case .failed:
            state.refusal = (action, HTML(frame.words(.notDoneRightNow)))
            return try await page(frame, context, state, status: .serviceUnavailable)
        }
    }

    /// Another service's reason, which it gives in English.
    private static func text(_ reason: String, _ words: Words) -> HTML {
        #"\#(words(.itWasNotDone)) <span lang="en">\#(reason)</span>"#
    }

    private func note(_ action: String, _ detail: [String: String], _ context: ViewerContext) async throws {
        let id = try appointmentID(context).description
        let known = detail.filter { !$0.value.isEmpty }
        let json = try AuditDetail(known).jsonb
        try await console.database.run(as: context.viewer) { transaction in
            _ = try await transaction.execute(
                AddAuditEntry(
                    "appointment.\(action)", by: context.viewer, subject: ("appointment", id), detail: json,
                    address: context.address))
        }
    }

    private func page(
        _ frame: PageFrame, _ context: ViewerContext, _ state: AppointmentPageState,
        status: HTTPResponse.Status = .unprocessableContent
    ) async throws -> Response {
        let file = try await file(context)
        return .html(AppointmentPage(frame: frame, file: file, state: state).render(), status: status)
    }

    private func finder(_ appointment: AppointmentDetail, _ frame: PageFrame) -> SlotFinder {
        SlotFinder(
            console: console, viewer: frame.viewer, time: frame.time,
            party: AppointmentParty(leadID: appointment.leadID, agentID: appointment.agentID))
    }

    private func appointmentID(_ context: ViewerContext) throws -> AppointmentID {
        AppointmentID(rawValue: try context.id("id"))
    }

    /// - Throws: ``NotFound`` when it is not the viewer's.
    private func appointment(_ context: ViewerContext) async throws -> AppointmentDetail {
        let read = ReadAppointmentDetail(id: try appointmentID(context))
        return try await console.database.run(as: context.viewer) { transaction in
            guard let appointment = try await transaction.execute(read).first else { throw NotFound() }
            return appointment
        }
    }

    /// - Throws: ``NotFound`` when it is not the viewer's.
    private func file(_ context: ViewerContext) async throws -> AppointmentFile {
        let id = try appointmentID(context)
        return try await console.database.run(as: context.viewer) { transaction in
            let (found, changes, calendars, reminders, messages) = try await transaction.pipeline(
                ReadAppointmentDetail(id: id), ListAppointmentChanges(id: id), ListCalendarsOfAppointment(id: id),
                ListAppointmentReminders(id: id), ListAppointmentMessages(id: id))
            guard let appointment = found.first else { throw NotFound() }
            return AppointmentFile(
                appointment: appointment, changes: changes, calendars: calendars, reminders: reminders,
                messages: messages)
        }
    }
}

extension Phrase {
    static let appointmentBooked = Phrase("The appointment is booked.", es: "La cita está reservada.")
    static let appointmentKnown = Phrase(
        "The lead has this appointment already. Nothing was changed.",
        es: "El contacto ya tiene esta cita. No se ha cambiado nada.")
    static let appointmentMoved = Phrase("The appointment has its new time.", es: "La cita tiene su nueva hora.")
    static let appointmentCancelled = Phrase("The appointment is cancelled.", es: "La cita se ha cancelado.")
    static let appointmentCompleted = Phrase("Noted: it took place.", es: "Anotado: la cita se realizó.")
    static let appointmentMissed = Phrase(
        "Noted: the lead did not come.", es: "Anotado: el contacto no se presentó.")
    static let appointmentReminded = Phrase(
        "The reminder is on its way.", es: "El recordatorio está en camino.")
    static let appointmentNoted = Phrase("The notes are saved.", es: "Las notas se han guardado.")
    static let notesTooLong = Phrase("Use at most 2,000 characters.", es: "Use como máximo 2000 caracteres.")
    static let itWasNotDone = Phrase("It was not done:", es: "No se ha hecho:")
    static let notDoneRightNow = Phrase(
        "It could not be done right now, and nothing was changed. Try again in a minute.",
        es: "Ahora mismo no se ha podido hacer y no se ha cambiado nada. Inténtelo de nuevo en un minuto.")
}
