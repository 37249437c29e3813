package import Foundation

/// A link with which somebody sets the password of their account. It is a secret of its reader's.
package struct AccountLinkNotice: Sendable, Equatable {
    package var inviter: String?
    package var expiresAt: Date
    package var link: String

    package init(inviter: String? = nil, expiresAt: Date, link: String) {
        self.inviter = inviter
        self.expiresAt = expiresAt
        self.link = link
    }
}

extension NoticeDetails {
    mutating func add(_ account: AccountLinkNotice) throws(TemplateProblem) {
        values[.inviter] = UserText.line(account.inviter)
        // Whoever joins may be anywhere, and the link's end is not to be missed by an hour.
        values[.when] = try moment(account.expiresAt, withZone: true)
        try addLink(account.link)
    }
}
