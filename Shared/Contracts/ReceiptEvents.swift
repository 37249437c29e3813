package import FoundationEssentials

/// Where a message stands with whoever carries it, in words that are the same for all providers.
package enum ReceiptStatus: String, Codable, Sendable, CaseIterable {
    /// The provider has it.
    case accepted
    /// The provider has passed it on.
    case sent
    /// The recipient's side does not take it right now; the provider goes on trying.
    case delayed
    case delivered
    /// The recipient has opened it.
    case read
    /// It will not arrive.
    case failed
    /// The recipient's side has sent it back.
    case bounced
    /// The provider does not send to this address any more.
    case suppressed
    /// The recipient calls it spam.
    case complained
}

/// A provider says what became of a message. Comes twice and out of order, as providers post it.
package struct MessageReceipt: EventPayload {
    package static let routingKey = "receipt.message"

    /// Which message it is about, by the id that we have sent along.
    package var notificationID: NotificationID
    /// The time of the event that it tells of, sent along as well; nil when the sender of the message did not know yet to
    /// send it.
    package var notificationTime: Date?
    package var channel: NotificationChannel
    package var providerMessageID: String
    package var status: ReceiptStatus
    /// The provider's, where it has some.
    package var errorCode: Int?
    package var reason: String?
    /// The address, when it will take no more messages: it does not exist, or its owner has complained.
    package var endedAddress: String?
    package var occurredAt: Date

    package init(
        notificationID: NotificationID, notificationTime: Date?, channel: NotificationChannel,
        providerMessageID: String, status: ReceiptStatus, errorCode: Int?, reason: String?, endedAddress: String?,
        occurredAt: Date
    ) {
        self.notificationID = notificationID
        self.notificationTime = notificationTime?.roundedToMilliseconds
        self.channel = channel
        self.providerMessageID = providerMessageID
        self.status = status
        self.errorCode = errorCode
        self.reason = reason
        self.endedAddress = endedAddress
        self.occurredAt = occurredAt.roundedToMilliseconds
    }

    private enum CodingKeys: String, CodingKey {
        case notificationID = "notification_id", notificationTime = "notification_time", channel,
            providerMessageID = "provider_message_id", status, errorCode = "error_code", reason,
            endedAddress = "ended_address", occurredAt = "occurred_at"
    }
}

/// Somebody has written to us by SMS or WhatsApp.
package struct MessageReceived: EventPayload {
    package static let routingKey = "message.received"

    package enum Wish: String, Codable, Sendable, CaseIterable {
        /// No more messages.
        case stop
        /// Messages again.
        case start
        case help
        case none
    }

    /// The provider's id.
    package var messageID: String
    package var channel: NotificationChannel
    /// E.164.
    package var from: String
    /// Our number, as it was written to.
    package var to: String
    package var wish: Wish
    /// Whether the provider has answered the wish by itself.
    package var isAnswered: Bool
    package var receivedAt: Date

    package init(
        messageID: String, channel: NotificationChannel, from: String, to: String, wish: Wish, isAnswered: Bool,
        receivedAt: Date
    ) {
        self.messageID = messageID
        self.channel = channel
        self.from = from
        self.to = to
        self.wish = wish
        self.isAnswered = isAnswered
        self.receivedAt = receivedAt.roundedToMilliseconds
    }

    private enum CodingKeys: String, CodingKey {
        case messageID = "message_id", channel, from, to, wish, isAnswered = "is_answered", receivedAt = "received_at"
    }
}
