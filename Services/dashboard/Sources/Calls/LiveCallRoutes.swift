internal import Foundation
internal import Hummingbird
internal import Postgres
internal import Synchronization

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
        let told = EventStream.lastEventTime(request) ?? frame.time.now
        let isReturning = EventStream.isReturning(request)
        let pageDay = frame.time.day(EventStream.pageTime(request) ?? frame.time.now)
        let database = console.database
        let window = LiveWindow()
        let event: @Sendable (CallListRow, Viewer, Bool) throws -> EventStream.Event = { call, viewer, isNew in
            let html = CallRowView(frame: frame, showsAgent: viewer.isOwner).row(call)
            let isToday = frame.time.day(call.createdAt) == pageDay
            return try LiveRow(id: call.id, html: html, isNew: isNew, isToday: isToday).event
        }
        let list: @Sendable (Viewer) -> CallList = { viewer in
            CallList(
                filter: filter, conditions: CallConditions(filter, viewer: viewer, time: frame.time))
        }
        let source = EventStream.Source(
            reader: { try await console.viewerNow(context) },
            missed: { viewer in
                let limit = CallListRoutes.pageSize
                let calls = try await database.run(as: viewer) { transaction in
                    try await list(viewer).page(after: nil, limit: limit + 1, in: transaction)
                }
                window.begin(with: calls, limit: limit)
                let began = told.addingTimeInterval(-Self.margin)
                // More have come meanwhile than a page holds: between them and the page would be a hole.
                let hasHole = isReturning && calls.count > limit && calls[limit].createdAt > began
                let sent = calls.prefix(limit).filter {
                    isReturning || $0.createdAt > began.addingTimeInterval(-Self.freshMargin)
                }
                let rows = try sent.reversed().map { try event($0, viewer, !hasHole) }
                return hasHole ? rows + [.stale] : rows
            },
            event: { change, viewer in
                guard change.routingKey.hasPrefix("call.") || change.routingKey.hasPrefix("recording."),
                    let id = UUID(uuidString: change.subject)
                else { return nil }
                guard let call = try await database.run(as: viewer, { try await list(viewer).row(id, in: $0) }) else {
                    return window.leave(id) ? try LiveRow(id: id).event : nil
                }
                return try event(call, viewer, window.enter(call))
            })
        return EventStream.response(to: request, console.live.changes(of: context.viewer.agencyID), from: source)
    }
}

/// Which calls a reader's page has, as far as the stream knows: a call that leaves is told only to those who had it, and one that
/// belongs on a later page is not put on the first.
private final class LiveWindow: Sendable {
    private struct State {
        var shown: Set<UUID> = []
        /// Of the last row, where there are more; nil: everything is on the page.
        var oldest: Date?
    }

    private let state = Mutex(State())

    func begin(with calls: [CallListRow], limit: Int) {
        state.withLock { state in
            state.shown = Set(calls.prefix(limit).map(\.id))
            state.oldest = calls.count > limit ? calls[limit - 1].createdAt : nil
        }
    }

    /// Whether a call belongs on the page.
    func enter(_ call: CallListRow) -> Bool {
        state.withLock { state in
            if let oldest = state.oldest, call.createdAt < oldest { return false }
            state.shown.insert(call.id)
            return true
        }
    }

    /// Whether a call was on the page.
    func leave(_ id: UUID) -> Bool { state.withLock { $0.shown.remove(id) != nil } }
}

/// What a page is sent about a row.
private struct LiveRow: Encodable {
    var id: String
    /// Nil: the list does not have it any more.
    var html: String?
    /// Whether it belongs on the page, if it is not there yet.
    var isNew: Bool
    /// Whether it is of the day that the page calls today.
    var isToday: Bool

    init(id: UUID, html: HTML? = nil, isNew: Bool = false, isToday: Bool = false) {
        self.id = id.uuidString.lowercased()
        self.html = html?.text
        self.isNew = isNew
        self.isToday = isToday
    }

    var event: EventStream.Event {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return EventStream.Event(name: "call", data: String(decoding: try encoder.encode(self), as: UTF8.self))
        }
    }
}

extension EventStream.Event {
    /// The page can only be loaded again.
    fileprivate static let stale = EventStream.Event(name: "stale", data: "{}")
}

extension Phrase {
    static let listHasChanged = Phrase(
        "The list has changed: load it again", es: "La lista ha cambiado: volver a cargarla")
}
