internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import Postgres

/// `/calls/{id}/events/{event}`: what a provider posted about a call, for owners.
struct RawEventRoutes: Sendable {
    /// More than that no browser shows well, and nobody reads.
    private static let mostShown = 200_000

    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/calls/:id/events/:event") { request, context in
            guard context.viewer.isOwner else { throw Forbidden() }
            let (id, eventID) = (try context.id("id"), try context.id("event"))
            let found = try await console.database.run(as: context.viewer) { transaction in
                try await transaction.execute(ReadCallWebhook(callID: id, id: eventID)).first
            }
            guard let event = found else { throw NotFound() }
            if request.uri.queryParameters.contains(where: { $0.key == "download" }) {
                return download(event, eventID)
            }
            let page = RawEventPage(
                frame: console.frame(request, context), callPath: "/calls/\(id.uuidString.lowercased())",
                eventID: eventID, event: event, content: PrettyJSON(event.body, limit: Self.mostShown))
            return .html(page.render())
        }
    }

    /// As it was posted: bytes, whatever they are.
    private func download(_ event: ReadCallWebhook.Webhook, _ id: UUID) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "application/octet-stream",
                .contentDisposition: "attachment; filename=\"event-\(id.uuidString.lowercased()).json\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: event.body)))
    }
}

struct RawEventPage: Sendable {
    let frame: PageFrame
    let callPath: String
    let eventID: UUID
    let event: ReadCallWebhook.Webhook
    let content: PrettyJSON

    private enum Text {
        static let title = Phrase("Raw event", es: "Evento en bruto")
        static let call = Phrase("Call", es: "Llamada")
        static let download = Phrase("Download", es: "Descargar")
        static let cut = Phrase(
            "This is the beginning; the whole of it ({size}) can be downloaded.",
            es: "Este es el principio; el evento completo ({size}) se puede descargar.")
    }

    func render() -> HTML {
        let words = frame.words
        let facts =
            "\(event.type) · \(event.source) · \(event.disposition) · \(CallTimelineCalls.size(event.body.count))"
        let cut: HTML = """
            <div class="notice"><p>\(words(Text.cut, ["size": CallTimelineCalls.size(event.body.count)]))</p></div>
            """
        return frame.page(
            title: words(Text.title), section: .calls, isSectionStart: false,
            """
            <header class="page-head"><div><p class="crumb"><a href="/calls">\(words(Section.calls.title))</a> · <a href="\(callPath)">\(words(Text.call))</a></p><h1>\(words(Text.title))</h1><p>\(frame.time.element(event.receivedAt, frame.time.exact(event.receivedAt))) · \(facts)</p></div>
            <div class="actions"><a class="button" href="\(callPath)/events/\(eventID.uuidString.lowercased())?download" download>\(words(Text.download))</a></div></header>
            \(content.isCut ? cut : .empty)
            <pre tabindex="0" role="region" aria-label="\(words(Text.title))"><code>\(content.text)</code></pre>
            """)
    }
}
