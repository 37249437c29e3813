internal import Contracts
internal import FoundationEssentials
internal import Notices

/// Where a message to one person stands.
enum NotificationStatus: String, Sendable {
    /// Its turn comes when the channel before it has not reached the person.
    case standby
    case pending
    /// Claimed: a request with it may be on its way.
    case sending
    /// The provider took it over.
    case sent
    /// Waits for a quota to be reset.
    case parked
    case failed
    /// Whether the provider took it over is not known: it is looked up, or can no longer be found out.
    case unknown
    /// Decided against, or impossible; the reason says why.
    case notSent = "not_sent"
}

/// What a message is about.
struct NotificationSubject: Sendable, Equatable {
    var callID: CallID?
    var leadID: LeadID?
    var appointmentID: AppointmentID?
}

/// One message to one person, ready to be stored.
struct NewNotification: Sendable, Equatable {
    var id: NotificationID
    var eventTime: Date
    var agencyID: AgencyID
    var kind: NoticeKind
    var subject: NotificationSubject
    var recipient: Recipient
    var channel: NotificationChannel
    var address: String?
    /// BCP 47: of the words that were found.
    var language: String
    /// The provider's request body; nil when it is not sent, or written only when it leaves.
    var payload: [UInt8]?
    /// What such a request is made of.
    var wording: ShortWording?
    var status: NotificationStatus
    /// Why it is not sent, or not yet.
    var reason: String?
    /// Nil for now.
    var notBefore: Date?
    /// Whether it may be sent at any hour.
    var isUrgent = false
    /// After that it is not sent any more.
    var expiresAt: Date?
    /// Whether it cannot share a request with others.
    var travelsAlone = false
    var traceparent: String?
    /// Where it stands among those of which one takes over from the other.
    var chain: ChainPlace?
}

/// A message's place in a chain.
struct ChainPlace: Sendable, Equatable {
    /// The id of the chain's first message.
    var id: NotificationID
    /// From 0.
    var position: Int
    /// When what comes next has to be decided; nil for those whose turn has not come.
    var dueAt: Date?
}

/// What a message by WhatsApp or SMS says, before it is known whether it goes as a template.
struct ShortWording: Codable, Sendable, Equatable {
    var text: String
    /// Of the WhatsApp template, by number.
    var variables: [String: String]
}

extension NotificationID {
    /// The same id for the same event, person and channel, however often it is derived.
    static func derived(from event: EventID, recipient: UUID, channel: NotificationChannel) -> NotificationID {
        NotificationID(
            rawValue: .derived(from: "\(event)/\(recipient.uuidString.lowercased())/\(channel.rawValue)"))
    }
}
