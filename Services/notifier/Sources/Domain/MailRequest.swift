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
    var firstAttemptAt: Date
    var traceparent: String?
}

/// Messages that travel together, under one idempotency key.
struct MailRequest: Sendable, Equatable {
    let id: UUID
    /// In the order in which they travel, every time.
    let rows: [ClaimedNotification]
    let leaseToken: Int64
    let attempts: Int32
    let firstAttemptAt: Date

    /// Nil when nothing was claimed.
    init?(_ claimed: [ClaimedNotification]) {
        guard let first = claimed.first else { return nil }
        id = first.requestID
        rows = claimed.sorted { $0.position < $1.position }
        leaseToken = claimed.map(\.leaseToken).max() ?? first.leaseToken
        attempts = claimed.map(\.attempts).max() ?? first.attempts
        firstAttemptAt = claimed.map(\.firstAttemptAt).min() ?? first.firstAttemptAt
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
    var travelsAlone = false
    var providerIDs: [String?] = []
    /// Until when nothing more goes out through this account, and why.
    var closesAccount: (until: Date, reason: String)?

    static func == (one: Settlement, other: Settlement) -> Bool {
        one.status == other.status && one.reason == other.reason && one.nextAttemptAt == other.nextAttemptAt
            && one.keepsRequest == other.keepsRequest && one.travelsAlone == other.travelsAlone
            && one.providerIDs == other.providerIDs && one.closesAccount?.until == other.closesAccount?.until
    }

    /// Decides what follows from an outcome: pure.
    ///
    /// - Parameter jitter: 0 to 1.
    init(of outcome: SendOutcome, for request: MailRequest, now: Date, jitter: Double) {
        switch outcome {
        case .accepted(let ids):
            self.init(status: .sent, providerIDs: ids)
        case .retry(let after, let reason):
            let pause = after ?? Backoff.pause(afterAttempts: request.attempts, jitter: jitter)
            let next = now + pause.timeInterval
            // Later than this the same key might send again.
            let isTooLate = next.timeIntervalSince(request.firstAttemptAt) > Backoff.keyLifetime
            self.init(status: isTooLate ? .unknown : .pending, reason: reason, nextAttemptAt: isTooLate ? nil : next)
        case .quotaUsedUp(let reason):
            // Surely not processed: a new request, under a new key, when the quota is counted anew.
            let reset = Backoff.nextUTCDay(after: now)
            self.init(
                status: .parked, reason: reason, nextAttemptAt: reset, keepsRequest: false,
                closesAccount: (reset, reason))
        case .misconfigured(let reason):
            let next = now + 60
            self.init(
                status: .pending, reason: reason, nextAttemptAt: next, keepsRequest: false,
                closesAccount: (next, reason))
        case .refused(let reason):
            // One bad message makes the provider refuse all that travel with it: try each alone.
            if request.rows.count > 1 {
                self.init(status: .pending, reason: reason, nextAttemptAt: now, keepsRequest: false, travelsAlone: true)
            } else {
                self.init(status: .failed, reason: reason)
            }
        }
    }

    private init(
        status: NotificationStatus, reason: String? = nil, nextAttemptAt: Date? = nil, keepsRequest: Bool = true,
        travelsAlone: Bool = false, providerIDs: [String?] = [], closesAccount: (until: Date, reason: String)? = nil
    ) {
        self.status = status
        self.reason = reason
        self.nextAttemptAt = nextAttemptAt
        self.keepsRequest = keepsRequest
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
