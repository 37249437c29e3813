internal import Contracts
internal import Foundation
internal import Hummingbird
internal import Postgres

/// `/overview`, and ticking off what had to be done.
struct OverviewRoutes: Sendable {
    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/overview") { request, context in try await overview(request, context) }
        group.post("/tasks/:id/done") { request, context in try await finishTask(request, context) }
    }

    private func overview(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let query = Query(request)
        let period: OverviewPeriod = try query.choice("period") ?? .today
        let frame = console.frame(request, context)
        let range = period.range(frame.time)
        let scope = NumbersScope(context.viewer)
        let span = OverviewSpan(scope: scope, from: range.from, to: range.to)
        let page = try await console.database.run(as: context.viewer) { transaction in
            let counted = try await transaction.pipeline(
                CountCallsByAgent(span: span), CountBookingsByAgent(span: span), CountUnopenedByAgent(scope: scope),
                ListAgentNames(), MeasureFirstCalls(span: span), MeasureOpenings(span: span))
            let waiting = try await transaction.pipeline(
                ListUnopenedCalls(scope: scope, after: nil, limit: 5),
                ListOpenTasks(scope: scope, after: nil, limit: 10),
                ListUnreachedCalendars(scope: scope), ReadOutreach(agencyID: scope.agencyID))
            let owners =
                context.viewer.isOwner
                ? try await transaction.pipeline(
                    CountWaiting(agencyID: scope.agencyID, since: WaitingWork.since(frame.time.now)),
                    CountHeldCalls(agencyID: scope.agencyID))
                : ([], [])
            let numbers = OverviewNumbers(
                calls: counted.0, bookings: counted.1, unopened: counted.2, names: counted.3,
                firstCalls: counted.4.first, openings: counted.5.first)
            let work = WaitingWork(
                unopened: numbers.unopened, late: numbers.late, counts: owners.0.first, held: owners.1,
                unopenedCalls: waiting.0, tasks: waiting.1, calendars: waiting.2)
            return OverviewPage(
                frame: frame, period: period, numbers: numbers, work: work, outreach: waiting.3.first,
                notice: Self.notices[query["done"] ?? ""])
        }
        return .html(page.render())
    }

    private static let notices: [String: Phrase] = ["task": .overviewTaskDone, "task-before": .overviewTaskDoneBefore]

    private func finishTask(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let id = try context.id("id")
        let isDone = try await console.database.run(as: context.viewer) { transaction in
            guard try await transaction.execute(FinishTask(id: id)).first != nil else { return false }
            _ = try await transaction.execute(
                AddAuditEntry(
                    "task.done", by: context.viewer, subject: ("task", id.uuidString.lowercased()),
                    address: context.address))
            return true
        }
        let place = form["from"] == "operations" && context.viewer.isOwner ? "/operations" : "/overview"
        return .seeOther("\(place)?done=\(isDone ? "task" : "task-before")")
    }
}

extension Phrase {
    static let overviewTaskDone = Phrase("That is done.", es: "Hecho.")
    static let overviewTaskDoneBefore = Phrase(
        "That had been done already, or it is not yours.", es: "Eso ya estaba hecho o no le corresponde.")
}
