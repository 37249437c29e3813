internal import Contracts
internal import Foundation
internal import Hummingbird
internal import Postgres

/// `/calls`, and views of it with a name.
struct CallListRoutes: Sendable {
    static let pageSize = 50

    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/calls") { request, context in try await list(request, context) }
        LiveCallRoutes(console: console).add(to: group)
        group.post("/calls/views") { request, context in try await saveView(request, context) }
        group.post("/calls/views/:id/remove") { request, context in
            _ = try await context.form(request)
            let id = try context.id("id")
            _ = try await SavedViewDesk(console: console).remove(id, by: context.principal)
            return Response.seeOther("/calls?done=view-removed")
        }
    }

    private func list(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let query = Query(request)
        let filter = try CallFilter(query)
        let after = try query.value("after") { Cursor($0) }
        let frame = console.frame(request, context)
        let page = try await console.database.run(as: context.viewer) { transaction in
            let conditions = CallConditions(filter, viewer: context.viewer, time: frame.time)
            let surroundings = try await transaction.pipeline(
                ListAgentNames(), ListCallLanguages(), ListSavedViews(page: "calls"), NameLead(id: filter.lead),
                HasCallExports(accountID: context.viewer.accountID))
            let calls = try await CallList(filter: filter, conditions: conditions).page(
                after: after, limit: Self.pageSize + 1, languages: surroundings.1, in: transaction)
            let count =
                filter.text.isEmpty && after == nil
                ? try await transaction.execute(CountCalls(conditions: conditions)).first : nil
            let shown = Array(calls.prefix(Self.pageSize))
            return CallListPage(
                frame: frame, filter: filter, calls: shown, count: count,
                older: calls.count > Self.pageSize ? shown.last.map { CallList.cursor($0, filter) } : nil,
                isFirst: after == nil, agents: surroundings.0, languages: surroundings.1, views: surroundings.2,
                leadName: surroundings.3.first.flatMap(\.self), hasExports: surroundings.4.first ?? false,
                notice: Self.notices[query["done"] ?? ""])
        }
        return .html(page.render())
    }

    private static let notices: [String: Phrase] = ["view-saved": .viewSaved, "view-removed": .viewRemoved]

    private func saveView(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let (name, query) = (form["name"], form["query"])
        try await SavedViewDesk(console: console).save(name, query, by: context.principal)
        return .seeOther(query.isEmpty ? "/calls?done=view-saved" : "/calls\(query)&done=view-saved")
    }
}

extension Phrase {
    static let viewSaved = Phrase("The view is saved.", es: "La vista se ha guardado.")
    static let viewRemoved = Phrase("The view is removed.", es: "La vista se ha eliminado.")
    static let tooManyViews = Phrase(
        "The view is not saved: there are 30 already. Remove one that you no longer use, then save this one.",
        es: "La vista no se ha guardado: ya hay 30. Elimine una que ya no use y guarde esta después.")
    static let viewNeedsName = Phrase(
        "A view needs a name of at most 80 characters.", es: "La vista necesita un nombre de 80 caracteres como máximo."
    )
}
