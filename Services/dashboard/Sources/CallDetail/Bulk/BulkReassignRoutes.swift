internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/calls/reassign`: many calls are given to one agent, for owners. What it takes is done by a ``ReassignmentWorker``.
struct BulkReassignRoutes: Sendable {
    /// As many as are shown, and can be chosen one by one.
    static let most = 100
    /// Of those that were given away before.
    private static let jobs = 10

    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/calls/reassign") { request, context in
            try context.ownersOnly()
            let page = try await page(request, context, try CallFilter(Query(request))) { _ in }
            return Response.html(page.render())
        }
        group.post("/calls/reassign") { request, context in try await give(request, context) }
        ReassignmentRoutes(console: console).add(to: group)
    }

    private func give(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        try context.ownersOnly()
        let filter = try CallFilter(address: form["query"])
        let choice = try BulkReassignChoice(form)
        let once = OnceOnly(form, now: Date())
        if let problem = choice.problem { return try await again(choice, once, filter, request, context, problem) }
        guard let agentID = choice.agentID else { throw BadRequest(.callNeedsAgent) }
        let desk = ReassignmentDesk(console: console)
        guard try await desk.canHave(agentID, choice.isAll ? [] : choice.callIDs, context.viewer) else {
            return try await again(choice, once, filter, request, context, .agentIsNotActive)
        }
        let wish = choice.isAll ? [address("", filter.items)] : choice.callIDs.map(\.description)
        let id = once.command(of: context.viewer, ["reassign", agentID.description] + wish).rawValue
        if choice.isAll {
            try await desk.start(id, everyCallOf: filter, to: agentID, by: context.principal)
        } else {
            try await desk.start(id, choice.callIDs, to: agentID, by: context.principal)
        }
        return .seeOther(Reassignment.path(id))
    }

    private func page(
        _ request: Request, _ context: ViewerContext, _ filter: CallFilter,
        _ change: (inout BulkReassignPage) -> Void
    ) async throws -> BulkReassignPage {
        let frame = console.frame(request, context)
        var page = try await console.database.run(as: context.viewer) { transaction in
            let conditions = CallConditions(filter, viewer: context.viewer, time: frame.time)
            let calls = try await CallList(filter: filter, conditions: conditions).page(
                after: nil, limit: Self.most + 1, in: transaction)
            let (agents, jobs) = try await transaction.pipeline(
                ListAgentNames(), ListReassignments(agencyID: context.viewer.agencyID, limit: Self.jobs))
            // Those with words are not counted: that takes too long.
            let count =
                filter.text.isEmpty ? try await transaction.execute(CountCalls(conditions: conditions)).first : nil
            return BulkReassignPage(
                frame: frame, filter: filter, calls: Array(calls.prefix(Self.most)), hasMore: calls.count > Self.most,
                count: count, agents: agents, jobs: jobs, once: OnceOnly(now: frame.time.now))
        }
        change(&page)
        return page
    }

    /// The page once more, with what was chosen and why it was not done.
    private func again(
        _ choice: BulkReassignChoice, _ once: OnceOnly, _ filter: CallFilter, _ request: Request,
        _ context: ViewerContext, _ problem: Phrase
    ) async throws -> Response {
        let page = try await page(request, context, filter) { page in
            page.chosen = Set(choice.callIDs.map(\.rawValue))
            page.choosesAll = choice.isAll
            page.agent = choice.agentID?.rawValue
            page.once = once
            page.problem = problem
        }
        return .html(page.render(), status: .unprocessableContent)
    }
}

/// Which calls were chosen, and who is to have them.
struct BulkReassignChoice: Sendable, Equatable {
    /// Every call that the filter has, whatever is ticked.
    var isAll: Bool
    var callIDs: [CallID] = []
    var agentID: AgentID?

    /// - Throws: ``BadRequest`` for what no form of ours sends.
    init(_ form: Form) throws(BadRequest) {
        isAll = form["which"] == "all"
        let texts = form.all("call")
        guard texts.count <= BulkReassignRoutes.most else { throw BadRequest(.addressMakesNoSense) }
        var seen: Set<CallID> = []
        for text in texts {
            guard let id = CallID(text) else { throw BadRequest(.addressMakesNoSense) }
            if seen.insert(id).inserted { callIDs.append(id) }
        }
        if let text = form.optional("agent") {
            guard let id = AgentID(text) else { throw BadRequest(.addressMakesNoSense) }
            agentID = id
        }
    }

    var problem: Phrase? {
        if callIDs.isEmpty && !isAll {
            return Phrase("Choose at least one call.", es: "Elija al menos una llamada.")
        }
        return agentID == nil ? .callNeedsAgent : nil
    }
}

struct FindCalls: PostgresStatement {
    static let sql = "SELECT id FROM call_logs WHERE id = ANY ($1)"

    var ids: [UUID]
    var parameters: [PostgresParameter] { [.init(ids)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}

extension Phrase {
    static let agentIsNotActive = Phrase(
        "They are not active, so they cannot have calls. Choose somebody else.",
        es: "No está activo y no puede recibir llamadas. Elija a otra persona.")
}
