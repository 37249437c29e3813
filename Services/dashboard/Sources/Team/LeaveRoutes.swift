internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Messaging
internal import Postgres

/// `/team/{agent}/leave`: an owner takes somebody out of the team, and what they have goes to others.
struct LeaveRoutes: Sendable {
    let console: Console

    /// More are left for another time.
    static let mostAtOnce = 100_000

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/team/:agent/leave") { request, context in
            Response.html(try await page(request, context).render())
        }
        group.post("/team/:agent/leave") { request, context in try await leave(request, context) }
        group.post("/team/:agent/return") { request, context in
            _ = try await context.form(request)
            try context.ownersOnly()
            let id = AgentID(rawValue: try context.id("agent"))
            try await setActive(true, id, context)
            return Response.seeOther("/team/\(id.description)?done=back")
        }
    }

    private func page(_ request: Request, _ context: ViewerContext) async throws -> LeavePage {
        try context.ownersOnly()
        let id = AgentID(rawValue: try context.id("agent"))
        let (agents, colleagues, calls, leads, work) = try await console.database.run(as: context.viewer) {
            transaction in
            try await transaction.pipeline(
                ReadAgent(id: id), ListColleagues(agentID: id),
                ListCallsToHandOver(agentID: id, limit: Self.mostAtOnce + 1),
                ListLeadsToHandOver(agentID: id, limit: Self.mostAtOnce + 1), CountAgentWork(agentID: id))
        }
        guard let agent = agents.first else { throw NotFound() }
        let hasMore = calls.count > Self.mostAtOnce || leads.count > Self.mostAtOnce
        return LeavePage(
            frame: console.frame(request, context), agent: agent, colleagues: colleagues, once: OnceOnly(now: Date()),
            open: min(calls.count, Self.mostAtOnce) + min(leads.count, Self.mostAtOnce), hasMore: hasMore,
            appointments: work.first?.appointments ?? 0)
    }

    private func leave(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let to = form["to"]
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
        guard page.open > 0, to != "keep" else { return .seeOther("/team/\(id.description)?done=left") }
        let once = OnceOnly(form, now: Date())
        let job = once.command(of: context.viewer, ["hand over", id.description, to]).rawValue
        switch try await handOver(id, to: takers, job, context) {
        case .underWay: return .seeOther(Reassignment.path(job))
        case .leadsOnly: return .seeOther("/team/\(id.description)?done=left")
        case .notDone(let why):
            var again = try await self.page(request, context)
            again.notDone = why
            return .html(again.render(), status: why.status)
        }
    }

    private func setActive(_ isActive: Bool, _ id: AgentID, _ context: ViewerContext) async throws {
        try await console.changeAgent(id, isActive ? "agent.returned" : "agent.left", [:], context) { transaction in
            if !isActive { _ = try await transaction.execute(EndSessionsOfAgent(id: id)) }
            return try await !transaction.execute(SetAgentActive(id: id, isActive: isActive)).isEmpty
        }
    }

    private enum HandedOver {
        /// Calls change hands bit by bit, and take their leads with them.
        case underWay
        case leadsOnly
        case notDone(NotDone)
    }

    private func handOver(
        _ id: AgentID, to takers: [AgentID], _ job: UUID, _ context: ViewerContext
    ) async throws -> HandedOver {
        let (calls, leads) = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.pipeline(
                ListCallsToHandOver(agentID: id, limit: Self.mostAtOnce),
                ListLeadsToHandOver(agentID: id, limit: Self.mostAtOnce))
        }
        for share in HandOverPlan.shares(leads, to: takers) {
            let wish = ReassignLeads(leadIDs: share.leads, agentID: share.agentID)
            let outcome = try await console.settle(wish, by: context.principal) { reply in
                try AuditNote(
                    "leads.handed_over", ("agent", id.description),
                    ["to": share.agentID.description, "leads": "\(reply.leadIDs.count)"])
            }
            // What is left is there for another try.
            if case .notDone(let why) = outcome { return .notDone(why) }
        }
        guard !calls.isEmpty else { return .leadsOnly }
        try await ReassignmentDesk(console: console).start(
            job, handingOver: HandOverPlan(calls, to: takers), of: id, by: context.principal)
        return .underWay
    }
}
