internal import Synchronization

/// A token bucket for each key, refilled evenly. Keys that have been quiet long enough to be full again are forgotten.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var updated: ContinuousClock.Instant
    }

    private let rate: Double
    private let burst: Double
    private let buckets = Mutex<[String: Bucket]>([:])

    /// - Parameters:
    ///   - perSecond: how many requests a key may make each second for long.
    ///   - burst: how many at once after a quiet time.
    init(perSecond rate: Double, burst: Double) {
        self.rate = rate
        self.burst = burst
    }

    /// Takes one token. Returns nil, or how long to wait when there is none.
    func take(_ key: String, at now: ContinuousClock.Instant = .now) -> Duration? {
        buckets.withLock { buckets in
            if buckets.count > 10_000 { buckets = buckets.filter { refilled($0.value, at: now) < burst } }
            let tokens = buckets[key].map { refilled($0, at: now) } ?? burst
            guard tokens >= 1 else { return .seconds((1 - tokens) / rate) }
            buckets[key] = Bucket(tokens: tokens - 1, updated: now)
            return nil
        }
    }

    private func refilled(_ bucket: Bucket, at now: ContinuousClock.Instant) -> Double {
        let (seconds, attoseconds) = (now - bucket.updated).components
        return min(burst, bucket.tokens + (Double(seconds) + Double(attoseconds) / 1e18) * rate)
    }
}
