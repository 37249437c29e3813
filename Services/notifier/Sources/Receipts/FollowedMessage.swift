internal import Contracts
internal import FoundationEssentials

/// A stored message, as far as what providers say of it needs it.
struct FollowedMessage: Sendable, Equatable {
    var id: NotificationID
    var eventTime: Date
    var agencyID: AgencyID
    var callID: CallID?
    var leadID: LeadID?
    var channel: NotificationChannel
    var recipientKind: Recipient.Kind
    var recipientID: UUID
    var address: String?
    var status: NotificationStatus
    /// The latest that was said.
    var receipt: ReceiptStatus?
    var providerMessageID: String?
    /// Whether it went to WhatsApp as free text, and could go as a template.
    var isFreeText: Bool
    var traceparent: String?
}
