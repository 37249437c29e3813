internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Server-sent events (WHATWG HTML §9.2).
enum EventStream {
    struct Event: Sendable {
        var name: String
        /// One line: JSON has no others.
        var data: String
    }

    /// Tells a browser about an agency's changes until either side ends it.
    ///
    /// - Parameter events: what is told about a change: nothing, where it is not the reader's or not on the page.
    static func response(
        _ signals: AsyncStream<LiveSignal>, _ events: @escaping @Sendable (LiveChange) async throws -> Event?
    ) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
                // nginx would hold it back until a buffer is full.
                .named("X-Accel-Buffering"): "no",
            ],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
                for await signal in signals {
                    switch signal {
                    case .nothing:
                        try await writer.write(ByteBuffer(string: ": here\n\n"))
                    case .change(let change):
                        guard let event = try await events(change) else { continue }
                        try await writer.write(ByteBuffer(string: "event: \(event.name)\ndata: \(event.data)\n\n"))
                    }
                }
                try await writer.finish(nil)
            })
    }
}
