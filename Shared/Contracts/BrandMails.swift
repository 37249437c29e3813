/// Sets how an agency's mails say whose they are.
package struct BrandMails: CommandPayload {
    package static let routingKey = "notifications.brand_mails"

    package struct Reply: Codable, Sendable, Equatable {
        package var version: Int
        package init(version: Int) { self.version = version }
    }

    /// All of it: what is nil is ours again.
    package var branding: MailBranding
    /// The version that was looked at when this was written; another one refuses it. Nil: whatever there is.
    package var basedOn: Int?

    package init(branding: MailBranding, basedOn: Int?) {
        self.branding = branding
        self.basedOn = basedOn
    }

    private enum CodingKeys: String, CodingKey { case branding, basedOn = "based_on" }
}
