internal import Contracts

/// Why an address gets no messages.
enum SuppressionCause: String, Sendable {
    /// It has sent mail back for good.
    case bounced
    /// Its owner has called our mail spam.
    case complained
    /// The provider does not send to it.
    case suppressed
    /// No message will ever reach it this way.
    case invalid
    /// Its owner does not let our messages through.
    case blocked
    /// Its owner has said STOP.
    case stop

    /// For the log of messages that are not sent.
    func reason(_ channel: NotificationChannel) -> String {
        switch self {
        case .bounced: "the address has sent a mail back"
        case .complained: "the recipient has marked a mail as spam"
        case .suppressed: "the provider does not send to this address"
        case .invalid: channel == .whatsapp ? "the number is not on WhatsApp" : "the number takes no messages"
        case .blocked: "the recipient has blocked us"
        case .stop: "the recipient has said STOP"
        }
    }
}

/// An address that gets no more messages from now on.
struct Suppression: Sendable, Equatable {
    /// Nil: of any agency, since they share the number that a STOP is said to.
    var agencyID: AgencyID?
    var channel: NotificationChannel
    var address: String
    var cause: SuppressionCause
    var detail: String?
    var notificationID: NotificationID?
    /// For how many days; nil for good.
    var days: Int32?
}
