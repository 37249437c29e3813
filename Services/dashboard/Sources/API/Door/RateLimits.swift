internal import Foundation

/// One bucket for each key that has been used of late, in bounded memory. A pure value: time is given to it.
struct RateLimits: Sendable {
    /// What an answer says about the limit.
    struct Verdict: Sendable, Equatable {
        var answer: TokenBucket.Answer
        var left: Int
        /// Seconds until everything is there again.
        var reset: Int
    }

    let size: TokenBucket.Size
    /// Of keys.
    let most: Int
    private var buckets: [String: TokenBucket] = [:]

    init(size: TokenBucket.Size, most: Int = 10_000) {
        self.size = size
        self.most = most
    }

    /// How many keys are remembered.
    var count: Int { buckets.count }

    mutating func take(_ key: String, at now: Duration) -> Verdict {
        var bucket = buckets[key] ?? TokenBucket(size, at: now)
        let answer = bucket.take(size, at: now)
        if buckets[key] == nil, buckets.count >= most { makeRoom(at: now) }
        buckets[key] = bucket
        return Verdict(
            answer: answer, left: bucket.left(size, at: now), reset: bucket.secondsToFull(size, at: now))
    }

    /// A full bucket says no more than none. When all are in use, the fullest tenth goes: who has the most left loses the least.
    private mutating func makeRoom(at now: Duration) {
        let left = buckets.mapValues { $0.secondsToFull(size, at: now) }
        buckets = buckets.filter { (left[$0.key] ?? 0) > 0 }
        guard buckets.count >= most else { return }
        let fullest = left.filter { $0.value > 0 }.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        for (key, _) in fullest.prefix(max(1, most / 10)) { buckets[key] = nil }
    }
}
