internal import Contracts
internal import FoundationEssentials

/// One stored message that has been claimed for sending.
struct ClaimedNotification: Sendable, Equatable {
    var id: NotificationID
    var eventTime: Date
    var agencyID: AgencyID
    var callID: CallID?
    /// The provider's request body.
    var payload: [UInt8]
    var requestID: UUID
    var position: Int32
    var leaseToken: Int64
    var attempts: Int32
    /// Whether an earlier attempt ended without a definite answer.
    var isOpen: Bool
    var traceparent: String?
}

/// Messages that travel together, under one idempotency key.
struct MailRequest: Sendable, Equatable {
    let id: UUID
    /// In the order in which they travel, every time.
    let rows: [ClaimedNotification]
    let attempts: Int32
    /// Whether it may have been processed before: then nothing but its own key may repeat it.
    let isOpen: Bool

    /// Nil when nothing was claimed.
    init?(_ claimed: [ClaimedNotification]) {
        guard let first = claimed.first else { return nil }
        id = first.requestID
        rows = claimed.sorted { $0.position < $1.position }
        attempts = claimed.map(\.attempts).max() ?? first.attempts
        isOpen = claimed.contains(where: \.isOpen)
    }

    var key: String { "thavon/\(id.uuidString.lowercased())" }
}

/// What is written down after an attempt.
struct Settlement: Sendable, Equatable {
    var status: NotificationStatus
    var reason: String?
    var nextAttemptAt: Date?
    /// Whether the messages stay together under the same key.
    var keepsRequest = true
    /// Whether this attempt ended without a definite answer.
    var leavesOpen = false
    var travelsAlone = false
    var providerIDs: [String?] = []
    /// Until when nothing more goes out through this account, and why.
    var closesAccount: (until: Date, reason: String)?

    static func == (one: Settlement, other: Settlement) -> Bool {
        one.status == other.status && one.reason == other.reason && one.nextAttemptAt == other.nextAttemptAt
            && one.keepsRequest == other.keepsRequest && one.leavesOpen == other.leavesOpen
            && one.travelsAlone == other.travelsAlone
            && one.providerIDs == other.providerIDs && one.closesAccount?.until == other.closesAccount?.until
    }

    /// Decides what follows from an outcome: pure.
    ///
    /// - Parameter jitter: 0 to 1.
    init(of outcome: SendOutcome, for request: MailRequest, now: Date, jitter: Double) {
        switch outcome {
        case .accepted(let ids):
            self.init(status: .sent, providerIDs: ids)
        case .retry(let after, let reason, let isOpen):
            let pause = after ?? Backoff.pause(afterAttempts: request.attempts, jitter: jitter)
            // What was surely not taken is free to go another way, or not at all.
            self.init(
                status: .pending, reason: reason, nextAttemptAt: now + pause.timeInterval,
                keepsRequest: isOpen || request.isOpen, leavesOpen: isOpen)
        case .quotaUsedUp(let reason):
            // This attempt was not processed. If no earlier one can have been, a new request may go under a new key.
            let reset = Backoff.nextUTCDay(after: now)
            self.init(
                status: .parked, reason: reason, nextAttemptAt: reset, keepsRequest: request.isOpen,
                closesAccount: (reset, reason))
        case .misconfigured(let reason):
            let next = now + 60
            self.init(
                status: .pending, reason: reason, nextAttemptAt: next, keepsRequest: request.isOpen,
                closesAccount: (next, reason))
        case .refused(let reason):
            // One bad message makes the provider refuse all that travel with it: try each alone.
            if request.rows.count > 1 {
                self.init(status: .pending, reason: reason, nextAttemptAt: now, keepsRequest: false, travelsAlone: true)
            } else {
                self.init(status: .failed, reason: reason)
            }
        case .keyConflict(let reason):
            self.init(status: .unknown, reason: reason)
        }
    }

    private init(
        status: NotificationStatus, reason: String? = nil, nextAttemptAt: Date? = nil, keepsRequest: Bool = true,
        leavesOpen: Bool = false, travelsAlone: Bool = false, providerIDs: [String?] = [],
        closesAccount: (until: Date, reason: String)? = nil
    ) {
        self.status = status
        self.reason = reason
        self.nextAttemptAt = nextAttemptAt
        self.keepsRequest = keepsRequest
        self.leavesOpen = leavesOpen
        self.travelsAlone = travelsAlone
        self.providerIDs = providerIDs
        self.closesAccount = closesAccount
    }
}

extension Duration {
    var timeInterval: TimeInterval {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
