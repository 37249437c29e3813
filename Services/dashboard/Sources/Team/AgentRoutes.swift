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
        let form = AgentFactsForm(try await context.form(request))
        try context.ownersOnly()
        let id = AgentID(rawValue: try context.id("agent"))
        let known = try await loader.page(id, request, context)
        var problems = form.problems(country: known.agent.country, known: known.facts)
        if problems.isEmpty {
            do {
                let save = SaveAgentFacts(
                    id: id, name: form.name, email: form.email,
                    phone: try form.number(country: known.agent.country), language: form.language.orNil,
                    timeZone: form.timeZone.orNil, languages: form.spoken.sorted())
                let changes = known.facts.changes(to: form)
                try await console.changeAgent(id, "agent.edited", changes, context) { transaction in
                    try await !transaction.execute(save).isEmpty
                }
                return .seeOther("/team/\(id.description)?done=saved")
            } catch SQLState.uniqueViolation {
                problems.append(.init("email", TeamWords.email, TeamWords.emailIsTaken))
            }
        }
        var page = known
        (page.facts, page.problems) = (form, problems)
        return .html(page.render(), status: .unprocessableContent)
    }

    private func saveCalls(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = AgentCallsForm(try await context.form(request))
        try context.ownersOnly()
        let id = AgentID(rawValue: try context.id("agent"))
        let problems = form.problems
        guard let weight = form.weightNumber, problems.isEmpty else {
            let page = try await loader.page(id, request, context) { ($0.calls, $0.problems) = (form, problems) }
            return .html(page.render(), status: .unprocessableContent)
        }
        let save = SaveAgentCalls(id: id, weight: weight, callsPerDay: form.cap, patterns: form.patterns)
        let detail = [
            "weight": "\(weight)", "calls_per_day": form.callsPerDay, "territories": "\(form.patterns.count)",
        ]
        try await console.changeAgent(id, "agent.calls_edited", detail, context) { transaction in
            try await !transaction.execute(save).isEmpty
        }
        return .seeOther("/team/\(id.description)?done=saved")
    }

    /// An owner's of anybody, an agent's of themselves.
    private func setAvailability(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let wanted = try await context.form(request)["availability"]
        let id = AgentID(rawValue: try context.id("agent"))
        guard ["available", "away"].contains(wanted) else { throw BadRequest(.notUnderstoodText) }
        if context.viewer.isOwner {
            try await console.changeAgent(id, "agent.availability", ["availability": wanted], context) { transaction in
                try await !transaction.execute(SetAgentAvailability(id: id, availability: wanted)).isEmpty
            }
        } else {
            guard context.viewer.agentID == id else { throw NotFound() }
            try await console.setOwnAvailability(wanted, of: id, context)
        }
        return .seeOther("/team/\(id.description)?done=saved")
    }
}

extension Console {
    /// Changes an agent, writes down who did it, and tells the other services, all or nothing.
    ///
    /// - Parameter body: returns whether there is such an agent for the viewer to change.
    /// - Throws: ``NotFound`` when there is not.
    func changeAgent(
        _ id: AgentID, _ action: String, _ detail: [String: String?], _ context: ViewerContext,
        _ body: (PostgresTransaction) async throws -> Bool
    ) async throws {
        let viewer = context.viewer
        let note = AddAuditEntry(
            action, by: viewer, subject: ("agent", id.description), detail: try AuditDetail(detail).jsonb,
            address: context.address)
        try await database.change(as: viewer) { transaction in
            guard try await body(transaction) else { throw NotFound() }
            _ = try await transaction.execute(note)
            return ((), try await transaction.agentChanged(id, of: viewer.agencyID))
        }
    }

    /// An agent's own switch.
    ///
    /// - Parameter id: of the agent that the viewer is.
    func setOwnAvailability(_ availability: String, of id: AgentID, _ context: ViewerContext) async throws {
        try await changeAgent(id, "agent.availability", ["availability": availability], context) { transaction in
            _ = try await transaction.execute(SetOwnAvailability(availability: availability))
            return true
        }
    }
}
