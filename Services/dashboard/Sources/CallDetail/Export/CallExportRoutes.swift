internal import CSV
internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Postgres

/// `/calls.csv`: the calls of a filter as a table, as the screen shows them and with what programs need.
struct CallExportRoutes: Sendable {
    static let most = 100_000
    private static let pageSize = 1000
    /// A search makes a snippet of each call that it finds.
    private static let searchPageSize = 200

    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/calls.csv") { request, context in
            let filter = try CallFilter(Query(request))
            let frame = console.frame(request, context)
            let day = frame.time.fields(frame.time.now).date
            let table = CallTable(words: frame.words, time: frame.time)
            let first = try await page(after: nil, of: filter, context.viewer, frame)
            return Response(
                status: .ok,
                headers: [
                    .contentType: "text/csv; charset=utf-8; header=present",
                    .contentDisposition: "attachment; filename=\"calls-\(day).csv\"",
                ],
                body: ResponseBody { writer in
                    let encoder = CSVEncoder()
                    var text = CSVEncoder.byteOrderMark
                    encoder.append(table.head, to: &text)
                    var page = first
                    var count = 0
                    while !page.calls.isEmpty {
                        let shown = page.calls.prefix(Self.most - count)
                        for call in shown { encoder.append(table.row(call, page.details[call.id]), to: &text) }
                        count += shown.count
                        let isCut = count == Self.most && (page.calls.count > shown.count || page.next != nil)
                        if isCut { encoder.append([table.cut(Self.most)], to: &text) }
                        try await writer.write(ByteBuffer(bytes: text))
                        text = []
                        guard !isCut, let next = page.next else { break }
                        page = try await self.page(after: next, of: filter, context.viewer, frame)
                    }
                    // What no call has followed: the head alone.
                    if !text.isEmpty { try await writer.write(ByteBuffer(bytes: text)) }
                    try await writer.finish(nil)
                })
        }
    }

    private struct Page: Sendable {
        var calls: [CallListRow]
        var details: [UUID: ReadExportDetails.Details]
        /// Nil after the last.
        var next: Cursor?
    }

    /// Each page in a transaction of its own: whoever reads slowly holds up nothing.
    private func page(
        after: Cursor?, of filter: CallFilter, _ viewer: Viewer, _ frame: PageFrame
    ) async throws -> Page {
        let size = filter.text.isEmpty ? Self.pageSize : Self.searchPageSize
        return try await console.database.run(as: viewer) { transaction in
            let conditions = CallConditions(filter, viewer: viewer, time: frame.time)
            let calls = try await CallList(filter: filter, conditions: conditions).page(
                after: after, limit: size, in: transaction)
            let details = try await transaction.execute(ReadExportDetails(ids: calls.map(\.id)))
            return Page(
                calls: calls, details: Dictionary(details.map { ($0.id, $0) }) { one, _ in one },
                next: calls.count == size ? calls.last.map { CallList.cursor($0, filter.order) } : nil)
        }
    }
}

/// The columns of the export: those of the screen, then those for programs.
struct CallTable: Sendable {
    let words: Words
    let time: ViewerTime

    var head: [String] {
        [
            words(.time), words(.lead), words(Phrase("Phone", es: "Teléfono")), words(.status), words(.booked),
            words(.notOpened), words(.summary), words(.duration), words(.agent), "created_at", "started_at",
            "ended_at", "duration_seconds", "direction", "language", "call_status", "outcome", "ended_reason",
            "call_id", "lead_id", "agent_id", "vapi_call_id",
        ]
    }

    func row(_ call: CallListRow, _ details: ReadExportDetails.Details?) -> [String] {
        let (day, minute) = time.fields(call.createdAt)
        let screen = [
            "\(day) \(minute)", call.leadName ?? words(.unknownCaller), call.phone ?? "", words(call.group.label),
            yes(call.isBooked), yes(call.isUnopened), details?.summary ?? call.summary ?? "",
            call.durationSeconds.map { ViewerTime.duration($0) } ?? "", call.agentName ?? "",
        ]
        let machine = [
            call.createdAt.ISO8601Format(), details?.startedAt?.ISO8601Format() ?? "",
            details?.endedAt?.ISO8601Format() ?? "", call.durationSeconds.map { "\($0)" } ?? "", call.direction ?? "",
            call.language ?? "", call.status, call.outcome ?? "", details?.endedReason ?? "",
            call.id.uuidString.lowercased(), details?.leadID?.description ?? "", details?.agentID?.description ?? "",
            details?.vapiCallID ?? "",
        ]
        return screen + machine
    }

    func cut(_ most: Int) -> String {
        words(
            Phrase(
                "Only the first {n} calls are in this file. Narrow the filter for the rest.",
                es: "Este archivo solo contiene las primeras {n} llamadas. Acote el filtro para obtener el resto."),
            ["n": words.grouped(most)])
    }

    private func yes(_ isSo: Bool) -> String { isSo ? words(Phrase("yes", es: "sí")) : "" }
}

/// What the list does not read.
struct ReadExportDetails: PostgresStatement {
    struct Details: Sendable {
        var id: UUID
        var leadID: LeadID?
        var agentID: AgentID?
        var vapiCallID: String
        var summary: String?
        var endedReason: String?
        var startedAt: Date?
        var endedAt: Date?
    }

    static let sql = """
        SELECT id, lead_id, agent_id, vapi_call_id, summary, ended_reason, started_at, ended_at FROM call_logs
        WHERE id = ANY ($1)
        """

    var ids: [UUID]
    var parameters: [PostgresParameter] { [.init(ids)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Details {
        let (id, lead, agent, vapi, summary, ended, startedAt, endedAt) =
            try row.decode((UUID, LeadID?, AgentID?, String, String?, String?, Date?, Date?).self)
        return Details(
            id: id, leadID: lead, agentID: agent, vapiCallID: vapi, summary: summary, endedReason: ended,
            startedAt: startedAt, endedAt: endedAt)
    }
}
