internal import CSV
internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Metrics
internal import NIOCore
internal import Postgres

/// `/calls.csv`: the calls of a filter as a table, as the screen shows them and with what programs need. More than a few thousand
/// are prepared by a ``CallExportWorker``.
struct CallExportRoutes: Sendable {
    let console: Console
    /// Calls that are sent while somebody waits.
    var most = 5000

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/calls.csv") { request, context in try await send(request, context) }
        CallExportJobRoutes(console: console).add(to: group)
    }

    private func send(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let filter = try CallFilter(Query(request))
        let frame = console.frame(request, context)
        let viewer = context.viewer
        let calls = ExportedCalls(
            filter: filter, conditions: CallConditions(filter, viewer: viewer, time: frame.time))
        let entry = context.principal.entry(
            "calls.exported", detail: try AuditDetail(["filter": address("", filter.items)]).jsonb)
        let first = try await console.database.run(as: viewer) { transaction -> ExportedCalls.Page? in
            guard try await calls.count(upTo: most + 1, in: transaction) <= most else { return nil }
            if request.method == .get { _ = try await transaction.execute(entry) }
            return try await calls.page(after: nil, in: transaction)
        }
        guard let first else { return .seeOther(address("/exports/new", filter.items)) }
        let table = CallTable(words: frame.words, time: frame.time)
        return Response(
            status: .ok, headers: Self.headers(frame.time),
            body: ResponseBody { writer in
                var (page, text) = (first, table.beginning)
                while true {
                    table.append(page, to: &text)
                    try await writer.write(ByteBuffer(bytes: text))
                    Counter(label: "thavon_calls_exported_total").increment(by: page.calls.count)
                    guard page.hasMore else { break }
                    text = []
                    page = try await console.database.run(as: viewer) { [page] in
                        try await calls.page(after: page.last, in: $0)
                    }
                }
                try await writer.finish(nil)
            })
    }

    /// - Parameter time: of the day that names the file.
    static func headers(_ time: ViewerTime) -> HTTPFields {
        let day = time.fields(time.now).date
        return [
            .contentType: "text/csv; charset=utf-8; header=present",
            .contentDisposition: "attachment; filename=\"calls-\(day).csv\"",
        ]
    }
}
