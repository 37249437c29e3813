internal import Foundation
internal import Hummingbird
internal import Postgres

/// `/calls/live`: rows as they change, for those whose filter has them.
struct LiveCallRoutes: Sendable {
    /// One that began while the page, or word of it, was on its way is not on it.
    private static let margin: TimeInterval = 60
    /// Of a page that has just been shown, only calls that may still have been going on can have changed.
    private static let freshMargin: TimeInterval = 600

    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/calls/live") { request, context in try live(request, context) }
    }

    private func live(_ request: Request, _ context: ViewerContext) throws -> Response {
        let filter = try CallFilter(Query(request))
        let frame = console.frame(request, context)
        let began = (EventStream.lastEventTime(request) ?? frame.time.now).addingTimeInterval(-Self.margin)
        let isReturning = EventStream.isReturning(request)
        let database = console.database
        let event: @Sendable (CallListRow, Viewer) throws -> EventStream.Event = { call, viewer in
            let row = CallRowView(frame: frame, showsAgent: viewer.isOwner).row(call)
            return EventStream.Event(
                name: "call", data: try LiveRow(call: call, html: row, isNew: call.createdAt > began).json())
        }
        let list: @Sendable (Viewer) -> CallList = { viewer in
            CallList(
                filter: filter, conditions: CallConditions(filter, viewer: viewer, time: frame.time))
        }
        let signals = console.live.changes(of: context.viewer.agencyID)
        let source = EventStream.Source(
            reader: { try await console.viewerNow(context) },
            missed: { viewer in
                var list = list(viewer)
                if !isReturning {
                    let recent = began.addingTimeInterval(-Self.freshMargin)
                    list.conditions.from = list.conditions.from.map { max($0, recent) } ?? recent
                }
                let calls = try await database.run(as: viewer) { [list] transaction in
                    try await list.page(after: nil, limit: CallListRoutes.pageSize, in: transaction)
                }
                return try calls.reversed().map { try event($0, viewer) }
            },
            event: { change, viewer in
                guard change.routingKey.hasPrefix("call.") || change.routingKey.hasPrefix("recording."),
                    let id = UUID(uuidString: change.subject)
                else { return nil }
                let call = try await database.run(as: viewer) { try await list(viewer).row(id, in: $0) }
                return try call.map { try event($0, viewer) }
            })
        return EventStream.response(to: request, signals, from: source)
    }
}

/// What a page is sent about a row.
private struct LiveRow: Encodable {
    var id: String
    var html: String
    var isNew: Bool

    init(call: CallListRow, html: HTML, isNew: Bool) {
        self.isNew = isNew
        id = call.id.uuidString.lowercased()
        self.html = html.text
    }

    func json() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
}
