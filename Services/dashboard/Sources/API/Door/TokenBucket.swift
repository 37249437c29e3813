/// Lets requests through as long as there are tokens, which come back at a steady pace. A pure value: time is given to it.
struct TokenBucket: Sendable, Equatable {
    /// How many there are at the most, and how many come back in a second.
    struct Size: Sendable, Equatable {
        var capacity: Double
        var perSecond: Double

        /// So many a minute, a tenth of them at once.
        init(perMinute: Int) {
            capacity = max(1, Double(perMinute) / 10)
            perSecond = Double(perMinute) / 60
        }

        /// How long an empty one takes to be full, in whole seconds.
        var window: Int { Int((capacity / perSecond).rounded(.up)) }
    }

    enum Answer: Sendable, Equatable {
        case allowed
        /// Wait so many seconds for the next token.
        case refused(seconds: Int)
    }

    private var tokens: Double
    private var countedAt: Duration

    /// A full one.
    init(_ size: Size, at now: Duration) {
        tokens = size.capacity
        countedAt = now
    }

    /// - Parameter now: of a clock that never goes back.
    mutating func take(_ size: Size, at now: Duration) -> Answer {
        fill(size, at: now)
        guard tokens >= 1 else { return .refused(seconds: max(1, Int(((1 - tokens) / size.perSecond).rounded(.up)))) }
        tokens -= 1
        return .allowed
    }

    /// Whole tokens that are left.
    func left(_ size: Size, at now: Duration) -> Int {
        var bucket = self
        bucket.fill(size, at: now)
        return Int(bucket.tokens)
    }

    /// Seconds until it is full.
    func secondsToFull(_ size: Size, at now: Duration) -> Int {
        var bucket = self
        bucket.fill(size, at: now)
        return Int(((size.capacity - bucket.tokens) / size.perSecond).rounded(.up))
    }

    private mutating func fill(_ size: Size, at now: Duration) {
        let (seconds, attoseconds) = max(.zero, now - countedAt).components
        let passed = Double(seconds) + Double(attoseconds) / 1e18
        tokens = min(size.capacity, tokens + passed * size.perSecond)
        countedAt = max(now, countedAt)
    }
}
