internal import CSV
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Postgres

/// `/leads/imports`: owners only.
struct ImportRoutes: Sendable {
    private static let pageSize = 50

    let console: Console

    private var desk: ImportDesk { ImportDesk(console: console) }

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/leads/imports") { request, context in try await list(request, context) }
        group.get("/leads/imports/:id") { request, context in try await show(request, context) }
        group.get("/leads/imports/:id/problems.csv") { _, context in try await download(context) }
        group.post("/leads/imports/:id/columns") { request, context in try await name(request, context) }
        group.post("/leads/imports/:id/confirm") { request, context in try await confirm(request, context) }
        group.post("/leads/imports/:id/cancel") { request, context in try await cancel(request, context) }
    }

    private func list(_ request: Request, _ context: ViewerContext) async throws -> Response {
        try context.ownersOnly()
        let after = try Query(request).value("after") { Cursor($0) }
        let query = ListImports(agencyID: context.viewer.agencyID, after: after, limit: Self.pageSize + 1)
        let jobs = try await console.database.run(as: context.viewer) { try await $0.execute(query) }
        let shown = Array(jobs.prefix(Self.pageSize))
        return .html(
            ImportListPage(
                frame: console.frame(request, context), jobs: shown,
                older: jobs.count > Self.pageSize ? shown.last.map { Cursor($0.createdAt, $0.id) } : nil,
                isFirst: after == nil
            ).render())
    }

    private func job(_ id: UUID, _ context: ViewerContext) async throws -> ImportJob {
        try context.ownersOnly()
        return try await desk.job(id, context.viewer)
    }

    private func path(_ id: UUID) -> String { "/leads/imports/\(id.uuidString.lowercased())" }

    private func show(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let job = try await job(context.id("id"), context)
        let query = Query(request)
        let wantsColumns = query["step"] == "columns" && job.state == .checked
        if job.state == .uploaded || wantsColumns, let mapping = try job.mapping {
            return try await columns(job, mapping, nil, request, context)
        }
        let after = try query.value("after") { Int($0).flatMap { (0...Int(Int32.max)).contains($0) ? $0 : nil } }
        return .html(try await page(job, after: after, nil, request, context))
    }

    private func page(
        _ job: ImportJob, after: Int?, _ refusal: Phrase?, _ request: Request, _ context: ViewerContext
    ) async throws -> HTML {
        var page = ImportPage(frame: console.frame(request, context), job: job, refusal: refusal)
        if job.state == .checked || job.state == .done {
            page.columns = try job.mapping?.columns ?? []
            let query = ListProblemRows(id: job.id, after: after ?? 0, limit: Self.pageSize + 1)
            let rows = try await console.database.run(as: context.viewer) { try await $0.execute(query) }
            page.problems = Array(rows.prefix(Self.pageSize))
            page.nextLine = rows.count > Self.pageSize ? page.problems.last?.line : nil
            page.isFirst = after == nil
        }
        return page.render()
    }

    private func columns(
        _ job: ImportJob, _ mapping: ColumnMapping, _ problem: Phrase?, _ request: Request, _ context: ViewerContext
    ) async throws -> Response {
        let preview = try await console.database.run(as: context.viewer) {
            try await $0.execute(PreviewImport(id: job.id))
        }
        return .html(
            ImportColumnsPage(
                frame: console.frame(request, context), job: job, mapping: mapping, preview: preview, problem: problem
            ).render(), status: problem == nil ? .ok : .unprocessableContent)
    }

    private func name(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let job = try await job(context.id("id"), context)
        guard let guessed = try job.mapping, job.state == .uploaded || job.state == .checked else {
            return .seeOther(path(job.id))
        }
        let mapping = try ColumnMapping(form, of: guessed)
        if let problem = mapping.problem { return try await columns(job, mapping, problem, request, context) }
        _ = try await desk.check(job.id, mapping, by: context.principal)
        return .seeOther(path(job.id))
    }

    private func confirm(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        let job = try await job(context.id("id"), context)
        guard let known = ImportJob.Known(rawValue: form["known"]), ["yes", "no"].contains(form["calls"]) else {
            throw BadRequest(.addressMakesNoSense)
        }
        // Pressed twice, or on a page that was open for too long: it is under way already.
        _ = try await desk.begin(job.id, known: known, wantsCalls: form["calls"] == "yes", by: context.principal)
        return .seeOther(path(job.id))
    }

    private func cancel(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let job = try await job(context.id("id"), context)
        let isCancelled = try await desk.cancel(job.id, by: context.principal)
        return .seeOther(isCancelled && job.startedAt == nil ? "/leads?done=import-cancelled" : path(job.id))
    }

}

// MARK: The rows to be mended

extension ImportRoutes {
    /// As they were in the file, after what is wrong with them: to be put right and sent again.
    private func download(_ context: ViewerContext) async throws -> Response {
        let job = try await job(context.id("id"), context)
        let (viewer, database) = (context.viewer, console.database)
        let words = Words(language: ConsoleLanguage(preferred: viewer.language))
        let header = try await database.run(as: viewer) { try await $0.execute(PreviewImport(id: job.id)).first }
        let hasHeader = try job.mapping?.hasHeader == true
        let name = "leads-\(job.id.uuidString.lowercased().prefix(8)).csv"
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"\(name)\"",
            ],
            body: ResponseBody { writer in
                let encoder = CSVEncoder()
                var text = CSVEncoder.byteOrderMark
                let titles = hasHeader ? header ?? [] : []
                encoder.append([words(.line), words(.whatIsWrong)] + titles, to: &text)
                var after = 0
                while true {
                    let query = ListProblemRows(id: job.id, after: after, limit: 1000)
                    let rows = try await database.run(as: viewer) { try await $0.execute(query) }
                    for row in rows {
                        let problems = row.problems.map { words.problem($0) }.joined(separator: "; ")
                        encoder.append(["\(row.line)", problems] + row.cells, to: &text)
                    }
                    try await writer.write(ByteBuffer(bytes: text))
                    text = []
                    guard let last = rows.last else { break }
                    after = last.line
                }
                try await writer.finish(nil)
            })
    }
}
