internal import Foundation
internal import Hummingbird
internal import Postgres

/// `/operations` and what is below it; for owners.
struct OperationsRoutes: Sendable {
    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/operations") { request, context in try await now(request, context) }
        group.get("/operations/unopened") { request, context in try await unopened(request, context) }
        group.get("/operations/unassigned") { request, context in try await unassigned(request, context) }
        MessageRoutes(console: console).add(to: group)
        WebhookLogRoutes(console: console).add(to: group)
        DeadLetterRoutes(console: console, desk: DeadLetterDesk(console)).add(to: group)
        ProviderRoutes(console: console).add(to: group)
    }

    private func now(_ request: Request, _ context: ViewerContext) async throws -> Response {
        try context.ownersOnly()
        let query = Query(request)
        let after = try query.value("after") { Cursor($0) }
        let frame = console.frame(request, context)
        let scope = NumbersScope(context.viewer)
        let limit = 50
        let (work, outreach) = try await console.database.run(as: context.viewer) { transaction in
            let rows = try await transaction.pipeline(
                CountUnopenedByAgent(scope: scope),
                CountWaiting(agencyID: scope.agencyID, since: WaitingWork.since(frame.time.now)),
                CountHeldCalls(agencyID: scope.agencyID),
                ListOpenTasks(scope: scope, after: after, limit: limit + 1), ListUnreachedCalendars(scope: scope),
                ReadOutreach(agencyID: scope.agencyID))
            let work = WaitingWork(
                unopened: rows.0.reduce(0) { $0 + $1.unopened }, late: rows.0.reduce(0) { $0 + $1.late },
                counts: rows.1.first, held: rows.2, unopenedCalls: [], tasks: rows.3, calendars: rows.4)
            return (work, rows.5.first)
        }
        let tasks = Array(work.tasks.prefix(limit))
        let next = work.tasks.count > limit ? tasks.last.map { Cursor($0.createdAt, $0.id) } : nil
        let notices: [String: Phrase] = ["task": .overviewTaskDone, "task-before": .overviewTaskDoneBefore]
        let words = frame.words
        let nothing = work.isEmpty ? frame.operationsEmpty(.operationsNothing, .operationsNothingText) : .empty
        let taskCard: HTML =
            tasks.isEmpty
            ? .empty
            : """
            <section class="card" aria-labelledby="tasks"><header><h2 id="tasks">\(words(.overviewTasks))</h2></header>
            \(WaitingWork.tasks(tasks, from: "operations", frame))\(frame.pager("/operations", isFirst: after == nil, next: next?.text))</section>
            """
        let list = work.list(frame)
        let waitingCard: HTML =
            list.text.isEmpty
            ? .empty
            : #"<section class="card" aria-labelledby="waiting"><header><h2 id="waiting">\#(words(.overviewWaiting))</h2></header>\#(list)</section>"#
        return .html(
            frame.operations(
                .now,
                """
                \(frame.notice(notices[query["done"] ?? ""]))\(paused(outreach, frame))\(WaitingWork.calendars(work.calendars, frame))
                \(nothing)<div class="cards">\(waitingCard)\(taskCard)</div>
                """))
    }

    private func paused(_ outreach: ReadOutreach.Row?, _ frame: PageFrame) -> HTML {
        guard let since = outreach?.pausedAt else { return .empty }
        return """
            <div class="notice warn"><p>\(frame.words(.overviewOutreachPaused)) \(frame.time.element(since))</p><a href="/settings/calling">\(frame.words(.overviewToPause))</a></div>
            """
    }

    private func unopened(_ request: Request, _ context: ViewerContext) async throws -> Response {
        try context.ownersOnly()
        let list = try await WaitingListRoutes(console: console).unopenedCalls(
            "/operations/unopened", request, context)
        return .html(console.frame(request, context).operations(.unopened, list))
    }

    /// The calls that ``CountWaiting`` counts.
    private func unassigned(_ request: Request, _ context: ViewerContext) async throws -> Response {
        try context.ownersOnly()
        let after = try Query(request).value("after") { Cursor($0) }
        let frame = console.frame(request, context)
        let limit = 50
        let rows = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.execute(
                ListNobodysCalls(
                    agencyID: context.viewer.agencyID, after: after, limit: limit + 1))
        }
        let shown = Array(rows.prefix(limit))
        let next = rows.count > limit ? shown.last.map { Cursor($0.decidedAt, $0.callID) } : nil
        let list =
            shown.isEmpty
            ? frame.operationsEmpty(.operationsAllAssigned, .operationsAllAssignedText)
            : #"<h2>\#(frame.words(.operationsNobodys))</h2><p class="muted">\#(frame.words(.operationsNobodyText))</p>"#
                + WaitingWork.calls(shown, frame)
        return .html(
            frame.operations(
                .now, isStart: false,
                list + frame.pager("/operations/unassigned", isFirst: after == nil, next: next?.text)))
    }
}

extension Phrase {
    static let operationsNothing = Phrase("Nothing waits", es: "No hay nada pendiente")
    static let operationsNothingText = Phrase(
        "Calls are opened, messages arrive, calendars are connected.",
        es: "Las llamadas se abren, los mensajes llegan y los calendarios están conectados.")
    static let operationsNobodys = Phrase("Calls that there is nobody for", es: "Llamadas para las que no hay nadie")
    static let operationsNobody = Phrase("Nobody has it", es: "No la tiene nadie")
    static let operationsAllAssigned = Phrase("Every call has somebody", es: "Todas las llamadas tienen a alguien")
    static let operationsAllAssignedText = Phrase(
        "Calls that come while nobody on the team is active stand here until somebody has them.",
        es: "Aquí aparecen las llamadas que entran sin nadie activo en el equipo, hasta que alguien las tenga.")
    static let operationsNobodyText = Phrase(
        "Calls that came while nobody on the team was active. Each goes to the first who is, or to whom you give it.",
        es:
            "Llamadas que entraron sin nadie activo en el equipo. Cada una irá a la primera persona que lo esté, o a quien usted la dé."
    )
    static let operationsAllOpened = Phrase("Every call has been opened", es: "Todas las llamadas se han abierto")
    static let operationsAllOpenedText = Phrase(
        "Calls that somebody has and has not looked at in time stand here.",
        es: "Aquí aparecen las llamadas que alguien tiene y no ha mirado a tiempo.")
}
