internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/appointments`: what is done.
struct BookingOperations: Sendable {
    let console: Console

    private var commands: APICommands { APICommands(console: console) }

    var all: [APIOperation] { [book, reschedule, cancel, complete, miss] }

    private var book: APIOperation {
        APIOperation(
            "bookAppointment", .post, "/appointments", tag: "Appointments", "Make an appointment",
            content: .json(AppointmentResources.detail.schema)
        ) { call in
            guard let lead = call.uuid("lead_id").map({ LeadID(rawValue: $0) }), let at = call.time("at") else {
                throw APIProblem.invalid("", "is not complete")
            }
            let party = try await AppointmentParties(console: console).party(
                lead: lead, call: call.uuid("call_id").map { CallID(rawValue: $0) },
                agent: call.uuid("agent_id").map { AgentID(rawValue: $0) }, call.viewer)
            let notes = call.text("notes").flatMap { $0.isEmpty ? nil : $0 }
            let command = try await IdempotencyKey.command(of: call, console)
            let reply = try await commands.settle(
                BookAppointment(party: party, at: at, notes: notes, source: .hand), for: call, id: command)
            let appointment = try Self.appointment(of: reply)
            // The same lead at the same time is the same appointment, whoever has it: to an agent, others' do not exist.
            guard call.viewer.isOwner || appointment.agentID == call.viewer.agentID else {
                throw APIProblem(
                    .unprocessableContent, .slotUnavailable, Words(language: .english)(.leadIsTakenThen))
            }
            let id = appointment.appointmentID
            if !reply.isRepeat { try await note("booked", id, call) }
            return .json(
                try await AppointmentOperations.read(id, call.viewer, console),
                status: reply.isRepeat ? .ok : .created, headers: [.location: "\(APITable.root)/appointments/\(id)"])
        }
        .details(
            "An agent books with themselves. The same lead at the same time is the same appointment: then the answer is 200."
        )
        .body(
            JSONSchema(
                "NewAppointment", "An appointment to be made.",
                members: [
                    .required("lead_id", JSONSchema(.string, "With whom.", format: .uuid)),
                    .required("at", JSONSchema(.string, "When it is to begin.", format: .dateTime)),
                    .optional(
                        "agent_id",
                        JSONSchema(.string, "Whose it is to be; left out or null: whoever is free.", format: .uuid)
                            .orNull),
                    .optional(
                        "call_id",
                        JSONSchema(.string, "The call with the lead that it stems from.", format: .uuid).orNull),
                    .optional("notes", JSONSchema(.string, "What is to be known about it.", length: 0...2000).orNull),
                ])
        )
        .headers([.idempotencyKey]).status(.created)
    }

    private var reschedule: APIOperation {
        change("rescheduleAppointment", "reschedule", "Give an appointment another time") { call, known in
            guard let at = call.time("at") else { throw APIProblem.invalid("at", "is missing") }
            let reason = call.text("reason").flatMap { $0.isEmpty ? nil : $0 }
            let party = AppointmentParty(leadID: known.leadID, agentID: known.agentID)
            let command = try await IdempotencyKey.command(of: call, console)
            let reply = try await commands.settle(
                RescheduleAppointment(appointmentID: known.id, party: party, to: at, reason: reason), for: call,
                id: command)
            _ = try Self.appointment(of: reply)
            try await note(
                "moved", known.id, call,
                .object([
                    "from": known.scheduledAt.jsonValue, "to": at.jsonValue, "reason": reason.jsonValue,
                ]))
        }
        .body(
            JSONSchema(
                "Reschedule", "Another time.",
                members: [
                    .required("at", JSONSchema(.string, "When it is to begin.", format: .dateTime)), Self.reason,
                ]))
    }

    private var cancel: APIOperation {
        change("cancelAppointment", "cancel", "Call an appointment off") { call, known in
            let reason = call.text("reason").flatMap { $0.isEmpty ? nil : $0 }
            let command = try await IdempotencyKey.command(of: call, console)
            _ = try await commands.settle(
                CancelAppointment(
                    appointmentID: known.id, party: AppointmentParty(leadID: known.leadID), reason: reason), for: call,
                id: command)
            try await note("cancelled", known.id, call, .object(["reason": reason.jsonValue]))
        }
        .body(JSONSchema("Cancel", "Why, if somebody said.", members: [Self.reason]))
    }

    private var complete: APIOperation {
        change("completeAppointment", "complete", "Note that an appointment took place") { call, known in
            let command = try await IdempotencyKey.command(of: call, console)
            _ = try await commands.settle(CompleteAppointment(appointmentID: known.id), for: call, id: command)
            try await note("completed", known.id, call)
        }
        .problems(.unprocessableContent)
    }

    private var miss: APIOperation {
        change("missAppointment", "no-show", "Note that the lead did not come") { call, known in
            let command = try await IdempotencyKey.command(of: call, console)
            _ = try await commands.settle(MissAppointment(appointmentID: known.id), for: call, id: command)
            try await note("no_show", known.id, call)
        }
        .problems(.unprocessableContent)
    }

    private static let reason = JSONSchema.Member.optional(
        "reason", JSONSchema(.string, "For the lead and the team.", length: 0...500).orNull)

    /// Something that is done to an appointment that the viewer may see; the answer is the appointment as it is then.
    private func change(
        _ id: String, _ name: String, _ summary: String,
        _ body: @escaping @Sendable (APICall, AppointmentDetail) async throws -> Void
    ) -> APIOperation {
        APIOperation(
            id, .post, "/appointments/{id}/\(name)", tag: "Appointments", summary,
            content: .json(AppointmentResources.detail.schema)
        ) { call in
            let read = ReadAppointmentDetail(id: AppointmentID(rawValue: try call.id()))
            let known = try await console.database.run(as: call.viewer) { try await $0.execute(read).first }
            guard let known else { throw NotFound() }
            try await body(call, known)
            return .json(try await AppointmentOperations.read(known.id, call.viewer, console))
        }
        .headers([.idempotencyKey])
    }

    /// - Throws: ``APIProblem`` with what could be had instead.
    private static func appointment(of reply: AppointmentReply) throws -> Appointment {
        guard let appointment = reply.appointment, reply.problem == nil else {
            throw APIProblem(
                .unprocessableContent, .slotUnavailable,
                Words(language: .english)(SlotRefusal.phrase(reply.problem ?? "")),
                extra: [.init("alternatives", .array(reply.alternatives.map { SlotResource.slot.json($0) }))])
        }
        return appointment
    }

    private func note(
        _ action: String, _ id: AppointmentID, _ call: APICall, _ detail: JSONValue = .object([])
    ) async throws {
        try await commands.note(
            "appointment.\(action)", call, subject: ("appointment", id.description), detail: detail)
    }
}
