internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Server-sent events (WHATWG HTML §9.2).
///
/// Every message has the time as its id, so a browser whose connection broke says from when on it has missed something.
enum EventStream {
    struct Event: Sendable {
        var name: String
        /// One line: JSON has no others.
        var data: String
    }

    /// What is told to one reader.
    struct Source<Reader: Sendable>: Sendable {
        /// Whoever reads, with the rights that they have by now; nil ends the stream.
        var reader: @Sendable () async throws -> Reader?
        /// The page as it is now, for a browser that may have missed something.
        var missed: @Sendable (Reader) async throws -> [Event]
        /// What is told about a change: nothing, where it is not the reader's or not on the page.
        var event: @Sendable (LiveChange, Reader) async throws -> Event?
    }

    /// Tells a browser about an agency's changes until either side ends it, or the reader may not read any more.
    ///
    /// - Parameter signals: have to be collected already: what was missed is read after.
    static func response<Reader: Sendable>(
        to request: Request, _ signals: AsyncStream<LiveSignal>, from source: Source<Reader>
    ) -> Response {
        let start = id(lastEventTime(request) ?? Date())
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
                // nginx would hold it back until a buffer is full.
                .named("X-Accel-Buffering"): "no",
            ],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "retry: 3000\n\(start)\n\n"))
                if lastEventTime(request) != nil, let reader = try await source.reader() {
                    for event in try await source.missed(reader) { try await writer.write(text(event, start)) }
                }
                for await signal in signals {
                    guard let reader = try await source.reader() else { break }
                    switch signal {
                    case .nothing(let isCurrent):
                        try await writer.write(ByteBuffer(string: ": here\n\(isCurrent ? id(Date()) : start)\n\n"))
                    case .change(let change):
                        guard let event = try await source.event(change, reader) else { continue }
                        try await writer.write(text(event, id(Date())))
                    }
                }
                try await writer.finish(nil)
            })
    }

    /// When the browser was told something last: by an event, else by the page.
    static func lastEventTime(_ request: Request) -> Date? { time(lastEventID(request)) ?? pageTime(request) }

    /// When the page was made, which has it in the stream's address.
    static func pageTime(_ request: Request) -> Date? { time(Query(request)["since"]) }

    /// Whether the browser was told something before, on a connection that broke.
    static func isReturning(_ request: Request) -> Bool { lastEventID(request) != nil }

    /// By a browser that connects again by itself, or by our script where a browser would not.
    private static func lastEventID(_ request: Request) -> String? {
        request.headers[.named("Last-Event-ID")] ?? Query(request)["last"]
    }

    private static func time(_ id: String?) -> Date? {
        id.flatMap { Int64($0) }
            .flatMap { (0...4_102_444_800_000).contains($0) ? Date(timeIntervalSince1970: Double($0) / 1000) : nil }
    }

    private static func id(_ time: Date) -> String { "id: \(Int64(time.timeIntervalSince1970 * 1000))" }

    private static func text(_ event: Event, _ id: String) -> ByteBuffer {
        ByteBuffer(string: "event: \(event.name)\n\(id)\ndata: \(event.data)\n\n")
    }
}
