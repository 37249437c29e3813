internal import FoundationEssentials
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
        let (high, low) = randomWords()
        return TraceContext(traceID: hex(high) + hex(low), spanID: randomSpanID(), isSampled: true)
    }

    /// A new span of the same trace.
    package func child() -> TraceContext {
        TraceContext(traceID: traceID, spanID: Self.randomSpanID(), isSampled: isSampled)
    }

    package var traceparent: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    private static func randomSpanID() -> String {
        let (high, low) = randomWords()
        return hex(max(1, high ^ low))
    }

    /// 122 random bits with one call to the system; a version 4 UUID is never zero.
    private static func randomWords() -> (UInt64, UInt64) {
        let bytes = UUID().uuid
        func word(_ bytes: [UInt8]) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        return (
            word([bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5, bytes.6, bytes.7]),
            word([bytes.8, bytes.9, bytes.10, bytes.11, bytes.12, bytes.13, bytes.14, bytes.15])
        )
    }

    private static func hex(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
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
