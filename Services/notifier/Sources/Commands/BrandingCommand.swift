internal import Contracts
internal import Messaging
internal import Postgres

/// Takes how an agency's mails are to say whose they are. It counts for mails that are made from then on: one that is made already
/// goes out, and is repeated, as it is.
struct BrandingCommand: Sendable {
    static let unknownLogo = "logo: the agency has sent no such picture"

    func set(
        _ command: Command<BrandMails>, in transaction: PostgresTransaction
    ) async throws -> (BrandMails.Reply, [OutgoingEvent]) {
        let branding = command.data.branding.tidied
        if let wrong = branding.unusable.first { throw CommandRefused(wrong.rule) }
        if let hash = branding.logo,
            try await transaction.execute(FindMailLogo(agencyID: command.agencyID, hash: hash)).isEmpty
        {
            throw CommandRefused(Self.unknownLogo)
        }
        let save = SaveMailBranding(
            agencyID: command.agencyID, branding: branding, basedOn: command.data.basedOn, actor: command.actor)
        guard let version = try await transaction.execute(save).first else {
            throw CommandRefused("it has been changed by somebody else by now: look at it again")
        }
        return (.init(version: Int(version)), [])
    }
}

extension MailBranding.Part {
    /// What it has to be, for whoever has set it.
    fileprivate var rule: String {
        switch self {
        case .senderName:
            "sender_name: one line of at most \(MailBranding.longestName) characters, with a letter or digit and without <, > and @"
        case .replyTo: "reply_to: one mail address, and nothing beside it"
        case .accent: "accent: a colour such as #14532d"
        case .footer:
            "footer: at most \(MailBranding.mostLines) lines of at most \(MailBranding.longestLine) characters each"
        case .logo: "logo: the SHA-256 of a picture, as 64 hexadecimal digits"
        }
    }
}
