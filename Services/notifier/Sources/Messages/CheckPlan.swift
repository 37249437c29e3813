internal import Contracts
internal import FoundationEssentials
internal import Messaging
internal import Twilio

/// A message that may have been taken over, claimed for looking it up.
struct UncertainMessage: Sendable, Equatable {
    var message: ClaimedMessage
    /// Look-ups before this one that found nothing.
    var checks: Int32
    var firstAttemptAt: Date
    /// Whether another channel has taken over meanwhile, and not failed as well.
    var isOvertaken: Bool
    /// The provider's id, of one that it surely has: only how it went on is not known.
    var providerMessageID: String?
}

/// When and how often a message is looked up, and what follows from what is found. Pure.
struct CheckPlan: Sendable, Equatable {
    enum Outcome: Sendable, Equatable {
        case found(TwilioRecord)
        case absent
        /// Several could be it.
        case ambiguous(count: Int)
        case notAnswered(reason: String, isRefused: Bool)
        /// As the provider shows one that it has; nil when it shows none.
        case shown(TwilioRecord?)
        /// It is not uncertain any more.
        case settledElsewhere
    }

    /// What is written down.
    struct Settlement: Sendable, Equatable {
        var status: NotificationStatus
        var reason: String?
        var providerMessageID: String?
        /// As it was found: what it says of itself is taken in as a receipt.
        var record: TwilioRecord?
        /// The next look-up.
        var checkAt: Date?
        /// Whether this look-up has said something.
        var counts = true
        var closesAccount = false
        /// For a metric.
        var result: String

        var isGivenUp: Bool { status == .unknown && checkAt == nil }
    }

    /// The wait before the first look-up; those after it are longer.
    var interval: Duration

    /// Twilio lists a message at once; what is not there after the last of these was not taken over.
    private static let factors: [Double] = [1, 4, 12, 40]
    /// After that long it is not asked for any more.
    private static let patience: TimeInterval = 86_400

    /// Nil when nothing is to be written down.
    func settlement(of outcome: Outcome, for uncertain: UncertainMessage, now: Date) -> Settlement? {
        switch outcome {
        case .settledElsewhere:
            return nil
        case .found(let record):
            return Settlement(status: .sent, providerMessageID: record.sid, record: record, result: "found")
        // Carriers need not say that an SMS has arrived: it is asked about once.
        case .shown(let record):
            return Settlement(
                status: .sent, providerMessageID: uncertain.providerMessageID, record: record, result: "shown")
        case .absent:
            guard isLast(uncertain) else { return again(uncertain, "Twilio does not have it so far", now) }
            if uncertain.isOvertaken {
                return Settlement(
                    status: .notSent, reason: "Twilio did not take it, and another channel took over", result: "absent")
            }
            return Settlement(status: .pending, reason: "Twilio did not take it: it is sent again", result: "absent")
        case .ambiguous(let count):
            let reason = "Twilio has \(count) messages that could be it"
            guard isLast(uncertain) else { return again(uncertain, reason, now) }
            return Settlement(status: .unknown, reason: reason, result: "ambiguous")
        case .notAnswered(_, let isRefused) where uncertain.providerMessageID != nil:
            return Settlement(
                status: .sent, providerMessageID: uncertain.providerMessageID,
                checkAt: now + 60, closesAccount: isRefused, result: "not_answered")
        case .notAnswered(let reason, let isRefused):
            let isTooOld = now.timeIntervalSince(uncertain.firstAttemptAt) > Self.patience
            return Settlement(
                status: .unknown, reason: "it could not be looked up: \(reason)",
                checkAt: isTooOld ? nil : now + max(interval.timeInterval, isRefused ? 60 : 0), counts: false,
                closesAccount: isRefused, result: "not_answered")
        }
    }

    private func isLast(_ uncertain: UncertainMessage) -> Bool { Int(uncertain.checks) + 1 >= Self.factors.count }

    private func again(_ uncertain: UncertainMessage, _ reason: String, _ now: Date) -> Settlement {
        let factor = Self.factors[min(Int(uncertain.checks) + 1, Self.factors.count - 1)]
        return Settlement(
            status: .unknown, reason: reason, checkAt: now + interval.timeInterval * factor, result: "not_found_yet")
    }
}

extension CheckPlan.Settlement {
    func events(for message: ClaimedMessage) throws -> [OutgoingEvent] {
        switch status {
        case .sent where result == "found": [try message.sent(providerMessageID)]
        case .failed, .notSent: [try message.failed(reason ?? "not sent")]
        case .unknown where isGivenUp: [try message.failed(reason ?? "unknown")]
        default: []
        }
    }
}
