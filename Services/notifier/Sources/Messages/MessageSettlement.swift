internal import Contracts
internal import FoundationEssentials
internal import Twilio

/// What is written down about a message after something was learned about it. Pure.
struct MessageSettlement: Sendable, Equatable {
    var status: NotificationStatus
    var reason: String?
    var errorCode: Int?
    var providerMessageID: String?
    /// When it may be tried again.
    var nextAttemptAt: Date?
    /// When the provider is asked about it.
    var checkAt: Date?
    /// Whether the next attempt writes its request anew: as a template, since free text was not taken.
    var isWrittenAnew = false
    /// Until when nothing more goes out: through the account, or by this channel of it.
    var closing: (scope: Scope, until: Date)?

    enum Scope: Sendable {
        case account, channel
    }

    /// A callback that has not come after so many times the wait for a look-up is not waited for: Twilio is asked.
    private static let pollFactor = 6.0
    /// A wait that the provider names, from which on it is a quota that is used up, and not a rate.
    private static let quotaWait = Duration.seconds(300)
    /// Twilio needs a moment until a message is in its lists, and its callback is quicker still.
    static func firstCheck(after now: Date, every interval: Duration) -> Date { now + interval.timeInterval }

    /// - Parameters:
    ///   - attempts: this one included.
    ///   - interval: after how long an uncertain outcome is looked up.
    ///   - jitter: 0 to 1.
    init(
        of outcome: TwilioOutcome, attempts: Int32, isFreeText: Bool, now: Date, checkAfter interval: Duration,
        jitter: Double
    ) {
        switch outcome {
        case .accepted(let sid, _):
            self.init(status: .sent, providerMessageID: sid, checkAt: now + interval.timeInterval * Self.pollFactor)
        case .refused(_, let reason, .outsideWindow) where isFreeText:
            self.init(status: .pending, reason: reason, nextAttemptAt: now, isWrittenAnew: true)
        case .refused(let code, let reason, _):
            self.init(status: .failed, reason: reason, errorCode: code)
        case .busy(let wait, let reason):
            let pause = wait ?? Backoff.pause(afterAttempts: attempts, jitter: jitter)
            // Our own pauses say nothing about the others' messages.
            let isQuota = wait.map { $0 >= Self.quotaWait } ?? false
            let next = now + pause.timeInterval
            self.init(status: isQuota ? .parked : .pending, reason: reason, nextAttemptAt: next)
            if isQuota { closing = (.channel, next) }
        case .misconfigured(let reason, let scope):
            self.init(status: .pending, reason: reason, nextAttemptAt: now + 60)
            closing = (scope == .account ? .account : .channel, now + 60)
        case .unreachable(let reason):
            let pause = Backoff.pause(afterAttempts: attempts, jitter: jitter)
            self.init(status: .pending, reason: reason, nextAttemptAt: now + pause.timeInterval)
        case .uncertain(let reason):
            self.init(status: .unknown, reason: reason, checkAt: Self.firstCheck(after: now, every: interval))
        }
    }

    init(
        status: NotificationStatus, reason: String? = nil, errorCode: Int? = nil, providerMessageID: String? = nil,
        nextAttemptAt: Date? = nil, checkAt: Date? = nil, isWrittenAnew: Bool = false
    ) {
        self.status = status
        self.reason = reason
        self.errorCode = errorCode
        self.providerMessageID = providerMessageID
        self.nextAttemptAt = nextAttemptAt
        self.checkAt = checkAt
        self.isWrittenAnew = isWrittenAnew
    }

    static func == (one: MessageSettlement, other: MessageSettlement) -> Bool {
        one.status == other.status && one.reason == other.reason && one.errorCode == other.errorCode
            && one.providerMessageID == other.providerMessageID && one.nextAttemptAt == other.nextAttemptAt
            && one.checkAt == other.checkAt && one.isWrittenAnew == other.isWrittenAnew
            && one.closing?.scope == other.closing?.scope
            && one.closing?.until == other.closing?.until
    }
}
