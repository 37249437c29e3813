internal import Foundation
internal import Hummingbird
internal import Postgres

/// `/leads`.
struct LeadListRoutes: Sendable {
    static let pageSize = 50

    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/leads") { request, context in try await list(request, context) }
    }

    private func list(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let query = Query(request)
        let filter = try LeadFilter(query)
        let after = try query.value("after") { Cursor($0) }
        let frame = console.frame(request, context)
        let page = try await console.database.run(as: context.viewer) { transaction in
            let conditions = LeadConditions(filter: filter)
            let (agents, kinds, leads) = try await transaction.pipeline(
                ListAgentNames(),
                ListLeadKinds(
                    agencyID: context.viewer.agencyID,
                    agentID: context.viewer.isOwner ? nil : context.viewer.agentID),
                ListLeads(conditions: conditions, after: after, limit: Self.pageSize + 1))
            let count =
                after == nil ? try await transaction.execute(CountLeads(conditions: conditions)).first : nil
            let shown = Array(leads.prefix(Self.pageSize))
            return LeadListPage(
                frame: frame, filter: filter, leads: shown, count: count,
                older: leads.count > Self.pageSize ? shown.last.map { Cursor($0.createdAt, $0.id) } : nil,
                isFirst: after == nil, agents: agents, kinds: kinds.first ?? .init(),
                notice: Self.notices[query["done"] ?? ""])
        }
        return .html(page.render())
    }

    private static let notices: [String: Phrase] = ["import-cancelled": .importCancelled]
}

extension Phrase {
    static let importCancelled = Phrase("The import is cancelled.", es: "La importación se ha cancelado.")
}
