internal import Foundation
internal import Hummingbird
internal import Postgres

/// `/overview/unopened` and `/overview/tasks`: all of what the overview shows the first of, as far as it is the viewer's.
struct WaitingListRoutes: Sendable {
    let console: Console

    private static let pageSize = 50

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/overview/unopened") { request, context in try await unopened(request, context) }
        group.get("/overview/tasks") { request, context in try await tasks(request, context) }
    }

    private func unopened(_ request: Request, _ context: ViewerContext) async throws -> Response {
        page(
            console.frame(request, context), .overviewUnopened,
            try await unopenedCalls("/overview/unopened", request, context))
    }

    /// The viewer's calls that have not been opened, a page of them.
    ///
    /// - Parameter path: of the page that shows them.
    func unopenedCalls(_ path: String, _ request: Request, _ context: ViewerContext) async throws -> HTML {
        let after = try Query(request).value("after") { Cursor($0) }
        let frame = console.frame(request, context)
        let rows = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.execute(
                ListUnopenedCalls(scope: NumbersScope(context.viewer), after: after, limit: Self.pageSize + 1))
        }
        let shown = Array(rows.prefix(Self.pageSize))
        let next = rows.count > Self.pageSize ? shown.last.map { Cursor($0.assignedAt, $0.callID) } : nil
        let list =
            shown.isEmpty
            ? frame.operationsEmpty(.operationsAllOpened, .operationsAllOpenedText) : WaitingWork.calls(shown, frame)
        return list + frame.pager(path, isFirst: after == nil, next: next?.text)
    }

    private func tasks(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let query = Query(request)
        let after = try query.value("after") { Cursor($0) }
        let frame = console.frame(request, context)
        let rows = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.execute(
                ListOpenTasks(scope: NumbersScope(context.viewer), after: after, limit: Self.pageSize + 1))
        }
        let shown = Array(rows.prefix(Self.pageSize))
        let next = rows.count > Self.pageSize ? shown.last.map { Cursor($0.createdAt, $0.id) } : nil
        let list =
            shown.isEmpty
            ? frame.operationsEmpty(.overviewNoTasks, .overviewNoTasksText)
            : WaitingWork.tasks(shown, from: "overview/tasks", frame)
        return page(
            frame, .overviewTasks,
            frame.notice(OverviewRoutes.notices[query["done"] ?? ""]) + list
                + frame.pager("/overview/tasks", isFirst: after == nil, next: next?.text))
    }

    private func page(_ frame: PageFrame, _ title: Phrase, _ content: HTML) -> Response {
        let words = frame.words
        return .html(
            frame.page(
                title: words(title), section: .overview, isSectionStart: false,
                """
                <header class="page-head"><div><p class="crumb"><a href="/overview">\(words(Section.overview.title))</a></p><h1>\(words(title))</h1></div></header>
                \(content)
                """))
    }
}

extension Phrase {
    static let overviewNoTasks = Phrase("Nothing is left to do", es: "No queda nada por hacer")
    static let overviewNoTasksText = Phrase(
        "What somebody has to see to stands here until it is ticked off.",
        es: "Aquí aparece lo que alguien tiene que atender, hasta que se marca como hecho.")
}
