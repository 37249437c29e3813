internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/calls/{id}/…`: what is done about a call.
struct CallActionOperations: Sendable {
    let console: Console

    private var desk: CallDesk { CallDesk(console: console) }

    var all: [APIOperation] { [note, reassign, callAgain, removeRecording] }

    private var note: APIOperation {
        APIOperation(
            "addCallNote", .post, "/calls/{id}/notes", tag: "Calls", "Write a note",
            content: .json(CallResources.note.schema)
        ) { call in
            let draft = CallNoteDraft(call.text("text") ?? "")
            if let problem = draft.problem {
                throw APIProblem.invalid("text", Words(language: .english)(problem))
            }
            let id = try call.id()
            _ = try await desk.lead(of: id, call.viewer)
            let command = try await IdempotencyKey.command(of: call, console)
            let note = try await desk.add(draft, as: command.rawValue, to: id, by: call.principal)
            return .json(CallResources.note.json(note), status: .created)
        }
        .body(
            JSONSchema(
                "NewCallNote", "A note.",
                members: [
                    .required("text", JSONSchema(.string, "What is to be kept.", length: 1...CallNoteDraft.longest))
                ])
        )
        .headers([.idempotencyKey]).status(.created)
    }

    private var reassign: APIOperation {
        APIOperation(
            "reassignCall", .post, "/calls/{id}/reassign", tag: "Calls",
            "Give a call, and with it the lead, to somebody",
            content: .json(CallResources.reassigned.schema)
        ) { call in
            let id = try call.id()
            _ = try await desk.lead(of: id, call.viewer)
            guard let agentID = call.uuid("agent_id").map({ AgentID(rawValue: $0) }) else {
                throw APIProblem.invalid("agent_id", "is missing")
            }
            let command = try await IdempotencyKey.command(of: call, console)
            let reply = try await desk.reassign(id, to: agentID, by: call.principal, command).reply
            return .json(CallResources.reassigned.json(!reply.callIDs.isEmpty))
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
            guard let leadID = try await desk.lead(of: id, call.viewer) else {
                throw APIProblem(
                    .unprocessableContent, .refused, Words(language: .english)(.callHasNoLead))
            }
            let command = try await IdempotencyKey.command(of: call, console)
            let planned = try await desk.callAgain(id, leadID, by: call.principal, command).reply
            return .json(CallResources.placed.json(planned), status: .accepted)
        }
        .details("As soon as the calling rules allow.")
        .headers([.idempotencyKey]).status(.accepted).problems(.unprocessableContent)
    }

    private var removeRecording: APIOperation {
        APIOperation(
            "deleteCallRecording", .delete, "/calls/{id}/recording", tag: "Calls", "Delete the audio of a call",
            content: .none
        ) { call in
            let id = try call.id()
            _ = try await desk.lead(of: id, call.viewer)
            _ = try await desk.removeRecording(of: id, by: call.principal).reply
            return Response(status: .noContent)
        }
        .details("Nobody can hear it any more; its bytes are removed soon after.")
        .status(.noContent).problems(.unprocessableContent).forOwners()
    }
}
