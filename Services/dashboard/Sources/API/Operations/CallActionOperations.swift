internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/calls/{id}/…`: what is done about a call.
struct CallActionOperations: Sendable {
    let console: Console

    private var commands: APICommands { APICommands(console: console) }

    var all: [APIOperation] { [note, reassign, callAgain] }

    private var note: APIOperation {
        APIOperation(
            "addCallNote", .post, "/calls/{id}/notes", tag: "Calls", "Write a note",
            content: .json(CallResources.note.schema)
        ) { call in
            let (id, viewer, now) = (try call.id(), call.viewer, Date())
            let draft = CallNoteDraft(call.text("text") ?? "")
            if let problem = draft.problem {
                throw APIProblem.invalid("text", Words(language: .english)(problem))
            }
            let noteID = UUID.timeOrdered(at: now)
            let entry = call.principal.entry(
                "call.note_added", subject: ("call", id.uuidString.lowercased()),
                detail: JSONB(JSONValue.object(["note_id": noteID.jsonValue]).json))
            try await console.database.run(as: viewer) { transaction in
                let added = try await transaction.execute(
                    AddCallNote(id: noteID, callID: id, viewer: viewer, body: draft.text))
                guard !added.isEmpty else { throw NotFound() }
                _ = try await transaction.execute(entry)
            }
            let note = ListCallNotes.Note(
                id: noteID, accountID: viewer.accountID, author: viewer.name, body: draft.text, createdAt: now)
            return .json(CallResources.note.json(note), status: .created)
        }
        .body(
            JSONSchema(
                "NewCallNote", "A note.",
                members: [
                    .required("text", JSONSchema(.string, "What is to be kept.", length: 1...CallNoteDraft.longest))
                ])
        )
        .status(.created)
    }

    private var reassign: APIOperation {
        APIOperation(
            "reassignCall", .post, "/calls/{id}/reassign", tag: "Calls",
            "Give a call, and with it the lead, to somebody",
            content: .json(CallResources.reassigned.schema)
        ) { call in
            let id = try call.id()
            _ = try await find(id, call.viewer)
            guard let agentID = call.uuid("agent_id").map({ AgentID(rawValue: $0) }) else {
                throw APIProblem.invalid("agent_id", "is missing")
            }
            let command = try await IdempotencyKey.command(of: call, console)
            let reply = try await commands.settle(
                ReassignCalls(callIDs: [CallID(rawValue: id)], agentID: agentID), for: call, id: command)
            let isChanged = !reply.callIDs.isEmpty
            if isChanged {
                try await commands.note(
                    "call.reassigned", call, subject: ("call", id.uuidString.lowercased()),
                    detail: .object(["agent_id": agentID.jsonValue]))
            }
            return .json(CallResources.reassigned.json(isChanged))
        }
        .body(
            JSONSchema(
                "Reassign", "To whom.",
                members: [.required("agent_id", JSONSchema(.string, "Of the agent.", format: .uuid))])
        )
        .headers([.idempotencyKey])
        .forOwners()
    }

    private var callAgain: APIOperation {
        APIOperation(
            "callAgain", .post, "/calls/{id}/call-again", tag: "Calls", "Call the lead again",
            content: .json(CallResources.placed.schema)
        ) { call in
            let id = try call.id()
            guard let leadID = try await find(id, call.viewer) else {
                throw APIProblem(
                    .unprocessableContent, .refused, Words(language: .english)(.callHasNoLead))
            }
            let command = try await IdempotencyKey.command(of: call, console)
            let planned = try await commands.settle(PlaceCall(leadID: leadID), for: call, id: command)
            try await commands.note(
                "call.placed", call, subject: ("call", id.uuidString.lowercased()),
                detail: .object(["retry_id": planned.retryID.jsonValue]))
            return .json(CallResources.placed.json(planned), status: .accepted)
        }
        .details("As soon as the calling rules allow.")
        .headers([.idempotencyKey]).status(.accepted).problems(.unprocessableContent)
    }

    /// Whose lead the call was with.
    ///
    /// - Throws: ``NotFound`` when the viewer may not see the call.
    private func find(_ id: UUID, _ viewer: Viewer) async throws -> LeadID? {
        let found = try await console.database.run(as: viewer) { try await $0.execute(FindCall(id: id)).first }
        guard let found else { throw NotFound() }
        return found.leadID
    }
}
