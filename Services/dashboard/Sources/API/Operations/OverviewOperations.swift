internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/overview`, and the lists of what waits for somebody.
struct OverviewOperations: Sendable {
    let console: Console

    var all: [APIOperation] { [overview, unopened, tasks, finishTask] }

    private var overview: APIOperation {
        APIOperation(
            "getOverview", .get, "/overview", tag: "Overview", "How a span of time went, and what waits now",
            content: .json(OverviewResources.overview.schema)
        ) { call in
            let period: OverviewPeriod = try call.query.choice("period") ?? .today
            let time = call.time
            let report = try await OverviewDesk(console: console).report(period, call.viewer, time)
            return .json(
                OverviewResources.overview.json(
                    .init(
                        report: report, period: period, range: period.range(time), showsAgents: call.viewer.isOwner)))
        }
        .details("Days are by the clock of the token's account.")
        .query([
            APIParameter(
                "period",
                JSONSchema(
                    .string, "Of days; `today` unless it is said.", choices: OverviewPeriod.allCases.map(\.rawValue)))
        ])
    }

    private var unopened: APIOperation {
        APIOperation(
            "listUnopenedCalls", .get, "/unopened-calls", tag: "Overview",
            "Calls that whoever has them has not looked at, latest first",
            content: .json(OverviewResources.unopened.page.schema)
        ) { call in
            let (after, limit) = (try call.cursor(), call.limit)
            let rows = try await console.database.run(as: call.viewer) { transaction in
                try await transaction.execute(
                    ListUnopenedCalls(scope: NumbersScope(call.viewer), after: after, limit: limit + 1))
            }
            let page = APIPage(rows, limit: limit) { Cursor($0.assignedAt, $0.callID) }
            return .json(OverviewResources.unopened.page.json(page))
        }
        .query(APIParameter.pages).forOwners()
    }

    private var tasks: APIOperation {
        APIOperation(
            "listTasks", .get, "/tasks", tag: "Overview", "What somebody has to do, oldest first",
            content: .json(OverviewResources.task.page.schema)
        ) { call in
            let (after, limit) = (try call.cursor(), call.limit)
            let rows = try await console.database.run(as: call.viewer) { transaction in
                try await transaction.execute(
                    ListOpenTasks(scope: NumbersScope(call.viewer), after: after, limit: limit + 1))
            }
            let page = APIPage(rows, limit: limit) { Cursor($0.createdAt, $0.id) }
            return .json(OverviewResources.task.page.json(page))
        }
        .details("An agent's are their own.")
        .query(APIParameter.pages)
    }

    private var finishTask: APIOperation {
        APIOperation(
            "finishTask", .post, "/tasks/{id}/done", tag: "Overview", "Note that something was done", content: .none
        ) { call in
            let outcome = try await TaskDesk(console: console).finish(try call.id(), by: call.principal)
            guard outcome != .unseen else { throw NotFound() }
            return Response(status: .noContent)
        }
        .details("Once is enough: one that was done before stays so.").status(.noContent)
    }
}
