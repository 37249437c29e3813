internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Messaging
internal import Postgres

/// `/team/{agent}/leave`: an owner takes somebody out of the team, and what they have goes to others.
///
/// Each step can be done again: what has changed hands is not among what is left, so whoever goes on after an answer that did not
/// come does nothing twice.
struct LeaveRoutes: Sendable {
    let console: Console

    /// Calls at a time: a step is over before a browser gives up.
    static let mostAtOnce = 2000

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/team/:agent/leave") { request, context in
            Response.html(try await page(request, context).render())
        }
        group.post("/team/:agent/leave") { request, context in try await leave(request, context) }
        group.post("/team/:agent/return") { request, context in
            _ = try await context.form(request)
            try TeamRoutes.ownersOnly(context)
            let id = AgentID(rawValue: try context.id("agent"))
            try await setActive(true, id, context)
            return Response.seeOther("/team/\(id.description)?done=back")
        }
    }

    private func page(_ request: Request, _ context: ViewerContext) async throws -> LeavePage {
        try TeamRoutes.ownersOnly(context)
        let id = AgentID(rawValue: try context.id("agent"))
        let (agents, colleagues, calls, work) = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.pipeline(
                ReadAgent(id: id), ListColleagues(agentID: id),
                ListCallsToHandOver(agentID: id, limit: Self.mostAtOnce + 1), CountAgentWork(agentID: id))
        }
        guard let agent = agents.first else { throw NotFound() }
        return LeavePage(
            frame: console.frame(request, context), agent: agent, colleagues: colleagues,
            open: min(calls.count, Self.mostAtOnce), hasMore: calls.count > Self.mostAtOnce,
            appointments: work.first?.appointments ?? 0)
    }

    private func leave(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let to = try await context.form(request)["to"]
        var page = try await page(request, context)
        let id = page.agent.id
        let colleagues = page.colleagues.map(\.id)
        let takers = to == "share" ? colleagues : colleagues.filter { $0.description == to }
        guard page.open == 0 || to == "keep" || !takers.isEmpty else {
            page.problems = [.init("to", TeamWords.handOverTo, TeamWords.handOverToWhom)]
            return .html(page.render(), status: .unprocessableContent)
        }
        // First nothing new comes, then what is there goes.
        if page.agent.isActive { try await setActive(false, id, context) }
        let result = to == "keep" ? HandOverResult(moved: 0, end: .done) : try await handOver(id, to: takers, context)
        page = try await self.page(request, context)
        page.result = result
        if result.isDone, page.hasMore || page.open > 0, to != "keep" { page.result?.end = .more }
        return .html(page.render())
    }

    private func setActive(_ isActive: Bool, _ id: AgentID, _ context: ViewerContext) async throws {
        try await console.changeAgent(id, isActive ? "agent.returned" : "agent.left", [:], context) { transaction in
            if !isActive { _ = try await transaction.execute(EndSessionsOfAgent(id: id)) }
            return try await !transaction.execute(SetAgentActive(id: id, isActive: isActive)).isEmpty
        }
    }

    private func handOver(
        _ id: AgentID, to takers: [AgentID], _ context: ViewerContext
    ) async throws -> HandOverResult {
        let calls = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.execute(ListCallsToHandOver(agentID: id, limit: Self.mostAtOnce))
        }
        var result = HandOverResult(moved: 0, end: .done)
        for part in HandOverPlan(calls, to: takers).parts where result.isDone {
            let wish = ReassignCalls(callIDs: part.calls, agentID: part.agentID)
            let outcome = try await console.settle(wish, by: context.principal) { reply in
                try AuditNote(
                    "calls.handed_over", ("agent", id.description),
                    ["to": part.agentID.description, "calls": "\(reply.callIDs.count)"])
            }
            switch outcome {
            case .done(let reply): result.moved += reply.callIDs.count
            case .notDone(let why): result.end = .notDone(why)
            }
        }
        return result
    }
}
