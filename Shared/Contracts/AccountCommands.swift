package import FoundationEssentials

/// Sends somebody of the team a link with which they set a password: the link is a secret of its reader's, and is neither
/// logged nor shown by whoever sends it.
package struct SendAccountLink: CommandPayload {
    package static let routingKey = "accounts.send_link"

    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// Somebody new joins.
        case invitation
        /// The password is forgotten.
        case password
    }

    package struct Reply: Codable, Sendable, Equatable {
        package var notificationID: NotificationID
        package init(notificationID: NotificationID) { self.notificationID = notificationID }
        private enum CodingKeys: String, CodingKey { case notificationID = "notification_id" }
    }

    /// An account of the agency.
    package var accountID: AccountID
    package var kind: Kind
    package var url: String
    /// From when on the link is of no use.
    package var expiresAt: Date
    /// The name of whoever invites; nil when nobody does.
    package var inviter: String?

    package init(accountID: AccountID, kind: Kind, url: String, expiresAt: Date, inviter: String? = nil) {
        self.accountID = accountID
        self.kind = kind
        self.url = url
        self.expiresAt = expiresAt.roundedToMilliseconds
        self.inviter = inviter
    }

    private enum CodingKeys: String, CodingKey {
        case accountID = "account_id", kind, url, expiresAt = "expires_at", inviter
    }
}

extension SendAccountLink: CustomStringConvertible, CustomReflectable {
    /// Without the link, wherever it is printed.
    package var description: String { "a link of kind \(kind.rawValue) for an account" }
    package var customMirror: Mirror { Mirror(self, children: ["kind": kind.rawValue]) }
}
