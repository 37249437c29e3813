package import ServiceContextModule

/// Where a piece of work belongs in a trace: W3C Trace Context (https://www.w3.org/TR/trace-context/), `traceparent`.
package struct TraceContext: Sendable, Hashable {
    /// 32 lower-case hexadecimal digits, not all zero.
    package let traceID: String
    /// 16 lower-case hexadecimal digits, not all zero.
    package let spanID: String
    package let isSampled: Bool

    /// Reads a `traceparent`. Nil when it is malformed, as the recommendation demands: then a new trace begins.
    package init?(traceparent: String) {
        let parts = traceparent.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4,
            parts[0].utf8.count == 2, parts[0] != "ff", parts[0].isLowerHex,
            parts[0] != "00" || parts.count == 4,
            parts[1].utf8.count == 32, parts[1].isLowerHex, !parts[1].allSatisfy({ $0 == "0" }),
            parts[2].utf8.count == 16, parts[2].isLowerHex, !parts[2].allSatisfy({ $0 == "0" }),
            parts[3].utf8.count == 2, parts[3].isLowerHex, let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        traceID = String(parts[1])
        spanID = String(parts[2])
        isSampled = flags & 1 == 1
    }

    private init(traceID: String, spanID: String, isSampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// The first span of a new trace.
    package static func newTrace() -> TraceContext {
        TraceContext(traceID: randomHex(words: 2), spanID: randomHex(words: 1), isSampled: true)
    }

    /// A new span of the same trace.
    package func child() -> TraceContext {
        TraceContext(traceID: traceID, spanID: Self.randomHex(words: 1), isSampled: isSampled)
    }

    package var traceparent: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    private static func randomHex(words: Int) -> String {
        var text = ""
        for _ in 0..<words {
            let digits = String(UInt64.random(in: 1...UInt64.max), radix: 16)
            text += String(repeating: "0", count: 16 - digits.count) + digits
        }
        return text
    }
}

extension Substring {
    fileprivate var isLowerHex: Bool {
        utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}

private enum TraceContextKey: ServiceContextKey {
    typealias Value = TraceContext
    static let nameOverride: String? = "traceparent"
}

private enum EventIDKey: ServiceContextKey {
    typealias Value = String
    static let nameOverride: String? = "event.id"
}

extension ServiceContext {
    package var trace: TraceContext? {
        get { self[TraceContextKey.self] }
        set { self[TraceContextKey.self] = newValue }
    }

    /// The event or webhook being worked on.
    package var eventID: String? {
        get { self[EventIDKey.self] }
        set { self[EventIDKey.self] = newValue }
    }
}

/// Does `body` as part of the trace that `traceparent` names, or of a new one, so that its log lines and the events it
/// causes carry the trace.
package func withTrace<R>(
    continuing traceparent: String?, eventID: String? = nil, _ body: () async throws -> R
) async rethrows -> R {
    var context = ServiceContext.current ?? .topLevel
    context.trace = traceparent.flatMap(TraceContext.init(traceparent:))?.child() ?? .newTrace()
    context.eventID = eventID
    return try await ServiceContext.withValue(context, operation: body)
}
