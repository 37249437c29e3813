internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// What people do about a call from its page.
struct CallActionRoutes: Sendable {
    let console: Console

    private var desk: CallDesk { CallDesk(console: console) }

    func add(to group: RouterGroup<ViewerContext>) {
        group.post("/calls/:id/notes") { request, context in try await addNote(request, context) }
        group.post("/calls/:id/notes/:note/remove") { request, context in try await removeNote(request, context) }
        group.post("/calls/:id/reassign") { request, context in try await reassign(request, context) }
        group.post("/calls/:id/call-again") { request, context in try await callAgain(request, context) }
        group.post("/calls/:id/retries/:retry/cancel") { request, context in try await cancel(request, context) }
        group.post("/calls/:id/recording/remove") { request, context in try await removeRecording(request, context) }
    }

    private func addNote(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let id = try context.id("id")
        let note = CallNoteDraft(form["note"])
        if let problem = note.problem {
            return try await page(request, context, id) { page in
                page.draft = form["note"]
                page.noteProblem = problem
            }
        }
        let once = OnceOnly(form, now: Date())
        let noteID = once.command(of: context.viewer, ["add note", id.uuidString, note.text]).rawValue
        _ = try await desk.add(note, as: noteID, to: id, by: context.principal)
        return .seeOther("\(path(id))?done=note-added#notes")
    }

    private func removeNote(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let id = try context.id("id")
        try await desk.removeNote(try context.id("note"), of: id, by: context.principal)
        return .seeOther("\(path(id))?done=note-removed#notes")
    }

    private func reassign(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let id = try context.id("id")
        try context.ownersOnly()
        guard let agentID = AgentID(form["agent"]) else { throw BadRequest(.callNeedsAgent) }
        _ = try await desk.lead(of: id, context.viewer)
        let outcome = try await desk.reassign(id, to: agentID, by: context.principal)
        return try await finish(outcome, request, context, id) { $0.callIDs.isEmpty ? "not-reassigned" : "reassigned" }
    }

    private func callAgain(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let id = try context.id("id")
        guard let leadID = try await desk.lead(of: id, context.viewer) else { throw BadRequest(.callHasNoLead) }
        let outcome = try await desk.callAgain(id, leadID, by: context.principal)
        return try await finish(outcome, request, context, id) { $0.reason == nil ? "called" : "call-planned" }
    }

    private func cancel(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let id = try context.id("id")
        let outcome = try await desk.cancelRetry(try context.id("retry"), of: id, by: context.principal)
        return try await finish(outcome, request, context, id) { _ in "call-cancelled" }
    }

    private func removeRecording(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let id = try context.id("id")
        try context.ownersOnly()
        _ = try await desk.lead(of: id, context.viewer)
        let outcome = try await desk.removeRecording(of: id, by: context.principal)
        return try await finish(outcome, request, context, id) { _ in "recording-removed" }
    }
}

extension CallActionRoutes {
    private func path(_ id: UUID) -> String { "/calls/\(id.uuidString.lowercased())" }

    /// - Parameter done: what was done, as the address names it.
    private func finish<Reply>(
        _ outcome: CommandOutcome<Reply>, _ request: Request, _ context: ViewerContext, _ id: UUID,
        _ done: (Reply) -> String
    ) async throws -> Response {
        switch outcome {
        case .done(let reply): return .seeOther("\(path(id))?done=\(done(reply))")
        case .notDone(let why):
            return try await page(request, context, id, status: why.status) { $0.refusal = why }
        }
    }

    /// The call's page again, with what is wrong.
    private func page(
        _ request: Request, _ context: ViewerContext, _ id: UUID,
        status: HTTPResponse.Status = .unprocessableContent, _ change: (inout CallDetailPage) -> Void
    ) async throws -> Response {
        let detail = try await console.database.run(as: context.viewer) { try await CallDetail(id, in: $0) }
        var page = CallDetailPage(
            frame: console.frame(request, context), detail: detail, part: TranscriptPart(of: detail.turns))
        change(&page)
        return .html(page.render(), status: status)
    }
}

/// A note as it was typed.
struct CallNoteDraft: Sendable, Equatable {
    static let longest = 10_000
    var text: String

    /// What PostgreSQL's text cannot hold is left out.
    init(_ typed: String) { text = typed.replacing("\u{0}", with: "") }

    var problem: Phrase? {
        if text.isEmpty { return Phrase("Write something first.", es: "Escriba algo primero.") }
        guard text.unicodeScalars.count > Self.longest else { return nil }
        return Phrase("A note has at most 10,000 characters.", es: "Una nota tiene como máximo 10.000 caracteres.")
    }
}

extension Phrase {
    static let callNeedsAgent = Phrase(
        "Choose who is to have the call.", es: "Elija quién va a tener la llamada.")
    static let callHasNoLead = Phrase(
        "It is not known whose call this was, so nobody can be called.",
        es: "No se sabe de quién era la llamada, así que no se puede llamar a nadie.")
}
