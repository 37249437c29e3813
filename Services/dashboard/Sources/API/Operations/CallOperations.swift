internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/calls`: what is read.
struct CallOperations: Sendable {
    let console: Console

    var all: [APIOperation] { [list, show, recording] }

    /// Which calls are meant, as ``CallFilter`` reads it.
    static let filter = [
        APIParameter("q", JSONSchema(.string, "Words that were said.", length: 0...200)),
        APIParameter(
            "period",
            JSONSchema(
                .string, "Of days; `from` and `to` count more.",
                choices: CallFilter.Period.allCases.map(\.rawValue))),
        APIParameter("from", JSONSchema(.string, "The first day.", format: .date)),
        APIParameter("to", JSONSchema(.string, "The last day.", format: .date)),
        APIParameter(
            "status",
            JSONSchema(.string, "What became of them; any of these.", choices: CallResources.statuses),
            isRepeated: true),
        APIParameter("agent", JSONSchema(.string, "An agent's id, or `nobody`.", length: 1...36)),
        APIParameter("lead", JSONSchema(.string, "A lead's id.", format: .uuid)),
        APIParameter("language", JSONSchema(.string, "Such as `es`.", length: 2...8)),
        APIParameter(
            "direction", JSONSchema(.string, "Who called.", choices: CallResources.directions)),
        APIParameter("min", JSONSchema(.integer, "Seconds that they took at least.", range: 0...86_400)),
        APIParameter("max", JSONSchema(.integer, "Seconds that they took at most.", range: 0...86_400)),
    ]

    private var list: APIOperation {
        APIOperation(
            "listCalls", .get, "/calls", tag: "Calls", "Calls, newest first",
            content: .json(CallResources.row.page.schema)
        ) { call in
            let filter = try CallFilter(call.query)
            let (after, limit) = (try call.cursor(), call.limit)
            let conditions = CallConditions(filter, viewer: call.viewer, time: call.time)
            let calls = try await console.database.run(as: call.viewer) { transaction in
                try await CallList(filter: filter, conditions: conditions).page(
                    after: after, limit: limit + 1, in: transaction)
            }
            let page = APIPage(calls, limit: limit) { CallList.cursor($0, filter) }
            return .json(CallResources.row.page.json(page))
        }
        .details("Days are by the clock of the token's account. With `q` they are always newest first.")
        .query(
            Self.filter
                + [
                    APIParameter(
                        "sort", JSONSchema(.string, "The order.", choices: CallFilter.Sort.allCases.map(\.rawValue)))
                ] + APIParameter.pages)
    }

    private var show: APIOperation {
        APIOperation(
            "getCall", .get, "/calls/{id}", tag: "Calls", "A call with its transcript and what is around it",
            content: .json(CallResources.detail.schema)
        ) { call in
            let id = try call.id()
            let detail = try await console.database.run(as: call.viewer) { try await CallDetail(id, in: $0) }
            return .json(CallResources.detail.json(detail))
        }
        .details("Reading it does not count as its agent's looking at it.")
    }

    private var recording: APIOperation {
        APIOperation(
            "getCallRecording", .get, "/calls/{id}/recording", tag: "Calls", "The audio of a call",
            content: .bytes("audio/*")
        ) { call in
            let response = try await RecordingRoutes(console: console).send(
                try call.id(), call.request, call.viewer)
            guard response.status != .rangeNotSatisfiable else {
                var problem = APIProblem(.rangeNotSatisfiable)
                problem.headers[.contentRange] = response.headers[.contentRange]
                throw problem
            }
            return response
        }
        .details("One range of bytes can be asked for (RFC 9110 §14).")
        .query([APIParameter("download", JSONSchema(.string, "With a name for a file.", length: 0...5))])
        .inRanges().problems(.rangeNotSatisfiable)
    }
}
