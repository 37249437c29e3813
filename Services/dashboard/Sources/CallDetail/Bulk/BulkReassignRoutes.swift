internal import Contracts
internal import FormEncoding
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/calls/reassign`: many calls are given to one agent, for owners.
struct BulkReassignRoutes: Sendable {
    /// As many as are shown, and given away at a time.
    static let most = 200

    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/calls/reassign") { request, context in
            try context.ownersOnly()
            let query = Query(request)
            let moved = try query.value("moved") { Int($0).flatMap { (0...Self.most).contains($0) ? $0 : nil } }
            let page = try await page(request, context, try CallFilter(query)) { $0.moved = moved }
            return Response.html(page.render())
        }
        group.post("/calls/reassign") { request, context in try await give(request, context) }
    }

    private func give(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        try context.ownersOnly()
        let filter = try CallFilter(Query(FormEncoding.fields(of: form["query"].drop { $0 == "?" }.utf8)))
        let choice = try BulkReassignChoice(form)
        if let problem = choice.problem {
            return try await again(choice, filter, request, context) { HTML($0(problem)) }
        }
        guard let agentID = choice.agentID else { throw BadRequest(.callNeedsAgent) }
        // Those that the viewer may see: the rest does not exist for them.
        let seen = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.execute(FindCalls(ids: choice.callIDs.map(\.rawValue)))
        }
        guard seen.count == choice.callIDs.count else { throw NotFound() }
        switch try await CallDesk(console: console).reassign(choice.callIDs, to: agentID, by: context.principal) {
        case .done(let reply):
            return .seeOther(address("/calls/reassign", filter.items + [("moved", "\(reply.callIDs.count)")]))
        case .notDone(let why):
            return try await again(choice, filter, request, context, status: why.status) { why.html($0) }
        }
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
            let agents = try await transaction.execute(ListAgentNames())
            return BulkReassignPage(
                frame: frame, filter: filter, calls: Array(calls.prefix(Self.most)), hasMore: calls.count > Self.most,
                agents: agents)
        }
        change(&page)
        return page
    }

    /// The page once more, with what was chosen and why it was not done.
    private func again(
        _ choice: BulkReassignChoice, _ filter: CallFilter, _ request: Request, _ context: ViewerContext,
        status: HTTPResponse.Status = .unprocessableContent, _ problem: (Words) -> HTML
    ) async throws -> Response {
        let page = try await page(request, context, filter) { page in
            page.chosen = Set(choice.callIDs.map(\.rawValue))
            page.agent = choice.agentID?.rawValue
            page.problem = problem(page.frame.words)
        }
        return .html(page.render(), status: status)
    }
}

/// Which calls were ticked, and who is to have them.
struct BulkReassignChoice: Sendable, Equatable {
    var callIDs: [CallID] = []
    var agentID: AgentID?

    /// - Throws: ``BadRequest`` for what no form of ours sends.
    init(_ form: Form) throws(BadRequest) {
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
        if callIDs.isEmpty { return Phrase("Choose at least one call.", es: "Elija al menos una llamada.") }
        return agentID == nil ? .callNeedsAgent : nil
    }
}

struct FindCalls: PostgresStatement {
    static let sql = "SELECT id FROM call_logs WHERE id = ANY ($1)"

    var ids: [UUID]
    var parameters: [PostgresParameter] { [.init(ids)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}
