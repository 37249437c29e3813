internal import FoundationEssentials

/// What became of one request to a mail provider, and what follows from it.
enum SendOutcome: Sendable, Equatable {
    /// Taken over; one provider id for each message, in order.
    case accepted(ids: [String])
    /// Try again after this long, same key, same bytes. Open: it may have been processed all the same.
    case retry(after: Duration?, reason: String, isOpen: Bool)
    /// The quota is used up: nothing goes out until it is reset.
    case quotaUsedUp(reason: String)
    /// The account is refused as it is set up: somebody has to mend the configuration, the messages are kept.
    case misconfigured(reason: String)
    /// This request will never be taken, and was not.
    case refused(reason: String)
    /// The key was used for another body before: something was taken, and what cannot be found out.
    case keyConflict(reason: String)
}

/// When to try again.
enum Backoff {
    private static let steps: [Duration] = [
        .seconds(1), .seconds(5), .seconds(15), .seconds(60), .seconds(300), .seconds(900), .seconds(3600),
    ]

    /// How long after the first attempt the provider surely still knows the idempotency key. Resend keeps keys for 24 h
    /// (https://resend.com/docs/dashboard/emails/idempotency-keys).
    static let keyLifetimeSQL = "interval '23 hours'"

    /// The pause after the given number of failed attempts, with up to a quarter of jitter.
    static func pause(afterAttempts attempts: Int32, jitter: Double) -> Duration {
        let step = steps[min(max(Int(attempts) - 1, 0), steps.count - 1)]
        return step * (1 + 0.25 * min(max(jitter, 0), 1))
    }

    /// The next midnight in UTC, when daily quotas are counted anew.
    static func nextUTCDay(after now: Date) -> Date {
        Date(timeIntervalSince1970: (now.timeIntervalSince1970 / 86_400).rounded(.down) * 86_400 + 86_400)
    }
}
