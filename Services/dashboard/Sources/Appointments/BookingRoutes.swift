internal import CivilTime
internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Messaging
internal import Postgres

/// `/appointments/new`: an appointment is made by hand. An agent makes their own; an owner says whose it is, or leaves it open.
struct BookingRoutes: Sendable {
    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/appointments/new") { request, context in
            let frame = console.frame(request, context)
            let form = try BookingForm(Query(request))
            return try await page(form, frame, BookingPage.State(once: OnceOnly(now: frame.time.now)), status: .ok)
        }
        group.post("/appointments/new") { request, context in try await book(request, context) }
    }

    private func book(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let sent = try await context.form(request)
        let frame = console.frame(request, context)
        let viewer = context.viewer
        let form = try BookingForm(sent)
        let (known, agents) = try await surroundings(form, viewer)
        guard let lead = known else { throw BadRequest(.addressMakesNoSense) }
        let agent = try Self.agent(form, viewer, agents)
        var state = BookingPage.State(once: OnceOnly(now: frame.time.now))
        let time: Date
        switch form.time.read(in: frame.time.zone) {
        case .success(let chosen): time = chosen
        case .failure(let failure):
            state.problems = failure.problems
            return try await page(form, frame, state)
        }
        guard form.notes.count <= BookingForm.longestNotes else {
            state.notesProblem = .notesTooLong
            return try await page(form, frame, state)
        }
        let command = BookAppointment(
            party: AppointmentParty(leadID: lead.id, callID: form.call, agentID: agent), at: time,
            notes: form.notes.isEmpty ? nil : form.notes, source: .hand)
        let id = OnceOnly(sent, now: frame.time.now).command(of: viewer, form.wish)
        switch try await console.send(command, as: viewer, id: id) {
        case .done(let reply): return try await finish(reply, form, frame, context, state)
        case .refused(let reason):
            state.refusal = #"\#(frame.words(.itWasNotDone)) <span lang="en">\#(reason)</span>"#
            return try await page(form, frame, state)
        case .failed:
            state.refusal = HTML(frame.words(.notDoneRightNow))
            return try await page(form, frame, state, status: .serviceUnavailable)
        }
    }

    private func finish(
        _ reply: AppointmentReply, _ form: BookingForm, _ frame: PageFrame, _ context: ViewerContext,
        _ state: BookingPage.State
    ) async throws -> Response {
        var state = state
        guard let appointment = reply.appointment, reply.problem == nil else {
            state.refusal = HTML(frame.words(SlotRefusal.phrase(reply.problem ?? "")))
            state.alternatives = reply.alternatives
            return try await page(form, frame, state)
        }
        let viewer = context.viewer
        // The same lead at the same time is the same appointment, whoever has it: to an agent, others' do not exist.
        guard viewer.isOwner || appointment.agentID == viewer.agentID else {
            state.refusal = HTML(frame.words(.leadIsTakenThen))
            return try await page(form, frame, state)
        }
        let id = appointment.appointmentID
        guard !reply.isRepeat else { return .seeOther("/appointments/\(id)?done=known") }
        try await console.database.run(as: viewer) { transaction in
            _ = try await transaction.execute(
                AddAuditEntry(
                    "appointment.booked", by: viewer, subject: ("appointment", id.description),
                    address: context.address))
        }
        return .seeOther("/appointments/\(id)?done=booked")
    }

    /// With whom: an agent with themselves, an owner with one of theirs or with whoever is free.
    ///
    /// - Throws: ``BadRequest`` for somebody who is not of the agency.
    private static func agent(_ form: BookingForm, _ viewer: Viewer, _ agents: [NamedAgent]) throws -> AgentID? {
        guard viewer.isOwner else {
            guard let own = viewer.agentID else { throw Forbidden() }
            return own
        }
        if let agent = form.agent, !agents.contains(where: { $0.id == agent.rawValue }) {
            throw BadRequest(.addressMakesNoSense)
        }
        return form.agent
    }

    /// The lead, by itself or as the call's, and the agents that the viewer may choose from.
    ///
    /// - Throws: ``NotFound`` for a lead or a call that is not the viewer's, or that do not belong together.
    private func surroundings(_ form: BookingForm, _ viewer: Viewer) async throws -> (LeadToBook?, [NamedAgent]) {
        try await console.database.run(as: viewer) { transaction in
            let (agents, calls) = try await transaction.pipeline(ListAgentNames(), ReadLeadOfCall(id: form.call))
            var leadID = form.lead
            if form.call != nil {
                guard let ofCall = calls.first else { throw NotFound() }
                leadID = leadID ?? ofCall
                guard leadID == ofCall || ofCall == nil else { throw NotFound() }
            }
            guard let leadID else { return (nil, agents) }
            guard let lead = try await transaction.execute(ReadLeadToBook(id: leadID)).first else { throw NotFound() }
            return (lead, agents)
        }
    }

    private func page(
        _ form: BookingForm, _ frame: PageFrame, _ state: BookingPage.State,
        status: HTTPResponse.Status = .unprocessableContent
    ) async throws -> Response {
        let viewer = frame.viewer
        let (lead, agents) = try await surroundings(form, viewer)
        var state = state
        guard let lead else {
            let find = FindLeadsToBook(agencyID: viewer.agencyID, text: form.search)
            let found =
                form.search.isEmpty
                ? nil : try await console.database.run(as: viewer) { try await $0.execute(find) }
            return .html(LeadChoicePage(frame: frame, form: form, found: found).render(), status: status)
        }
        let agent = try Self.agent(form, viewer, agents)
        let finder = SlotFinder(
            console: console, viewer: viewer, time: frame.time,
            party: AppointmentParty(leadID: lead.id, callID: form.call, agentID: agent))
        if let day = form.day { state.offer = await finder.on(day) } else { state.offer = await finder.coming() }
        return .html(
            BookingPage(frame: frame, form: form, lead: lead, agents: agents, state: state).render(), status: status)
    }
}

extension Phrase {
    static let leadIsTakenThen = Phrase(
        "This lead has another appointment at that time.", es: "Este contacto tiene otra cita a esa hora.")
}
