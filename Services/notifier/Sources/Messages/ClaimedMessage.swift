internal import Contracts
internal import FoundationEssentials
internal import Notices

/// One stored message by WhatsApp or SMS whose turn it is.
struct ClaimedMessage: Sendable, Equatable {
    var id: NotificationID
    /// Of the event it tells of.
    var eventTime: Date
    var agencyID: AgencyID
    var callID: CallID?
    var channel: NotificationChannel
    /// E.164.
    var address: String
    var kindText: String
    /// BCP 47.
    var language: String
    /// The request as it has left before.
    var payload: [UInt8]?
    var wording: ShortWording?
    var leaseToken: Int64
    /// Those before this one.
    var attempts: Int32
    var traceparent: String?
    var recipient = ChainLink.Person(kind: .owner, id: UUID())
    /// Whether the recipient has written to us within WhatsApp's day.
    var isWindowOpen = false
    /// Whether it is of no use any more.
    var isTooOld = false
    var expiresAt: Date?
    var suppressed: SuppressionCause?

    var kind: NoticeKind? { NoticeKind(rawValue: kindText) }
}
