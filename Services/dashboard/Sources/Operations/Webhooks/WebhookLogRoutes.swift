internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Postgres

/// `/operations/webhooks`: what was posted, and what became of it.
struct WebhookLogRoutes: Sendable {
    static let pageSize = 50

    let console: Console

    private var desk: WebhookDesk { WebhookDesk(console: console) }

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/operations/webhooks") { request, context in
            try context.ownersOnly()
            let after = try Query(request).value("after") { Cursor($0) }
            let frame = console.frame(request, context)
            let rows = try await console.database.run(as: context.viewer) { transaction in
                try await transaction.execute(
                    ListWebhookEvents(agencyID: context.viewer.agencyID, after: after, limit: Self.pageSize + 1))
            }
            return Response.html(list(frame, rows, isFirst: after == nil))
        }
        group.get("/operations/webhooks/:key") { request, context in
            let row = try await read(context)
            let frame = console.frame(request, context)
            if Query(request)["download"] != nil { return download(row) }
            return Response.html(WebhookPage(frame: frame, row: row, outcome: Query(request)["done"]).html)
        }
        group.post("/operations/webhooks/:key/replay") { request, context in
            try await replay(request, context)
        }
    }

    static func path(_ receivedAt: Date, _ id: UUID) -> String {
        "/operations/webhooks/\(Cursor(receivedAt, id).text)"
    }

    private func read(_ context: ViewerContext) async throws -> ReadWebhookEvent.Row {
        try context.ownersOnly()
        return try await desk.find(context.parameters.get("key"), context.viewer)
    }

    /// As it is kept: bytes, whatever they are.
    private func download(_ row: ReadWebhookEvent.Row) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "application/octet-stream",
                .contentDisposition: "attachment; filename=\"event-\(row.event.id.uuidString.lowercased()).json\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: row.body)))
    }

    private func replay(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let row = try await read(context)
        let event = row.event
        let frame = console.frame(request, context)
        switch try await desk.replay(event, by: context.principal) {
        case .done(let reply): return .seeOther("\(event.path)?done=\(reply.disposition)")
        case .notDone(let why):
            return .html(WebhookPage(frame: frame, row: row, problem: why).html, status: why.status)
        }
    }

    private func list(_ frame: PageFrame, _ rows: [ListWebhookEvents.Row], isFirst: Bool) -> HTML {
        let words = frame.words
        guard !rows.isEmpty || !isFirst else {
            return frame.operations(.webhooks, frame.operationsEmpty(.webhookLogNone, .webhookLogNoneText))
        }
        let shown = rows.prefix(Self.pageSize)
        let next = rows.count > Self.pageSize ? shown.last.map { Cursor($0.receivedAt, $0.id) } : nil
        let lines = shown.html { row in
            let call: HTML =
                row.callID.map {
                    #"<a class="raise" href="/calls/\#($0.uuidString.lowercased())">\#(words(.waitingToTheCall))</a>"#
                } ?? .empty
            return """
                <tr><td class="aside fit">\(frame.time.element(row.receivedAt))</td>
                <th scope="row" class="title"><a class="row-link" href="\(row.path)">\(row.type)</a><span class="sub">\(row.source)</span></th>
                <td class="part fit">\(WebhookDisposition(row.disposition).badge(words))</td><td>\(call)</td></tr>

                """
        }
        return frame.operations(
            .webhooks,
            """
            <table class="table"><caption class="visually-hidden">\(words(OperationsTab.webhooks.title))</caption>
            <thead><tr><th scope="col">\(words(.time))</th><th scope="col">\(words(.webhookLogKind))</th><th scope="col">\(words(.status))</th><th scope="col">\(words(.webhookLogCall))</th></tr></thead>
            <tbody>\(lines)</tbody></table>
            \(frame.pager("/operations/webhooks", isFirst: isFirst, next: next?.text))
            """)
    }
}

extension Phrase {
    static let webhookLogNone = Phrase("Nothing has been posted yet", es: "Todavía no se ha recibido nada")
    static let webhookLogNoneText = Phrase(
        "What Vapi, your forms and the message providers send stands here for 90 days.",
        es: "Aquí aparece durante 90 días lo que envían Vapi, sus formularios y los proveedores de mensajes.")
    static let webhookLogKind = Phrase("Kind", es: "Tipo")
    static let webhookLogCall = Phrase("Call", es: "Llamada")
}
