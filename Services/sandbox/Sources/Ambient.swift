internal import FoundationEssentials

/// Time and chance, so that tests decide about both.
struct Ambient: Sendable {
    var now: @Sendable () -> Date = { Date() }
    var pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    /// From 0 up to 1.
    var chance: @Sendable () -> Double = { Double.random(in: 0..<1) }
}

extension Date {
    /// `2026-08-20T09:06:55.710Z`.
    var iso: String { formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) }

    var epochMilliseconds: Int { Int((timeIntervalSince1970 * 1000).rounded()) }

    /// With or without fractions, any offset.
    init?(iso text: String) {
        let plain = Date.ISO8601FormatStyle()
        let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? plain.parse(text)) ?? (try? fractional.parse(text)) else { return nil }
        self = date
    }
}

extension UUID {
    /// Version 7 (RFC 9562): time first, as Vapi's call ids are.
    static func timeOrdered(_ now: Date) -> UUID {
        let milliseconds = UInt64(max(0, now.epochMilliseconds))
        let time = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * UInt64($0))) }
        let r = (0..<10).map { _ in UInt8.random(in: 0...255) }
        return UUID(
            uuid: (
                time[0], time[1], time[2], time[3], time[4], time[5], 0x70 | (r[0] & 15), r[1], 0x80 | (r[2] & 63),
                r[3],
                r[4], r[5], r[6], r[7], r[8], r[9]
            ))
    }

    var text: String { uuidString.lowercased() }
}
