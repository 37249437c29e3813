internal import Contracts
internal import Notices

/// What is an agency's own in its messages: texts in place of ours, and how its mails say whose they are.
struct OwnWording: Sendable {
    var texts: NoticeOverrides = .none
    var branding: MailBranding = .none
    /// The picture that ``branding`` names.
    var logo: MailLogo?

    /// Mails about somebody's account are the console's: they have the agency's name and colour, and no address of others to answer
    /// to.
    func branding(of kind: NoticeKind) -> MailBranding {
        switch kind {
        case .accountInvitation, .accountPassword:
            MailBranding(senderName: branding.senderName, accent: branding.accent)
        default: branding
        }
    }

    /// Like the rest of what is the agency's, not in mails about somebody's account.
    func logo(of kind: NoticeKind) -> MailLogo? { branding(of: kind).logo == nil ? nil : logo }
}
