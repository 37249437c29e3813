internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Messaging
internal import NIOCore
internal import Postgres

/// `/calls/{id}` and what is done from there, calls given away by the dozen, and calls as a table.
struct CallDetailRoutes: Sendable {
    /// For telling that somebody looks at a call: the page is with them already.
    private static let openingPatience = 3.0

    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/calls/:id") { request, context in try await show(request, context) }
        group.get("/calls/:id/transcript.txt") { request, context in try await transcript(request, context) }
        CallActionRoutes(console: console).add(to: group)
        RecordingRoutes(console: console).add(to: group)
        BulkReassignRoutes(console: console).add(to: group)
        CallExportRoutes(console: console).add(to: group)
    }

    private func show(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let id = try context.id("id")
        let query = Query(request)
        let place = try CallPlace(query)
        let detail = try await console.database.run(as: context.viewer) { try await CallDetail(id, in: $0) }
        let frame = console.frame(request, context)
        let page = CallDetailPage(
            frame: frame, detail: detail, part: place.part(of: detail.turns), start: place.second,
            notice: CallNotice.text(query["done"], frame.words))
        let html = page.render()
        guard let agentID = opener(of: detail, context.viewer) else { return .html(html) }
        return shown(html, byAgent: agentID, CallID(rawValue: id), context.viewer)
    }

    /// The agent whose call it is and who has not seen it yet. That an owner looks at it says nothing about them.
    private func opener(of detail: CallDetail, _ viewer: Viewer) -> AgentID? {
        guard let agentID = viewer.agentID, detail.call.agentID == agentID, detail.call.isOver,
            detail.followUp?.openedAt == nil
        else { return nil }
        return agentID
    }

    /// The page, and word to assignment that it is being looked at. The reader has all of the page before there is an answer
    /// to that: the body's length says where it ends.
    private func shown(_ html: HTML, byAgent agentID: AgentID, _ callID: CallID, _ viewer: Viewer) -> Response {
        let console = console
        let content = ByteBuffer(string: html.text)
        return Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(contentLength: content.readableBytes) { writer in
                async let opening: Void = Self.open(callID, agentID, viewer, console)
                try await writer.write(content)
                await opening
                try await writer.finish(nil)
            })
    }

    private static func open(_ callID: CallID, _ agentID: AgentID, _ viewer: Viewer, _ console: Console) async {
        let command = Command(
            source: Dashboard.name, actor: viewer.actor, deadline: Date().addingTimeInterval(openingPatience),
            agencyID: viewer.agencyID, data: OpenCall(callID: callID, agentID: agentID))
        do {
            switch try await console.commands.send(command) {
            case .done: break
            case .refused(let reason), .failed(let reason):
                console.logger.warning("a call was not marked as opened", metadata: ["reason": "\(reason)"])
            }
        } catch {
            console.logger.warning("a call was not marked as opened", error: error)
        }
    }

    private func transcript(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let id = try context.id("id")
        let detail = try await console.database.run(as: context.viewer) { try await CallDetail(id, in: $0) }
        guard !detail.turns.isEmpty else { throw NotFound() }
        let words = console.frame(request, context).words
        let lines = detail.turns.map { turn in
            let time = turn.at.map { "[\(ViewerTime.duration(Int($0)))] " } ?? ""
            let speaker = CallTranscriptView.speaker(turn, detail, words).map { "\($0): " } ?? ""
            return time + speaker + turn.text + "\n"
        }
        return Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: lines.joined())))
    }
}

/// Which place of a call an address means: `?t=75`, `?part=3`, `?q=dog`.
struct CallPlace: Sendable, Equatable {
    var second: Int?
    var part: Int?
    var search: String

    init(_ query: Query) throws(BadRequest) {
        second = try query.value("t") { Int($0).flatMap { (0...172_800).contains($0) ? $0 : nil } }
        part = try query.value("part") { Int($0).flatMap { (1...10_000).contains($0) ? $0 : nil } }
        search = query["q"] ?? ""
        guard search.count <= 200 else { throw BadRequest(.searchTooLong) }
    }

    func part(of turns: [CallTurn]) -> TranscriptPart {
        TranscriptPart(of: turns, part: part, second: second.map { Double($0) }, search: search)
    }
}
