internal import Contracts
internal import FoundationEssentials

/// A stored message, as far as what providers say of it needs it.
struct FollowedMessage: Sendable, Equatable {
    var id: NotificationID
    var eventTime: Date
    var agencyID: AgencyID
    var callID: CallID?
    var channel: NotificationChannel
    var recipient: ChainLink.Person
    var address: String?
    var status: NotificationStatus
    /// The latest that was said.
    var receipt: ReceiptStatus?
    var providerMessageID: String?
    /// Whether it went to WhatsApp as free text, and could go as a template.
    var isFreeText: Bool
    /// Whether a request with it has left.
    var wasTried: Bool
    /// The provider's ids of attempts that have surely failed.
    var abandoned: [String]
    /// Whether another channel has taken over.
    var isOvertaken: Bool
    var traceparent: String?

    /// What is said about another attempt than the one that counts says nothing about this.
    func isAbout(_ providerMessageID: String) -> Bool {
        !abandoned.contains(providerMessageID)
            && (self.providerMessageID == nil || self.providerMessageID == providerMessageID)
    }

    /// Whether it can go out once more without being there twice.
    var canBeWrittenAnew: Bool {
        isFreeText && !isOvertaken && receipt?.isDelivered != true && [.sending, .sent, .unknown].contains(status)
    }
}
