internal import CivilTime
internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Messaging
internal import Postgres

/// An appointment's page, and what people do there.
struct AppointmentActionRoutes: Sendable {
    let console: Console

    private var desk: AppointmentDesk { AppointmentDesk(console: console) }

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/appointments/:id") { request, context in try await show(request, context) }
        group.post("/appointments/:id/reschedule") { request, context in try await move(request, context) }
        group.post("/appointments/:id/cancel") { request, context in try await cancel(request, context) }
        group.post("/appointments/:id/completed") { request, context in try await complete(request, context) }
        group.post("/appointments/:id/no-show") { request, context in try await miss(request, context) }
        group.post("/appointments/:id/remind") { request, context in try await remind(request, context) }
        group.post("/appointments/:id/link") { request, context in try await link(request, context) }
        group.post("/appointments/:id/notes") { request, context in try await annotate(request, context) }
    }

    static let notices: [String: Phrase] = [
        "booked": .appointmentBooked, "known": .appointmentKnown, "moved": .appointmentMoved,
        "cancelled": .appointmentCancelled, "completed": .appointmentCompleted, "no-show": .appointmentMissed,
        "reminded": .appointmentReminded, "noted": .appointmentNoted,
    ]

    private func show(_ request: Request, _ context: ViewerContext) async throws -> Response {
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

    // MARK: What is done

    private func move(_ request: Request, _ context: ViewerContext) async throws -> Response {
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
        switch try await desk.move(known, to: time, reason: form.optional("reason"), by: context.principal) {
        case .made, .known: return .seeOther("/appointments/\(known.id)?done=moved")
        case .noSlot(let no):
            state.refusal = (.move, HTML(frame.words(no.phrase)))
            state.alternatives = no.alternatives
            return try await page(frame, context, state)
        case .notDone(let why): return try await page(frame, context, state, .move, why)
        }
    }

    private func cancel(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let known = try await appointment(context)
        let frame = console.frame(request, context)
        var state = AppointmentPageState(now: frame.time.now)
        state.reason = form["cancel-reason"]
        guard state.reason.count <= 500 else { throw BadRequest(.formTooLong) }
        let outcome = try await desk.cancel(known, reason: form.optional("cancel-reason"), by: context.principal)
        return try await finish(outcome.whyNot, .cancel, "cancelled", frame, context, state)
    }

    private func complete(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let outcome = try await desk.complete(try await appointment(context), by: context.principal)
        return try await finish(outcome.whyNot, .complete, "completed", console.frame(request, context), context)
    }

    private func miss(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let outcome = try await desk.miss(try await appointment(context), by: context.principal)
        return try await finish(outcome.whyNot, .miss, "no-show", console.frame(request, context), context)
    }

    private func remind(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let known = try await appointment(context)
        let frame = console.frame(request, context)
        // Sent once more from the page that says why not, it is the same wish.
        var state = AppointmentPageState(now: frame.time.now)
        state.once = OnceOnly(form, now: frame.time.now)
        let command = state.once.command(of: context.viewer, ["remind", known.id.description])
        let outcome = try await desk.remind(known, by: context.principal, command)
        return try await finish(outcome.whyNot, .remind, "reminded", frame, context, state)
    }

    private func annotate(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let known = try await appointment(context)
        let frame = console.frame(request, context)
        var state = AppointmentPageState(now: frame.time.now)
        // Browsers send the ends of lines as two characters.
        let notes = form["notes"].replacing("\r\n", with: "\n")
        state.notes = notes
        guard FormVersion(form) == known.notesVersion else { return try await staleNotes(frame, context, state) }
        guard notes.count <= AnnotateAppointment.longest else {
            state.notesProblem = .notesTooLong
            return try await page(frame, context, state)
        }
        let outcome = try await desk.annotate(
            known, notes: notes.isEmpty ? nil : notes, by: context.principal, isSeen: true)
        // Somebody may have been quicker between the look and the wish.
        if case .refused? = outcome.whyNot, try await appointment(context).notesVersion != known.notesVersion {
            return try await staleNotes(frame, context, state)
        }
        return try await finish(outcome.whyNot, .notes, "noted", frame, context, state)
    }

    private func staleNotes(
        _ frame: PageFrame, _ context: ViewerContext, _ state: AppointmentPageState
    ) async throws -> Response {
        var state = state
        state.areNotesStale = true
        return try await page(frame, context, state, status: .conflict)
    }

    /// The link is shown in the answer itself: it belongs into no address and no log.
    private func link(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let known = try await appointment(context)
        let frame = console.frame(request, context)
        var state = AppointmentPageState(now: frame.time.now)
        switch try await desk.link(known, by: context.principal) {
        case .done(let reply):
            state.link = reply
            return try await page(frame, context, state, status: .ok)
        case .notDone(let why): return try await page(frame, context, state, .link, why)
        }
    }

    // MARK: Parts

    /// - Parameter done: what was done, as the address names it.
    private func finish(
        _ whyNot: NotDone?, _ action: AppointmentAction, _ done: String, _ frame: PageFrame, _ context: ViewerContext,
        _ state: AppointmentPageState? = nil
    ) async throws -> Response {
        guard let whyNot else { return .seeOther("/appointments/\(try appointmentID(context))?done=\(done)") }
        return try await page(
            frame, context, state ?? AppointmentPageState(now: frame.time.now), action, whyNot)
    }

    private func page(
        _ frame: PageFrame, _ context: ViewerContext, _ state: AppointmentPageState, _ action: AppointmentAction,
        _ why: NotDone
    ) async throws -> Response {
        var state = state
        state.refusal = (action, why.html(frame.words))
        return try await page(frame, context, state, status: why.status)
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
        try await desk.find(try appointmentID(context), context.viewer)
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
}
