package import FoundationEssentials

/// Why a call is planned.
package enum PlannedCallKind: String, Codable, Sendable, CaseIterable {
    /// Of a lead that has just come in.
    case first
    /// Nobody was reached the last time.
    case retry
    /// Somebody on the team asked for it.
    case byHand = "by_hand"
}

/// A call will be tried at a time.
package struct RetryPlanned: EventPayload {
    package static let routingKey = "retry.planned"

    package var retryID: RetryID
    package var leadID: LeadID
    /// The call that nobody answered; nil for a lead's first.
    package var callID: CallID?
    package var kind: PlannedCallKind
    /// 0 for a first call.
    package var retryCount: Int
    package var scheduledAt: Date

    package init(
        retryID: RetryID, leadID: LeadID, callID: CallID?, kind: PlannedCallKind, retryCount: Int, scheduledAt: Date
    ) {
        self.retryID = retryID
        self.leadID = leadID
        self.callID = callID
        self.kind = kind
        self.retryCount = retryCount
        self.scheduledAt = scheduledAt
    }

    private enum CodingKeys: String, CodingKey {
        case retryID = "retry_id", leadID = "lead_id", callID = "call_id", kind, retryCount = "retry_count",
            scheduledAt = "scheduled_at"
    }
}

/// A planned call was put off, with the reason, or its time was changed.
package struct RetryRescheduled: EventPayload {
    package static let routingKey = "retry.rescheduled"

    package var retryID: RetryID
    package var leadID: LeadID
    package var scheduledAt: Date
    /// A word of ``DialReason``, or `by_hand`.
    package var reason: String

    package init(retryID: RetryID, leadID: LeadID, scheduledAt: Date, reason: String) {
        self.retryID = retryID
        self.leadID = leadID
        self.scheduledAt = scheduledAt
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
        case retryID = "retry_id", leadID = "lead_id", scheduledAt = "scheduled_at", reason
    }
}

/// A planned call will not take place.
package struct RetryCancelled: EventPayload {
    package static let routingKey = "retry.cancelled"

    package var retryID: RetryID
    package var leadID: LeadID
    package var reason: String

    package init(retryID: RetryID, leadID: LeadID, reason: String) {
        self.retryID = retryID
        self.leadID = leadID
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
        case retryID = "retry_id", leadID = "lead_id", reason
    }
}

/// Nobody was reached and nothing more is tried: somebody may want to look at it.
package struct RetryExhausted: EventPayload {
    package static let routingKey = "retry.exhausted"

    package var leadID: LeadID
    /// The last call.
    package var callID: CallID?
    /// How many calls there were in this row of attempts.
    package var attempts: Int
    package var outcome: CallOutcome?
    package var reason: String

    package init(leadID: LeadID, callID: CallID?, attempts: Int, outcome: CallOutcome?, reason: String) {
        self.leadID = leadID
        self.callID = callID
        self.attempts = attempts
        self.outcome = outcome
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
        case leadID = "lead_id", callID = "call_id", attempts, outcome, reason
    }
}

/// A planned call is held, or no longer.
package struct RetryPaused: EventPayload {
    package static let routingKey = "retry.paused"

    package var retryID: RetryID
    package var leadID: LeadID
    package var isPaused: Bool

    package init(retryID: RetryID, leadID: LeadID, isPaused: Bool) {
        self.retryID = retryID
        self.leadID = leadID
        self.isPaused = isPaused
    }

    private enum CodingKeys: String, CodingKey {
        case retryID = "retry_id", leadID = "lead_id", isPaused = "is_paused"
    }
}

/// All of an agency's calls are held, or no longer.
package struct OutreachPaused: EventPayload {
    package static let routingKey = "outreach.paused"

    package var isPaused: Bool

    package init(isPaused: Bool) { self.isPaused = isPaused }

    private enum CodingKeys: String, CodingKey { case isPaused = "is_paused" }
}

/// The voice platform took an outbound call over.
package struct CallPlaced: EventPayload {
    package static let routingKey = "call.placed"

    package var attemptID: AttemptID
    package var retryID: RetryID
    package var leadID: LeadID
    package var vapiCallID: String
    package var kind: PlannedCallKind
    package var retryCount: Int

    package init(
        attemptID: AttemptID, retryID: RetryID, leadID: LeadID, vapiCallID: String, kind: PlannedCallKind,
        retryCount: Int
    ) {
        self.attemptID = attemptID
        self.retryID = retryID
        self.leadID = leadID
        self.vapiCallID = vapiCallID
        self.kind = kind
        self.retryCount = retryCount
    }

    private enum CodingKeys: String, CodingKey {
        case attemptID = "attempt_id", retryID = "retry_id", leadID = "lead_id", vapiCallID = "vapi_call_id", kind,
            retryCount = "retry_count"
    }
}

/// The voice platform refused an outbound call for good.
package struct CallRefused: EventPayload {
    package static let routingKey = "call.refused"

    package var attemptID: AttemptID
    package var retryID: RetryID
    package var leadID: LeadID
    package var reason: String

    package init(attemptID: AttemptID, retryID: RetryID, leadID: LeadID, reason: String) {
        self.attemptID = attemptID
        self.retryID = retryID
        self.leadID = leadID
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
        case attemptID = "attempt_id", retryID = "retry_id", leadID = "lead_id", reason
    }
}

/// What became of a call could not be found out, from the provider either: the attempt is given up.
package struct CallLost: EventPayload {
    package static let routingKey = "call.lost"

    package var attemptID: AttemptID
    package var leadID: LeadID
    package var vapiCallID: String?
    package var reason: String

    package init(attemptID: AttemptID, leadID: LeadID, vapiCallID: String?, reason: String) {
        self.attemptID = attemptID
        self.leadID = leadID
        self.vapiCallID = vapiCallID
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
        case attemptID = "attempt_id", leadID = "lead_id", vapiCallID = "vapi_call_id", reason
    }
}

/// Dialling stopped because the voice platform fails or refuses us, or goes on again.
package struct DialingInterrupted: EventPayload {
    package static let routingKey = "dialing.interrupted"

    /// Whose account at the platform.
    package var account: String
    package var isInterrupted: Bool
    package var reason: String?
    /// When it is tried again.
    package var until: Date?

    package init(account: String, isInterrupted: Bool, reason: String?, until: Date?) {
        self.account = account
        self.isInterrupted = isInterrupted
        self.reason = reason
        self.until = until
    }

    private enum CodingKeys: String, CodingKey {
        case account, isInterrupted = "is_interrupted", reason, until
    }
}
