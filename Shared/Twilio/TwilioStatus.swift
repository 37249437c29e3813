/// Where a message stands, as Twilio says it
/// (https://www.twilio.com/docs/messaging/api/message-resource#message-status-values).
package enum TwilioStatus: String, Sendable, CaseIterable {
    case accepted, scheduled, queued, sending, sent, delivered, undelivered, failed, canceled
    /// WhatsApp: the recipient has opened it.
    case read
    case partiallyDelivered = "partially_delivered"
    /// Of messages to us.
    case receiving, received

    /// The later of two statuses of one message: callbacks come twice and out of order, without a time stamp, and a
    /// status never goes back. Of two that end a message differently, the first stays.
    package func advanced(by other: TwilioStatus) -> TwilioStatus { other.rank > rank ? other : self }

    /// Whether the recipient has it.
    package var isDelivered: Bool { self == .delivered || self == .read }

    /// Whether the recipient will never have it.
    package var isFailure: Bool { self == .undelivered || self == .failed || self == .canceled }

    /// Whether nothing but `read` can follow. `sent` can be the last word too, where a carrier gives no receipts.
    package var isFinal: Bool { isDelivered || isFailure || self == .received }

    private var rank: Int {
        switch self {
        case .scheduled: 0
        case .accepted: 1
        case .queued, .receiving: 2
        case .sending: 3
        case .sent: 4
        case .partiallyDelivered: 5
        case .delivered, .undelivered, .failed, .canceled, .received: 6
        case .read: 7
        }
    }
}
