package enum NotificationChannel: String, Codable, Sendable, CaseIterable {
    case email
    case whatsapp
    case sms
}

/// The provider took a message over (handed over is not delivered).
package struct NotificationSent: EventPayload {
    package static let routingKey = "notification.sent"

    package var notificationID: NotificationID
    package var callID: CallID?
    package var channel: NotificationChannel
    package var providerMessageID: String?

    package init(
        notificationID: NotificationID, callID: CallID?, channel: NotificationChannel, providerMessageID: String?
    ) {
        self.notificationID = notificationID
        self.callID = callID
        self.channel = channel
        self.providerMessageID = providerMessageID
    }

    private enum CodingKeys: String, CodingKey {
        case notificationID = "notification_id", callID = "call_id", channel,
            providerMessageID = "provider_message_id"
    }
}

/// A message was given up, or never sent, with the reason.
package struct NotificationFailed: EventPayload {
    package static let routingKey = "notification.failed"

    package var notificationID: NotificationID
    package var callID: CallID?
    package var channel: NotificationChannel
    package var reason: String

    package init(notificationID: NotificationID, callID: CallID?, channel: NotificationChannel, reason: String) {
        self.notificationID = notificationID
        self.callID = callID
        self.channel = channel
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
        case notificationID = "notification_id", callID = "call_id", channel, reason
    }
}

/// A message has reached its recipient, as far as the provider can tell.
package struct NotificationDelivered: EventPayload {
    package static let routingKey = "notification.delivered"

    package var notificationID: NotificationID
    package var callID: CallID?
    package var channel: NotificationChannel

    package init(notificationID: NotificationID, callID: CallID?, channel: NotificationChannel) {
        self.notificationID = notificationID
        self.callID = callID
        self.channel = channel
    }

    private enum CodingKeys: String, CodingKey {
        case notificationID = "notification_id", callID = "call_id", channel
    }
}
