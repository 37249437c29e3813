internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/exports`: files of calls that take longer than somebody waits, each for whoever wished it.
struct CallExportJobRoutes: Sendable {
    private static let listed = 50

    let console: Console

    private var desk: CallExportDesk { CallExportDesk(console: console) }

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/exports") { request, context in
            let list = ListCallExports(accountID: context.viewer.accountID, limit: Self.listed)
            let exports = try await console.database.run(as: context.viewer) { try await $0.execute(list) }
            return Response.html(
                CallExportListPage(frame: console.frame(request, context), exports: exports).render())
        }
        group.get("/exports/new") { request, context in
            let page = try await startPage(try CallFilter(Query(request)), request, context)
            return Response.html(page.render())
        }
        group.post("/exports") { request, context in try await start(request, context) }
        group.get("/exports/:id") { request, context in
            let export = try await desk.load(try context.id("id"), context.viewer)
            return Response.html(CallExportPage(frame: console.frame(request, context), export: export).render())
        }
        group.post("/exports/:id/cancel") { request, context in
            _ = try await context.form(request)
            let id = try context.id("id")
            try await desk.cancel(id, by: context.principal)
            return Response.seeOther(CallExport.path(id))
        }
        group.get("/exports/:id/calls.csv") { request, context in
            try await CallExportDownload(console: console).response(
                try context.id("id"), request, to: context.principal)
        }
    }

    private func start(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let filter = try CallFilter(address: form["query"])
        let once = OnceOnly(form, now: Date())
        let id = once.command(of: context.viewer, ["export", address("", filter.items)]).rawValue
        do {
            try await desk.start(
                id, everyCallOf: filter, in: console.frame(request, context).words.language, by: context.principal)
        } catch is CallExportDesk.TooMany {
            var page = try await startPage(filter, request, context)
            page.problem = CallExportWords.tooMany
            return .html(page.render(), status: .unprocessableContent)
        }
        return .seeOther(CallExport.path(id))
    }

    /// More than a list counts are not counted here either.
    private func startPage(
        _ filter: CallFilter, _ request: Request, _ context: ViewerContext
    ) async throws -> CallExportStartPage {
        let frame = console.frame(request, context)
        let calls = ExportedCalls(
            filter: filter, conditions: CallConditions(filter, viewer: context.viewer, time: frame.time))
        let count = try await console.database.run(as: context.viewer) {
            try await calls.count(upTo: CountCalls.most + 1, in: $0)
        }
        return CallExportStartPage(frame: frame, filter: filter, count: count, once: OnceOnly(now: frame.time.now))
    }
}
