internal import Contracts
internal import Foundation
internal import Notices

/// Somebody who is told.
struct Recipient: Sendable, Equatable {
    typealias Kind = NoticeRecipient.Role

    var kind: Kind
    var id: UUID
    var name: String?
    var email: String?
    /// E.164.
    var phone: String?
    /// BCP 47.
    var language: String
    var timeZone: TimeZone
    /// How they want to be told; leads have no settings.
    var preferences = NotificationPreferences(.owner)

    /// Why no messages go to an address of theirs, by channel.
    var suppressed: [NotificationChannel: SuppressionCause] = [:]

    /// Whether the text looks like a mail address; whether it exists is found out by writing to it.
    var mailAddress: String? { email.flatMap { $0.contains("@") ? $0 : nil } }

    func address(for channel: NotificationChannel) -> String? { channel == .email ? mailAddress : phone }

    var notice: NoticeRecipient { NoticeRecipient(role: kind, name: name, language: language, timeZone: timeZone) }

    /// An owner who also takes calls gets one message.
    static func withoutDoubles(_ recipients: [Recipient]) -> [Recipient] {
        var seen: Set<String> = []
        return recipients.filter { recipient in
            guard let email = recipient.email?.lowercased() else { return true }
            return seen.insert(email).inserted
        }
    }
}

/// Everybody whom something may concern, and on whose behalf they are told.
struct Audience: Sendable, Equatable {
    var agencyName: String
    var agencyLanguage: String
    /// Also of one who has left.
    var agentName: String?
    var agent: Recipient?
    var owners: [Recipient]
    var lead: Recipient?

    /// The agent before the owners, each person once.
    var team: [Recipient] { Recipient.withoutDoubles([agent].compactMap { $0 } + owners) }
}
