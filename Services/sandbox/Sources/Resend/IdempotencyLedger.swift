internal import DequeModule
internal import FoundationEssentials

/// What has been asked for under which key, for 24 hours. Pure: time comes from outside.
struct IdempotencyLedger: Sendable {
    static let lifetime: TimeInterval = 24 * 3600
    /// The oldest keys are forgotten beyond this many.
    static let capacity = 100_000

    enum Verdict: Sendable, Equatable {
        /// The key is new and now taken: ``finish(_:with:)`` or ``abandon(_:)`` must follow.
        case begun
        /// It has been done before: this was the answer.
        case replay(Answer)
        case otherPayload
        case stillRunning
    }

    private struct Entry {
        var fingerprint: [UInt8]
        var begun: Date
        var answer: Answer?
    }

    private var entries: [String: Entry] = [:]
    private var order: Deque<(key: String, begun: Date)> = []

    var count: Int { entries.count }

    mutating func begin(_ key: String, fingerprint: [UInt8], now: Date) -> Verdict {
        forget(before: now.addingTimeInterval(-Self.lifetime))
        guard let entry = entries[key] else {
            entries[key] = Entry(fingerprint: fingerprint, begun: now)
            order.append((key, now))
            return .begun
        }
        if entry.fingerprint != fingerprint { return .otherPayload }
        return entry.answer.map(Verdict.replay) ?? .stillRunning
    }

    mutating func finish(_ key: String, with answer: Answer) {
        entries[key]?.answer = answer
    }

    /// Nothing came of it: the key may be used again.
    mutating func abandon(_ key: String) {
        entries[key] = nil
    }

    private mutating func forget(before limit: Date) {
        while let oldest = order.first, oldest.begun <= limit || order.count > Self.capacity {
            order.removeFirst()
            // An abandoned key that has been taken again has a younger entry.
            if entries[oldest.key]?.begun == oldest.begun { entries[oldest.key] = nil }
        }
    }
}
