internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/appointments`: what is done.
struct BookingOperations: Sendable {
    let console: Console

    private var desk: AppointmentDesk { AppointmentDesk(console: console) }

    var all: [APIOperation] { [book, reschedule, cancel, complete, miss, remind, annotate] }

    private var book: APIOperation {
        APIOperation(
            "bookAppointment", .post, "/appointments", tag: "Appointments", "Make an appointment",
            content: .json(AppointmentResources.detail.schema)
        ) { call in
            guard let lead = call.uuid("lead_id").map({ LeadID(rawValue: $0) }), let at = call.time("at") else {
                throw APIProblem.invalid("", "is not complete")
            }
            let party = try await BookingParties(console: console).party(
                lead: lead, call: call.uuid("call_id").map { CallID(rawValue: $0) },
                agent: call.uuid("agent_id").map { AgentID(rawValue: $0) }, call.viewer)
            let notes = call.text("notes").flatMap { $0.isEmpty ? nil : $0 }
            let command = try await IdempotencyKey.command(of: call, console)
            let outcome = try await desk.book(party, at: at, notes: notes, by: call.principal, command)
            let (id, isNew) = try outcome.appointment
            return .json(
                try await AppointmentOperations.read(id, call.viewer, console), status: isNew ? .created : .ok,
                headers: [.location: "\(APITable.root)/appointments/\(id)"])
        }
        .details("An agent books with themselves. The same lead at the same time is the same appointment.")
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
        .headers([.idempotencyKey]).status(.created).whenKnown("The appointment was there already.")
        .problems(.notFound)
    }

    private var reschedule: APIOperation {
        change("rescheduleAppointment", "reschedule", "Give an appointment another time") { call, known in
            guard let at = call.time("at") else { throw APIProblem.invalid("at", "is missing") }
            let command = try await IdempotencyKey.command(of: call, console)
            let outcome = try await desk.move(known, to: at, reason: Self.reason(call), by: call.principal, command)
            _ = try outcome.appointment
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
            let command = try await IdempotencyKey.command(of: call, console)
            _ = try await desk.cancel(known, reason: Self.reason(call), by: call.principal, command).reply
        }
        .body(JSONSchema("Cancel", "Why, if somebody said.", members: [Self.reason]))
    }

    private var complete: APIOperation {
        change("completeAppointment", "complete", "Note that an appointment took place") { call, known in
            let command = try await IdempotencyKey.command(of: call, console)
            _ = try await desk.complete(known, by: call.principal, command).reply
        }
        .problems(.unprocessableContent)
    }

    private var miss: APIOperation {
        change("missAppointment", "no-show", "Note that the lead did not come") { call, known in
            let command = try await IdempotencyKey.command(of: call, console)
            _ = try await desk.miss(known, by: call.principal, command).reply
        }
        .problems(.unprocessableContent)
    }

    private var remind: APIOperation {
        APIOperation(
            "remindOfAppointment", .post, "/appointments/{id}/reminders", tag: "Appointments",
            "Remind the lead and the agent of an appointment now",
            content: .json(AppointmentResources.reminder.schema)
        ) { call in
            let known = try await desk.find(AppointmentID(rawValue: try call.id()), call.viewer)
            let command = try await IdempotencyKey.command(of: call, console)
            let reply = try await desk.remind(known, by: call.principal, command).reply
            return .json(AppointmentResources.reminder.json(reply), status: .accepted)
        }
        .details("Besides the reminders that are planned.")
        .headers([.idempotencyKey]).status(.accepted).problems(.unprocessableContent)
    }

    private var annotate: APIOperation {
        APIOperation(
            "changeAppointment", .patch, "/appointments/{id}", tag: "Appointments", "Change an appointment’s notes",
            content: .json(AppointmentResources.detail.schema)
        ) { call in
            let known = try await desk.find(AppointmentID(rawValue: try call.id()), call.viewer)
            if call.has("notes") {
                let notes = (call.text("notes") ?? "").replacing("\r\n", with: "\n")
                let command = try await IdempotencyKey.command(of: call, console)
                let outcome = try await desk.annotate(
                    known, notes: notes.isEmpty ? nil : notes, by: call.principal, command)
                _ = try outcome.reply
            }
            return .json(try await AppointmentOperations.read(known.id, call.viewer, console))
        }
        .details("What is left out stays (RFC 7396). Times are changed by /appointments/{id}/reschedule.")
        .body(
            JSONSchema(
                "AppointmentPatch", "What is to be another; null empties.",
                members: [
                    .optional(
                        "notes",
                        JSONSchema(
                            .string, "What is to be known about it.", length: 0...AnnotateAppointment.longest
                        ).orNull)
                ])
        )
        .headers([.idempotencyKey])
    }

    private static let reason = JSONSchema.Member.optional(
        "reason", JSONSchema(.string, "For the lead and the team.", length: 0...500).orNull)

    private static func reason(_ call: APICall) -> String? {
        call.text("reason").flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Something that is done to an appointment that the viewer may see; the answer is the appointment as it is then.
    private func change(
        _ id: String, _ name: String, _ summary: String,
        _ body: @escaping @Sendable (APICall, AppointmentDetail) async throws -> Void
    ) -> APIOperation {
        APIOperation(
            id, .post, "/appointments/{id}/\(name)", tag: "Appointments", summary,
            content: .json(AppointmentResources.detail.schema)
        ) { call in
            let known = try await desk.find(AppointmentID(rawValue: try call.id()), call.viewer)
            try await body(call, known)
            return .json(try await AppointmentOperations.read(known.id, call.viewer, console))
        }
        .headers([.idempotencyKey])
    }
}

extension SlotOutcome {
    /// The appointment, and whether it is new at its time.
    ///
    /// - Throws: ``APIProblem`` with what could be had instead, ``NotDone``.
    fileprivate var appointment: (id: AppointmentID, isNew: Bool) {
        get throws {
            switch self {
            case .made(let id): (id, true)
            case .known(let id): (id, false)
            case .noSlot(let no):
                throw APIProblem(
                    .unprocessableContent, .slotUnavailable, Words(language: .english)(no.phrase),
                    extra: [.init("alternatives", .array(no.alternatives.map { SlotResource.slot.json($0) }))])
            case .notDone(let why): throw why
            }
        }
    }
}
