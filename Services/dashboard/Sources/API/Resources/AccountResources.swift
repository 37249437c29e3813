internal import Foundation

/// How the API shows who can sign in.
enum AccountResources {
    static let states = ["none", "invited", "active", "off"]
    static let invitations = ["sent", "not_sent"]
    static let invitationText = "Whether the mail with the link is on its way; it can be sent again."

    static let owner = Resource<OwnerRow>(
        "OwnerAccount", "An owner's account.",
        [
            .init("id", "Of the account.") { $0.id },
            .init("name", "Theirs.") { $0.name },
            .init("email", "With which they sign in.") { $0.email },
            .init("state", "Whether they can.", oneOf: states) { $0.state.rawValue },
        ])

    struct Invitation: Sendable {
        var accountID: UUID
        var invited: TeamDesk.Invited
    }

    static let invitation = Resource<Invitation>(
        "Invitation", "Somebody was asked to choose a password.",
        [
            .init("account_id", "Of their account.") { $0.accountID },
            .init("invitation", invitationText, oneOf: invitations) { $0.invited.word },
        ])
}

extension TeamDesk.Invited {
    /// As the API calls it.
    var word: String {
        switch self {
        case .sent: "sent"
        case .notSent: "not_sent"
        }
    }
}
