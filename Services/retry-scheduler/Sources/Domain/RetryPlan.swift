package import Calling
package import Contracts
package import Foundation

/// What follows from the end of a call. Pure.
package enum RetryPlan: Sendable, Equatable {
    /// Call again, as the retry of that number, not before that time.
    case again(retryCount: Int, at: Date)
    /// Nobody was reached, and that is that.
    case exhausted(reason: String)
    /// Somebody was reached, or does not want to be: whatever is planned is taken back.
    case settled(reason: DialReason)
    /// Nothing follows.
    case nothing

    /// - Parameters:
    ///   - retryCount: of the call that has ended: 0 for a first one.
    ///   - jitter: from 0 to 1.
    package static func after(
        _ call: CallEnded, retryCount: Int, policy: RetryPolicy, endedAt: Date, jitter: Double
    ) -> RetryPlan {
        if call.outcome == .optedOut { return .settled(reason: .optedOut) }
        // A person who spoke is not redialled by a machine, whatever became of the call.
        if call.conversationHappened || call.status == .completed { return .settled(reason: .reached) }
        // Whoever called us and was not served is somebody's to call back, not the machine's.
        guard call.direction == .outbound else { return .nothing }
        guard call.retryable, let outcome = RetryPolicy.Outcome(call) else {
            return .exhausted(reason: call.endedReason ?? call.outcome.rawValue)
        }
        guard let delay = policy.steps[outcome]?.delay(before: retryCount + 1) else {
            return .exhausted(reason: "retries_used_up")
        }
        let wait = Double(delay) + Double(policy.jitter) * min(max(jitter, 0), 1)
        return .again(retryCount: retryCount + 1, at: endedAt.addingTimeInterval(wait))
    }
}

extension RetryPolicy.Outcome {
    /// Nil for what is not tried again.
    init?(_ call: CallEnded) {
        switch call.outcome {
        case .noAnswer: self = .noAnswer
        case .busy: self = .busy
        case .voicemail: self = .voicemail
        case .platformFault, .failed, .unknown: self = .failed
        case .conversation, .transferred, .transferFailed, .optedOut, .configurationFault: return nil
        }
    }
}

/// How long to wait before a call that could not even be asked for is asked for again.
package enum DialBackoff {
    /// - Parameters:
    ///   - failures: in a row, this one included.
    ///   - hint: what the provider asked for.
    package static func wait(failures: Int, hint: TimeInterval?, jitter: Double) -> TimeInterval {
        let own = min(5 * pow(2, Double(min(failures, 10) - 1)), 600)
        return max(hint ?? 0, own) * (1 + 0.2 * jitter)
    }
}
