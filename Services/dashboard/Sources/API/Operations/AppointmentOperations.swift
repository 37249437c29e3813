internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/appointments` and `/api/v1/availability`: what is read.
struct AppointmentOperations: Sendable {
    /// As many as calendar-sync looks for at a time.
    private static let mostSlots = 50

    let console: Console

    var all: [APIOperation] { [list, show, availability] }

    private var list: APIOperation {
        APIOperation(
            "listAppointments", .get, "/appointments", tag: "Appointments",
            "Appointments from today on, or until today with `past`",
            content: .json(AppointmentResources.row.page.schema)
        ) { call in
            var filter = try AppointmentFilter(call.query)
            if !call.viewer.isOwner { filter.agent = nil }
            let (after, limit) = (try call.cursor(), call.limit)
            let (isPast, conditions) = (
                filter.isPast, AppointmentConditions(filter, viewer: call.viewer, time: call.time)
            )
            let rows = try await console.database.run(as: call.viewer) { transaction in
                isPast
                    ? try await transaction.execute(
                        ListAppointmentsBackwards(conditions: conditions, after: after, limit: limit + 1))
                    : try await transaction.execute(
                        ListAppointmentsForwards(conditions: conditions, after: after, limit: limit + 1))
            }
            let page = APIPage(rows, limit: limit) { Cursor($0.scheduledAt, $0.id) }
            return .json(AppointmentResources.row.page.json(page))
        }
        .details("In order of time, the past latest first. Days are by the clock of the token's account.")
        .query(
            [
                APIParameter("past", JSONSchema(.string, "From the latest back.", choices: ["1", "true", "yes"])),
                APIParameter("from", JSONSchema(.string, "The first day.", format: .date)),
                APIParameter("to", JSONSchema(.string, "The last day.", format: .date)),
                APIParameter(
                    "status", JSONSchema(.string, "How they stand.", choices: AppointmentResources.statuses)),
                APIParameter("agent", JSONSchema(.string, "An agent's id.", format: .uuid)),
                APIParameter("lead", JSONSchema(.string, "A lead's id.", format: .uuid)),
            ] + APIParameter.pages)
    }

    private var show: APIOperation {
        APIOperation(
            "getAppointment", .get, "/appointments/{id}", tag: "Appointments", "An appointment",
            content: .json(AppointmentResources.detail.schema)
        ) { call in
            .json(try await Self.read(AppointmentID(rawValue: try call.id()), call.viewer, console))
        }
    }

    /// - Throws: ``NotFound`` when it is not the viewer's.
    static func read(_ id: AppointmentID, _ viewer: Viewer, _ console: Console) async throws -> JSONValue {
        let (found, changes) = try await console.database.run(as: viewer) { transaction in
            try await transaction.pipeline(ReadAppointmentDetail(id: id), ListAppointmentChanges(id: id))
        }
        guard let appointment = found.first else { throw NotFound() }
        return AppointmentResources.detail.json(.init(appointment: appointment, changes: changes))
    }

    private var availability: APIOperation {
        APIOperation(
            "findSlots", .get, "/availability", tag: "Appointments", "When an appointment can be made",
            content: .json(AppointmentResources.availability.schema)
        ) { call in
            guard let from = call.query["from"].flatMap({ Date(rfc3339: $0) }),
                let to = call.query["to"].flatMap({ Date(rfc3339: $0) }), from < to
            else { throw APIProblem.parameter("to", "must be later than from") }
            let lead = call.query["lead"].flatMap { LeadID($0) }
            let party = try await BookingParties(console: console).party(
                lead: lead, call: nil, agent: call.query["agent"].flatMap { AgentID($0) }, call.viewer)
            let wish = FindSlots(party: party, from: from, to: to, limit: min(call.limit, Self.mostSlots))
            let outcome = try await console.settle(wish, by: call.principal, noting: nil)
            return .json(AppointmentResources.availability.json(try outcome.reply))
        }
        .query([
            APIParameter("from", JSONSchema(.string, "Not before.", format: .dateTime), isRequired: true),
            APIParameter("to", JSONSchema(.string, "Not at or after.", format: .dateTime), isRequired: true),
            APIParameter("lead", JSONSchema(.string, "For whom.", format: .uuid)),
            APIParameter("agent", JSONSchema(.string, "With whom; left out: whoever is free.", format: .uuid)),
            APIParameter(
                "limit", JSONSchema(.integer, "How many at the most; 50 unless it is said.", range: 1...Self.mostSlots)),
        ])
        .problems(.notFound, .unprocessableContent)
    }
}
