internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// `/api/v1/leads/{id}/planned-calls/{retry}/…`: calls that are still to be made.
struct PlannedCallOperations: Sendable {
    let console: Console

    private var desk: LeadDesk { LeadDesk(console: console) }

    var all: [APIOperation] { [cancel, reschedule] }

    private var cancel: APIOperation {
        APIOperation(
            "cancelPlannedCall", .post, "/leads/{id}/planned-calls/{retry}/cancel", tag: "Leads",
            "Cancel a planned call", content: .json(CallResources.placed.schema)
        ) { call in
            let id = try call.id()
            let retry = try await desk.planned(try call.id("retry"), of: id, call.viewer)
            let command = try await IdempotencyKey.command(of: call, console)
            let reply = try await desk.change(
                CancelCall(retryID: retry), retry, of: id, as: "lead.call_cancelled", by: call.principal, command
            ).reply
            return .json(CallResources.placed.json(reply))
        }
        .headers([.idempotencyKey]).problems(.unprocessableContent)
    }

    private var reschedule: APIOperation {
        APIOperation(
            "reschedulePlannedCall", .post, "/leads/{id}/planned-calls/{retry}/reschedule", tag: "Leads",
            "Give a planned call another time", content: .json(CallResources.placed.schema)
        ) { call in
            let id = try call.id()
            let retry = try await desk.planned(try call.id("retry"), of: id, call.viewer)
            guard let at = call.time("at"), at > Date() else {
                throw APIProblem.invalid("at", Words(language: .english)(.timeIsNotAhead))
            }
            let command = try await IdempotencyKey.command(of: call, console)
            let reply = try await desk.change(
                RescheduleCall(retryID: retry, at: at), retry, of: id, as: "lead.call_moved", by: call.principal,
                command
            ).reply
            return .json(CallResources.placed.json(reply))
        }
        .details("The calling rules still have their say.")
        .body(
            JSONSchema(
                "RescheduleCall", "Another time.",
                members: [.required("at", JSONSchema(.string, "When it is to be; a time ahead.", format: .dateTime))])
        )
        .headers([.idempotencyKey])
    }
}
