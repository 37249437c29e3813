internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Messaging
internal import Postgres

/// `/team/{agent}`: who somebody is, which calls they get, and whether they take them.
struct AgentRoutes: Sendable {
    let console: Console

    private var loader: AgentPageLoader { AgentPageLoader(console: console) }

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/team/:agent") { request, context in
            let notice = Self.notices[Query(request)["done"] ?? ""]
            let id = AgentID(rawValue: try context.id("agent"))
            return Response.html(try await loader.page(id, request, context) { $0.notice = notice }.render())
        }
        group.post("/team/:agent") { request, context in try await saveFacts(request, context) }
        group.post("/team/:agent/calls") { request, context in try await saveCalls(request, context) }
        group.post("/team/:agent/availability") { request, context in try await setAvailability(request, context) }
    }

    static let notices: [String: (phrase: Phrase, tone: String)] = [
        "saved": (AccountWords.saved, "good"), "added": (TeamWords.added, "good"),
        "added-only": (TeamWords.addedOnly, "warn"), "invited": (TeamWords.invited, "good"),
        "not-invited": (TeamWords.notInvited, "warn"), "no-address": (TeamWords.emailIsNone, "warn"),
        "address-taken": (TeamWords.emailIsTaken, "warn"), "disconnected": (TeamWords.disconnected, "good"),
        "back": (TeamWords.backAgain, "good"), "left": (TeamWords.hasLeft, "good"),
    ]

    private func saveFacts(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let sent = try await context.form(request)
        let (form, version) = (AgentFactsForm(sent), FormVersion(sent))
        try context.ownersOnly()
        let id = AgentID(rawValue: try context.id("agent"))
        func late() async throws -> Response {
            try await loader.late(id, request, context) { page in
                page.meanwhile = page.frame.meanwhile(form, page.facts)
                page.facts = form
            }
        }
        let known = try await loader.page(id, request, context)
        guard known.agent.factsVersion == version else { return try await late() }
        var problems = form.problems(country: known.agent.country, known: known.facts)
        if problems.isEmpty {
            do {
                try await AgentDesk(console: console).saveFacts(of: id, by: context.principal, basedOn: version) { _ in
                    form
                }
                return .seeOther("/team/\(id.description)?done=saved")
            } catch is StaleForm {
                return try await late()
            } catch SQLState.uniqueViolation {
                problems.append(.init("email", TeamWords.email, TeamWords.emailIsTaken))
            }
        }
        var page = known
        (page.facts, page.problems) = (form, problems)
        return .html(page.render(), status: .unprocessableContent)
    }

    private func saveCalls(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let sent = try await context.form(request)
        let (form, version) = (AgentCallsForm(sent), FormVersion(sent))
        try context.ownersOnly()
        let id = AgentID(rawValue: try context.id("agent"))
        func late() async throws -> Response {
            try await loader.late(id, request, context) { page in
                page.meanwhile = page.frame.meanwhile(form, page.calls)
                page.calls = form
            }
        }
        guard try await loader.page(id, request, context).agent.callsVersion == version else { return try await late() }
        let problems = form.problems
        guard let weight = form.weightNumber, problems.isEmpty else {
            let page = try await loader.page(id, request, context) { ($0.calls, $0.problems) = (form, problems) }
            return .html(page.render(), status: .unprocessableContent)
        }
        do {
            try await AgentDesk(console: console).save(
                form, weight: weight, of: id, by: context.principal, basedOn: version)
        } catch is StaleForm {
            return try await late()
        }
        return .seeOther("/team/\(id.description)?done=saved")
    }

    private func setAvailability(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let wanted = try await context.form(request)["availability"]
        let id = AgentID(rawValue: try context.id("agent"))
        guard ["available", "away"].contains(wanted) else { throw BadRequest(.notUnderstoodText) }
        try await AgentDesk(console: console).setAvailability(wanted, of: id, by: context.principal)
        return .seeOther("/team/\(id.description)?done=saved")
    }
}

extension Console {
    /// Changes an agent, writes down who did it, and tells the other services, all or nothing.
    ///
    /// - Parameter body: returns what the log is to say besides; nil when there is no such agent for the viewer to change.
    /// - Throws: ``NotFound`` when there is not.
    func changeAgent(
        _ id: AgentID, _ action: String, by principal: Principal,
        _ body: (PostgresTransaction) async throws -> [String: String?]?
    ) async throws {
        let viewer = principal.viewer
        try await database.change(as: viewer) { transaction in
            guard let detail = try await body(transaction) else { throw NotFound() }
            let note = principal.entry(
                action, subject: ("agent", id.description), detail: try AuditDetail(detail).jsonb)
            _ = try await transaction.execute(note)
            return ((), try await transaction.agentChanged(id, of: viewer.agencyID))
        }
    }

    /// An agent's own switch.
    ///
    /// - Parameter id: of the agent that the viewer is.
    func setOwnAvailability(_ availability: String, of id: AgentID, by principal: Principal) async throws {
        try await changeAgent(id, "agent.availability", by: principal) { transaction in
            _ = try await transaction.execute(SetOwnAvailability(availability: availability))
            return ["availability": availability]
        }
    }
}
