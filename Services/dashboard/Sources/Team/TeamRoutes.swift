internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LeadWords
internal import Postgres

/// `/team`: who belongs to it, and who may sign in. An agent is led to their own page.
struct TeamRoutes: Sendable {
    let console: Console
    let publicURL: String

    private var desk: TeamDesk {
        TeamDesk(console: console, links: AccountLinks(console: console, publicURL: publicURL))
    }

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/team") { request, context in try await list(request, context) }
        group.get("/team/new") { request, context in
            try context.ownersOnly()
            return Response.html(NewAgentPage(frame: console.frame(request, context), form: .init()).render())
        }
        group.post("/team/new") { request, context in try await addAgent(request, context) }
        group.get("/team/owners/new") { request, context in
            try context.ownersOnly()
            return Response.html(NewOwnerPage(frame: console.frame(request, context)).render())
        }
        group.post("/team/owners/new") { request, context in try await addOwner(request, context) }
        group.post("/team/accounts/:id/invite") { request, context in try await invite(request, context) }
        group.post("/team/accounts/:id/deactivate") { request, context in
            try await setActive(false, request, context)
        }
        group.post("/team/accounts/:id/activate") { request, context in try await setActive(true, request, context) }
        group.post("/team/:agent/account") { request, context in try await giveAccount(request, context) }
        AgentRoutes(console: console).add(to: group)
        AgentTimeRoutes(console: console).add(to: group)
        AgentMessageRoutes(console: console).add(to: group)
        LeaveRoutes(console: console).add(to: group)
    }

    private static let notices: [String: (phrase: Phrase, tone: String)] = [
        "invited": (TeamWords.invited, "good"), "not-invited": (TeamWords.notInvited, "warn"),
        "account-off": (TeamWords.turnedOff, "good"), "account-on": (TeamWords.turnedOn, "good"),
        "last-owner": (TeamWords.lastOwner, "warn"),
    ]

    private func list(_ request: Request, _ context: ViewerContext) async throws -> Response {
        if let own = context.viewer.agentID { return .seeOther("/team/\(own.description)") }
        try context.ownersOnly()
        let frame = console.frame(request, context)
        let (agents, owners) = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.pipeline(
                ListTeam(today: frame.time.start(of: frame.time.today)), ListOwners())
        }
        let notice = Self.notices[Query(request)["done"] ?? ""]
        return .html(TeamPage(frame: frame, agents: agents, owners: owners, notice: notice).render())
    }

    private func addAgent(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let sent = try await context.form(request)
        try context.ownersOnly()
        let form = AgentFactsForm(sent)
        let country = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.execute(FindDefaultCountry(agencyID: context.viewer.agencyID)).first
        }
        var problems = form.problems(country: country ?? "US")
        let weight = Int(sent["weight"]).flatMap { (0...100).contains($0) ? $0 : nil }
        if weight == nil { problems.append(.init("weight", TeamWords.weight, TeamWords.weightIsNone)) }
        if let weight, problems.isEmpty {
            do {
                let number = try form.number(country: country ?? "US")
                let (id, invited) = try await desk.add(form, number: number, weight: weight, context.principal)
                return .seeOther("/team/\(id.description)?done=\(invited == .sent ? "added" : "added-only")")
            } catch SQLState.uniqueViolation {
                problems.append(.init("email", TeamWords.email, TeamWords.emailIsTaken))
            }
        }
        let page = NewAgentPage(
            frame: console.frame(request, context), form: form, weight: sent["weight"], problems: problems)
        return .html(page.render(), status: .unprocessableContent)
    }

    private func addOwner(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        try context.ownersOnly()
        let (name, email) = (form["name"], form["email"])
        var problems: [TeamProblem] = []
        if let problem = PersonName.problem(name) { problems.append(.init("name", TeamWords.name, problem)) }
        if !MailAddress.isPlausible(email) {
            problems.append(.init("email", TeamWords.email, TeamWords.emailIsNone))
        }
        if problems.isEmpty {
            do {
                let (_, invited) = try await desk.addAccount(name: name, email: email, agentID: nil, context.principal)
                return .seeOther("/team?done=\(invited == .sent ? "invited" : "not-invited")")
            } catch SQLState.uniqueViolation {
                problems.append(.init("email", TeamWords.email, TeamWords.emailIsTaken))
            }
        }
        let page = NewOwnerPage(
            frame: console.frame(request, context), name: name, email: email, problems: problems)
        return .html(page.render(), status: .unprocessableContent)
    }

    /// An agent who has none yet.
    private func giveAccount(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        try context.ownersOnly()
        let id = AgentID(rawValue: try context.id("agent"))
        let (agents, accounts) = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.pipeline(ReadAgent(id: id), ReadAgentAccount(agentID: id))
        }
        guard let agent = agents.first, agent.isActive, accounts.isEmpty else { throw NotFound() }
        guard let email = agent.email, MailAddress.isPlausible(email) else {
            return .seeOther("/team/\(id.description)?done=no-address")
        }
        do {
            let (_, invited) = try await desk.addAccount(name: agent.name, email: email, agentID: id, context.principal)
            return .seeOther("/team/\(id.description)?done=\(invited == .sent ? "invited" : "not-invited")")
        } catch SQLState.uniqueViolation {
            return .seeOther("/team/\(id.description)?done=address-taken")
        }
    }

    private func invite(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        try context.ownersOnly()
        let invited = try await desk.inviteAgain(context.id("id"), context.principal)
        return .seeOther("/team?done=\(invited == .sent ? "invited" : "not-invited")")
    }

    private func setActive(_ isActive: Bool, _ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        try context.ownersOnly()
        let id = try context.id("id")
        let isDone = try await desk.setActive(isActive, ownersAccount: id, by: context.principal)
        return .seeOther("/team?done=\(isDone ? isActive ? "account-on" : "account-off" : "last-owner")")
    }
}
