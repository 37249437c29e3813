/// How Vapi repeats a server message that was not answered with 2xx. Without a plan it does not.
struct BackoffPlan: Sendable, Equatable {
    var isExponential: Bool
    var maxRetries: Int
    var baseDelay: Duration
    var excludedStatuses: Set<Int>

    /// Nil when there is no plan.
    init?(_ json: JSON?) {
        guard let json, json.members != nil else { return nil }
        isExponential = json["type"]?.string == "exponential"
        maxRetries = min(max(json["maxRetries"]?.int ?? 0, 0), 10)
        baseDelay = .seconds(min(max(json["baseDelaySeconds"]?.double ?? 1, 0), 10))
        excludedStatuses = Set(json["excludedStatusCodes"]?.elements?.compactMap(\.int) ?? [])
    }

    /// How long to wait before the next attempt; nil when there is none.
    ///
    /// - Parameters:
    ///   - attempt: the one that failed, counted from 1.
    ///   - status: what it was answered with; nil when there was no answer.
    func delay(afterAttempt attempt: Int, status: Int?) -> Duration? {
        guard attempt <= maxRetries else { return nil }
        if let status, (200..<300).contains(status) || excludedStatuses.contains(status) { return nil }
        return isExponential ? baseDelay * (1 << (attempt - 1)) : baseDelay
    }
}
