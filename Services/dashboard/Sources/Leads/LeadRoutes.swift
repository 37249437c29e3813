internal import CivilTime
internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Messaging
internal import Postgres

/// `/leads/{id}`, and what can be done there.
struct LeadRoutes: Sendable {
    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/leads/:id") { request, context in try await show(request, context) }
        group.post("/leads/:id/call") { request, context in try await place(request, context) }
        group.post("/leads/:id/opt-out") { request, context in try await optOut(request, context) }
        group.post("/leads/:id/opt-in") { request, context in try await optIn(request, context) }
        group.post("/leads/:id/planned/:retry/:change") { request, context in try await change(request, context) }
    }

    private func show(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let id = try context.id("id")
        return .html(try await page(id, request, context, notice: Self.notices[Query(request)["done"] ?? ""]))
    }

    private func page(
        _ id: UUID, _ request: Request, _ context: ViewerContext, notice: Phrase? = nil, refusal: HTML? = nil
    ) async throws -> HTML {
        let facts = try await console.database.run(as: context.viewer) { transaction in
            try await LeadFacts(id, viewer: context.viewer, in: transaction)
        }
        return LeadPage(frame: console.frame(request, context), facts: facts, notice: notice, refusal: refusal).render()
    }

    private static let notices: [String: Phrase] = [
        "added": .leadAdded, "saved": .leadSaved, "call-placed": .callPlaced, "call-waits": .callWaits,
        "call-cancelled": .callCancelled, "call-moved": .callMoved, "call-held": .callHeld,
        "call-released": .callReleased, "opted-out": .leadOptedOut, "opted-in": .leadOptedIn,
    ]

    private func address(_ id: UUID, done: String) -> String { "/leads/\(id.uuidString.lowercased())?done=\(done)" }
}

// MARK: Calls

extension LeadRoutes {
    private var desk: LeadDesk { LeadDesk(console: console) }

    private func place(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let id = try context.id("id")
        let outcome = try await desk.call(id, by: context.principal)
        return try await finish(outcome, id, request, context) { $0.reason == nil ? "call-placed" : "call-waits" }
    }

    private func change(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let id = try context.id("id")
        let retry = try await desk.planned(try context.id("retry"), of: id, context.viewer)
        switch context.parameters.get("change") {
        case "cancel":
            return try await change(
                CancelCall(retryID: retry), retry, id, "lead.call_cancelled", "call-cancelled", request, context)
        case "reschedule":
            let frame = console.frame(request, context)
            let planned = PlannedTime(form)
            let instant = planned?.instant(frame.time)
            guard let at = instant, at > frame.time.now else {
                let isMissing = planned != nil && instant == nil
                let why = isMissing ? ChosenTime.Problem.notThatDay.phrase : .timeIsNotAhead
                return .html(
                    try await page(id, request, context, refusal: HTML(frame.words(why))),
                    status: .unprocessableContent)
            }
            return try await change(
                RescheduleCall(retryID: retry, at: at), retry, id, "lead.call_moved", "call-moved", request, context)
        case "pause":
            return try await change(
                PauseCalls(retryID: retry, isPaused: true), retry, id, "lead.call_held", "call-held", request, context)
        case "resume":
            return try await change(
                PauseCalls(retryID: retry, isPaused: false), retry, id, "lead.call_released", "call-released", request,
                context)
        default: throw NotFound()
        }
    }

    private func change<Payload: CommandPayload>(
        _ payload: Payload, _ retryID: RetryID, _ id: UUID, _ action: String, _ done: String, _ request: Request,
        _ context: ViewerContext
    ) async throws -> Response {
        let outcome = try await desk.change(payload, retryID, of: id, as: action, by: context.principal)
        return try await finish(outcome, id, request, context) { _ in done }
    }

    /// - Parameter done: what was done, as the address names it.
    private func finish<Reply>(
        _ outcome: CommandOutcome<Reply>, _ id: UUID, _ request: Request, _ context: ViewerContext,
        _ done: (Reply) -> String
    ) async throws -> Response {
        switch outcome {
        case .done(let reply): return .seeOther(address(id, done: done(reply)))
        case .notDone(let why):
            let words = console.frame(request, context).words
            return .html(try await page(id, request, context, refusal: why.html(words)), status: why.status)
        }
    }
}

// MARK: The do-not-call list

extension LeadRoutes {
    private func optOut(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let id = try context.id("id")
        try await desk.optOut(id, context.principal)
        return .seeOther(address(id, done: "opted-out"))
    }

    private func optIn(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let id = try context.id("id")
        switch try await desk.optIn(id, context.principal) {
        case .undone: return .seeOther(address(id, done: "opted-in"))
        // A page that was open for too long.
        case .notNeeded: return .seeOther("/leads/\(id.uuidString.lowercased())")
        case .theirs:
            let words = console.frame(request, context).words
            return .html(
                try await page(id, request, context, refusal: HTML(words(.onlyTheyUndo))), status: .conflict)
        }
    }
}

/// Events about leads, as the console tells them.
enum LeadEvents {
    static func event(
        about id: UUID, _ agencyID: AgencyID, _ payload: some EventPayload
    ) throws -> OutgoingEvent {
        try OutgoingEvent(from: Dashboard.name, about: LeadID(rawValue: id), agencyID: agencyID, payload)
    }
}

extension Phrase {
    static let leadAdded = Phrase("The lead is added.", es: "El contacto se ha añadido.")
    static let leadSaved = Phrase("The lead is saved.", es: "El contacto se ha guardado.")
    static let callPlaced = Phrase("They are called now.", es: "Se le llama ahora.")
    static let callWaits = Phrase(
        "The call is planned for as soon as it is allowed; below is when and why.",
        es: "La llamada se hará en cuanto esté permitida; abajo se indica cuándo y por qué.")
    static let callCancelled = Phrase("The call is cancelled.", es: "La llamada se ha cancelado.")
    static let callMoved = Phrase("The call has another time.", es: "La llamada tiene otra hora.")
    static let callHeld = Phrase("The call is held.", es: "La llamada está en pausa.")
    static let callReleased = Phrase("The call goes on.", es: "La llamada sigue adelante.")
    static let leadOptedOut = Phrase(
        "They are opted out. It takes a few seconds until this page shows it.",
        es: "Se ha dado de baja. Esta página lo mostrará en unos segundos.")
    static let leadOptedIn = Phrase(
        "They are opted back in. It takes a few seconds until this page shows it.",
        es: "Se ha vuelto a dar de alta. Esta página lo mostrará en unos segundos.")
    static let timeIsNotAhead = Phrase(
        "That is not a time ahead. Give a day and a time that are still to come.",
        es: "Esa hora no es futura. Indique un día y una hora que estén por venir.")
    static let noNumberToOptOut = Phrase(
        "This lead has no number that could be called.", es: "Este contacto no tiene un número al que se pueda llamar.")
}
