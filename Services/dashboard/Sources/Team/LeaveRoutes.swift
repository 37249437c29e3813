internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// `/team/{agent}/leave`: an owner takes somebody out of the team, and what they have goes to others.
struct LeaveRoutes: Sendable {
    let console: Console

    private var desk: LeaveDesk { LeaveDesk(console: console) }

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/team/:agent/leave") { request, context in
            Response.html(try await page(request, context).render())
        }
        group.post("/team/:agent/leave") { request, context in try await leave(request, context) }
        group.post("/team/:agent/return") { request, context in
            _ = try await context.form(request)
            try context.ownersOnly()
            let id = AgentID(rawValue: try context.id("agent"))
            try await desk.setActive(true, id, by: context.principal)
            return Response.seeOther("/team/\(id.description)?done=back")
        }
    }

    private func page(_ request: Request, _ context: ViewerContext) async throws -> LeavePage {
        try context.ownersOnly()
        let estate = try await desk.estate(of: AgentID(rawValue: try context.id("agent")), context.viewer)
        return LeavePage(
            frame: console.frame(request, context), agent: estate.agent, colleagues: estate.colleagues,
            once: OnceOnly(now: Date()), open: estate.open, hasMore: estate.hasMore,
            appointments: estate.appointments)
    }

    private func leave(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let to = form["to"]
        var page = try await page(request, context)
        if !to.isEmpty { page.to = to }
        let id = page.agent.id
        let colleagues = page.colleagues.map(\.id)
        let takers = to == "share" ? colleagues : colleagues.filter { $0.description == to }
        guard page.open == 0 || to == "keep" || !takers.isEmpty else {
            page.problems = [.init("to", TeamWords.handOverTo, TeamWords.handOverToWhom)]
            return .html(page.render(), status: .unprocessableContent)
        }
        // First nothing new comes, then what is there goes.
        if page.agent.isActive { try await desk.setActive(false, id, by: context.principal) }
        guard page.open > 0, to != "keep" else { return .seeOther("/team/\(id.description)?done=left") }
        let once = OnceOnly(form, now: Date())
        let job = once.command(of: context.viewer, ["hand over", id.description, to]).rawValue
        switch try await desk.handOver(id, to: takers, job, by: context.principal) {
        case .underWay(let job): return .seeOther(Reassignment.path(job))
        case .leadsOnly: return .seeOther("/team/\(id.description)?done=left")
        case .notDone(let why):
            var again = try await self.page(request, context)
            (again.notDone, again.to) = (why, to)
            return .html(again.render(), status: why.status)
        }
    }
}
