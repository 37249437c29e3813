internal import Contracts
internal import Foundation
internal import Hummingbird
internal import Postgres

/// `/overview`, and ticking off what had to be done.
struct OverviewRoutes: Sendable {
    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/overview") { request, context in try await overview(request, context) }
        WaitingListRoutes(console: console).add(to: group)
        group.post("/tasks/:id/done") { request, context in try await finishTask(request, context) }
    }

    private func overview(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let query = Query(request)
        let period: OverviewPeriod = try query.choice("period") ?? .today
        let frame = console.frame(request, context)
        let report = try await OverviewDesk(console: console).report(period, context.viewer, frame.time)
        let page = OverviewPage(
            frame: frame, period: period, numbers: report.numbers, work: report.work, outreach: report.outreach,
            notice: Self.notices[query["done"] ?? ""])
        return .html(page.render())
    }

    /// By what stands in the address after a task was ticked off.
    static let notices: [String: Phrase] = ["task": .overviewTaskDone, "task-before": .overviewTaskDoneBefore]

    private func finishTask(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let id = try context.id("id")
        let isDone = try await TaskDesk(console: console).finish(id, by: context.principal) == .done
        let place =
            switch form["from"] {
            case "operations" where context.viewer.isOwner: "/operations"
            case "overview/tasks": "/overview/tasks"
            default: "/overview"
            }
        return .seeOther("\(place)?done=\(isDone ? "task" : "task-before")")
    }
}

extension Phrase {
    static let overviewTaskDone = Phrase("That is done.", es: "Hecho.")
    static let overviewTaskDoneBefore = Phrase(
        "That had been done already, or it is not yours.", es: "Eso ya estaba hecho o no le corresponde.")
}
