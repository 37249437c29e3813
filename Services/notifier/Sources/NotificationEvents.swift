internal import Contracts
internal import Messaging

/// What this service tells others of its messages.
enum NotificationEvents {
    static func sent(
        _ id: NotificationID, agencyID: AgencyID, callID: CallID?, channel: NotificationChannel,
        providerMessageID: String?, traceparent: String? = nil
    ) throws -> OutgoingEvent {
        try OutgoingEvent(
            from: Notifier.name, about: id, agencyID: agencyID, traceparent: traceparent,
            NotificationSent(
                notificationID: id, callID: callID, channel: channel, providerMessageID: providerMessageID))
    }

    static func delivered(
        _ id: NotificationID, agencyID: AgencyID, callID: CallID?, channel: NotificationChannel,
        traceparent: String? = nil
    ) throws -> OutgoingEvent {
        try OutgoingEvent(
            from: Notifier.name, about: id, agencyID: agencyID, traceparent: traceparent,
            NotificationDelivered(notificationID: id, callID: callID, channel: channel))
    }

    static func failed(
        _ id: NotificationID, agencyID: AgencyID, callID: CallID?, channel: NotificationChannel, reason: String,
        traceparent: String? = nil
    ) throws -> OutgoingEvent {
        try OutgoingEvent(
            from: Notifier.name, about: id, agencyID: agencyID, traceparent: traceparent,
            NotificationFailed(notificationID: id, callID: callID, channel: channel, reason: reason))
    }
}
