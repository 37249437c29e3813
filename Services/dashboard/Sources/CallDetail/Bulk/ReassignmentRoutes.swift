internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/calls/reassign/{id}`: how far it is with many calls that somebody gives away; owners only.
struct ReassignmentRoutes: Sendable {
    private static let pageSize = 50

    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/calls/reassign/:id") { request, context in try await show(request, context) }
        group.post("/calls/reassign/:id/cancel") { request, context in try await cancel(request, context) }
    }

    private func show(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let id = try context.id("id")
        try context.ownersOnly()
        let after = try Query(request).value("after") { text in
            Int(text).flatMap { (0...Int(Int32.max)).contains($0) ? $0 : nil }
        }
        let (found, refused) = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.pipeline(
                LoadReassignment(id: id), ListRefusedCalls(id: id, after: after ?? 0, limit: Self.pageSize + 1))
        }
        guard let job = found.first else { throw NotFound() }
        let shown = Array(refused.prefix(Self.pageSize))
        return .html(
            ReassignmentPage(
                frame: console.frame(request, context), job: job, refused: shown,
                next: refused.count > Self.pageSize ? shown.last?.position : nil, isFirst: after == nil
            ).render())
    }

    private func cancel(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let id = try context.id("id")
        try context.ownersOnly()
        try await ReassignmentDesk(console: console).cancel(id, by: context.principal)
        return .seeOther(Reassignment.path(id))
    }
}
