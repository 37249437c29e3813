internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Messaging
internal import Postgres

/// What people do about a call from its page.
struct CallActionRoutes: Sendable {
    let console: Console

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
        let (viewer, noteID) = (context.viewer, UUID.timeOrdered())
        try await console.database.run(as: viewer) { transaction in
            let added = try await transaction.execute(
                AddCallNote(id: noteID, callID: id, viewer: viewer, body: note.text))
            guard !added.isEmpty else { throw NotFound() }
            _ = try await transaction.execute(
                try entry("call.note_added", id, context, ["note_id": noteID.uuidString.lowercased()]))
        }
        return .seeOther("\(path(id))?done=note-added#notes")
    }

    private func removeNote(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let (id, noteID, viewer) = (try context.id("id"), try context.id("note"), context.viewer)
        try await console.database.run(as: viewer) { transaction in
            let removed = try await transaction.execute(
                RemoveCallNote(id: noteID, callID: id, accountID: viewer.accountID))
            guard !removed.isEmpty else { throw NotFound() }
            _ = try await transaction.execute(
                try entry("call.note_removed", id, context, ["note_id": noteID.uuidString.lowercased()]))
        }
        return .seeOther("\(path(id))?done=note-removed#notes")
    }

    private func reassign(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let id = try context.id("id")
        try context.ownersOnly()
        guard let agentID = AgentID(form["agent"]) else { throw BadRequest(.callNeedsAgent) }
        _ = try await find(id, context)
        let command = ReassignCalls(callIDs: [CallID(rawValue: id)], agentID: agentID)
        switch try await console.send(command, as: context.viewer) {
        case .done(let reply):
            guard !reply.callIDs.isEmpty else { return .seeOther("\(path(id))?done=not-reassigned") }
            try await note("call.reassigned", id, context, ["agent_id": agentID.description])
            return .seeOther("\(path(id))?done=reassigned")
        case .refused(let reason): return try await refused(reason, request, context, id)
        case .failed(let reason): return try await refused(reason, request, context, id, status: .serviceUnavailable)
        }
    }

    private func callAgain(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let id = try context.id("id")
        guard let leadID = try await find(id, context) else { throw BadRequest(.callHasNoLead) }
        switch try await console.send(PlaceCall(leadID: leadID), as: context.viewer) {
        case .done(let planned):
            try await note("call.placed", id, context, ["retry_id": planned.retryID.description])
            return .seeOther("\(path(id))?done=\(planned.reason == nil ? "called" : "call-planned")")
        case .refused(let reason): return try await refused(reason, request, context, id)
        case .failed(let reason): return try await refused(reason, request, context, id, status: .serviceUnavailable)
        }
    }

    private func cancel(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let (id, retryID) = (try context.id("id"), try context.id("retry"))
        let found = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.execute(FindCallRetry(callID: id, id: retryID))
        }
        guard !found.isEmpty else { throw NotFound() }
        switch try await console.send(CancelCall(retryID: RetryID(rawValue: retryID)), as: context.viewer) {
        case .done:
            try await note("call.cancelled", id, context, ["retry_id": retryID.uuidString.lowercased()])
            return .seeOther("\(path(id))?done=call-cancelled")
        case .refused(let reason): return try await refused(reason, request, context, id)
        case .failed(let reason): return try await refused(reason, request, context, id, status: .serviceUnavailable)
        }
    }

    private func removeRecording(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let id = try context.id("id")
        try context.ownersOnly()
        _ = try await find(id, context)
        switch try await console.send(DeleteRecording(callID: CallID(rawValue: id)), as: context.viewer) {
        case .done:
            try await note("recording.deleted", id, context)
            return .seeOther("\(path(id))?done=recording-removed")
        case .refused(let reason): return try await refused(reason, request, context, id)
        case .failed(let reason): return try await refused(reason, request, context, id, status: .serviceUnavailable)
        }
    }
}

extension CallActionRoutes {
    private func path(_ id: UUID) -> String { "/calls/\(id.uuidString.lowercased())" }

    /// Whose lead the call was with.
    ///
    /// - Throws: ``NotFound`` when the viewer may not see the call.
    private func find(_ id: UUID, _ context: ViewerContext) async throws -> LeadID? {
        let found = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.execute(FindCall(id: id)).first
        }
        guard let found else { throw NotFound() }
        return found.leadID
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

    /// Why another service did not do it. Those reasons are English.
    private func refused(
        _ reason: String, _ request: Request, _ context: ViewerContext, _ id: UUID,
        status: HTTPResponse.Status = .unprocessableContent
    ) async throws -> Response {
        let words = console.frame(request, context).words
        return try await page(request, context, id, status: status) { page in
            page.refusal = words(.callNotDone, ["reason": reason])
        }
    }

    private func entry(
        _ action: String, _ id: UUID, _ context: ViewerContext, _ detail: [String: String] = [:]
    ) throws -> AddAuditEntry {
        AddAuditEntry(
            action, by: context.viewer, subject: ("call", id.uuidString.lowercased()),
            detail: try AuditDetail(detail).jsonb, address: context.address)
    }

    private func note(
        _ action: String, _ id: UUID, _ context: ViewerContext, _ detail: [String: String] = [:]
    ) async throws {
        let entry = try entry(action, id, context, detail)
        try await console.database.run(as: context.viewer) { _ = try await $0.execute(entry) }
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
    static let callNotDone = Phrase("That was not done: {reason}.", es: "No se ha hecho: {reason}.")
}
