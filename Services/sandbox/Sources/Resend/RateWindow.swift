internal import FoundationEssentials

/// So many requests in the second that begins with the first of them. Pure: time comes from outside.
struct RateWindow: Sendable {
    struct Verdict: Sendable, Equatable {
        var isAllowed: Bool
        var limit: Int
        var remaining: Int
        /// Whole seconds until the window ends, at least 1.
        var reset: Int

        var headers: [String: String] {
            ["ratelimit-limit": "\(limit)", "ratelimit-remaining": "\(remaining)", "ratelimit-reset": "\(reset)"]
        }
    }

    let limit: Int
    private var begun = Date.distantPast
    private var used = 0

    init(limit: Int) { self.limit = limit }

    /// Counts one request; nil when there is no limit.
    mutating func take(at now: Date) -> Verdict? {
        guard limit > 0 else { return nil }
        let age = now.timeIntervalSince(begun)
        if age >= 1 || age < 0 {
            begun = now
            used = 0
        }
        let isAllowed = used < limit
        if isAllowed { used += 1 }
        return Verdict(isAllowed: isAllowed, limit: limit, remaining: limit - used, reset: 1)
    }
}

/// So many recipients between one midnight (UTC) and the next. Pure: time comes from outside.
struct DailyQuota: Sendable {
    /// Nil for no quota.
    let limit: Int?
    private var day = 0
    private(set) var used = 0

    init(limit: Int?) { self.limit = limit }

    /// Counts the recipients, unless that would be too many.
    mutating func take(_ recipients: Int, at now: Date) -> Bool {
        let today = Int((now.timeIntervalSince1970 / 86_400).rounded(.down))
        if today != day {
            day = today
            used = 0
        }
        if let limit, used + recipients > limit { return false }
        used += recipients
        return true
    }
}
