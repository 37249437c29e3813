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

    private var parties: BookingParties { BookingParties(console: console) }

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
        let (known, agents) = try await parties.find(lead: form.lead, call: form.call, viewer)
        guard let lead = known else { throw BadRequest(.addressMakesNoSense) }
        let agent = try Self.agent(form, viewer, agents)
        let once = OnceOnly(sent, now: frame.time.now)
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
        let party = AppointmentParty(leadID: lead.id, callID: form.call, agentID: agent)
        let outcome = try await AppointmentDesk(console: console).book(
            party, at: time, notes: form.notes.isEmpty ? nil : form.notes, by: context.principal,
            once.command(of: viewer, form.wish))
        switch outcome {
        case .made(let id): return .seeOther("/appointments/\(id)?done=booked")
        case .known(let id): return .seeOther("/appointments/\(id)?done=known")
        case .noSlot(let no):
            state.refusal = HTML(frame.words(no.phrase))
            state.alternatives = no.alternatives
            return try await page(form, frame, state)
        case .notDone(let why):
            // Sent once more, it is the same wish: what was done after all is not done again.
            state.once = once
            state.refusal = why.html(frame.words)
            return try await page(form, frame, state, status: why.status)
        }
    }

    /// What an agent's form says of that is not asked: they make their own.
    private static func agent(_ form: BookingForm, _ viewer: Viewer, _ agents: [NamedAgent]) throws -> AgentID? {
        try BookingParties.agent(viewer.isOwner ? form.agent : nil, of: agents, viewer)
    }

    private func page(
        _ form: BookingForm, _ frame: PageFrame, _ state: BookingPage.State,
        status: HTTPResponse.Status = .unprocessableContent
    ) async throws -> Response {
        let viewer = frame.viewer
        let (lead, agents) = try await parties.find(lead: form.lead, call: form.call, viewer)
        var state = state
        guard let lead else {
            let find = FindLeadsToBook(text: form.search)
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
