/// How an agency's mails say whose they are. What is nil stays ours.
package struct MailBranding: Codable, Sendable, Equatable {
    /// What can be wrong with one, by the name that it has in JSON and in forms.
    package enum Part: String, Sendable, CaseIterable {
        case senderName = "sender_name"
        case replyTo = "reply_to"
        case accent, footer, logo
    }

    /// Stands before the address that the mails come from, which stays the service's.
    package var senderName: String?
    /// One address that answers go to.
    package var replyTo: String?
    /// `#rrggbb`, of buttons and links.
    package var accent: String?
    /// A few lines below everything, such as the agency's address. Plain text.
    package var footer: String?
    /// A picture at the top, one of those that the agency has sent to the console: the SHA-256 of its bytes as 64 hexadecimal
    /// digits.
    package var logo: String?

    package init(
        senderName: String? = nil, replyTo: String? = nil, accent: String? = nil, footer: String? = nil,
        logo: String? = nil
    ) {
        self.senderName = senderName
        self.replyTo = replyTo
        self.accent = accent
        self.footer = footer
        self.logo = logo
    }

    private enum CodingKeys: String, CodingKey {
        case senderName = "sender_name", replyTo = "reply_to", accent, footer, logo
    }

    package static let none = MailBranding()
    /// In code points.
    package static let longestName = 64
    package static let mostLines = 6
    /// In code points.
    package static let longestLine = 120

    package var footerLines: [String] {
        footer?.split(whereSeparator: \.isNewline).map(Self.trimmed).filter { !$0.isEmpty } ?? []
    }

    /// Without blanks around it, and with nil for what is empty: as it is stored.
    package var tidied: MailBranding {
        let lines = footerLines
        return MailBranding(
            senderName: Self.tidied(senderName), replyTo: Self.tidied(replyTo),
            accent: Self.tidied(accent)?.lowercased(), footer: lines.isEmpty ? nil : lines.joined(separator: "\n"),
            logo: Self.tidied(logo)?.lowercased())
    }

    private static func tidied(_ text: String?) -> String? {
        text.map { trimmed(Substring($0)) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    /// What cannot be used, in the order of a form. Ask it of what is ``tidied``.
    package var unusable: [Part] {
        Part.allCases.filter { part in
            switch part {
            case .senderName: senderName.map { !Self.isSenderName($0) } ?? false
            case .replyTo: replyTo.map { !Self.isAddress($0) } ?? false
            case .accent: accent.map { !Self.isColour($0) } ?? false
            case .footer: !Self.isFooter(footerLines)
            case .logo: logo.map { !Self.isHash($0) } ?? false
            }
        }
    }

    /// The same without what cannot be used.
    package var usable: MailBranding {
        var branding = self
        for part in unusable {
            switch part {
            case .senderName: branding.senderName = nil
            case .replyTo: branding.replyTo = nil
            case .accent: branding.accent = nil
            case .footer: branding.footer = nil
            case .logo: branding.logo = nil
            }
        }
        return branding
    }

    /// One visible line that cannot pass for an address: mail programs often show the name alone. Nor can it be an encoded
    /// word (RFC 2047 §2), which would be shown as something that nobody has checked.
    private static func isSenderName(_ text: String) -> Bool {
        text.unicodeScalars.count <= longestName && isPlain(text) && text.contains { $0.isLetter || $0.isNumber }
            && !text.contains { "<>@".contains($0) } && !text.contains("=?")
    }

    /// A single address of ASCII, not a list, without a name and without quotes or comments (RFC 5321 §4.1.2, Dot-string and
    /// Domain): one that the provider refuses would be refused with every mail.
    private static func isAddress(_ text: String) -> Bool {
        let halves = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, halves.count == 2, halves[0].count <= 64 else { return false }
        let dot = UInt8(ascii: ".")
        let atoms = halves[0].split(separator: dot, omittingEmptySubsequences: false)
        let labels = halves[1].split(separator: dot, omittingEmptySubsequences: false)
        return atoms.allSatisfy { !$0.isEmpty && $0.allSatisfy { isLetterOrDigit($0) || specials.contains($0) } }
            && labels.count > 1
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
                    && label.allSatisfy { isLetterOrDigit($0) || $0 == hyphen }
            }
    }

    private static let hyphen = UInt8(ascii: "-")
    private static let specials = Array("!#$%&'*+-/=?^_`{|}~".utf8)

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    private static func isColour(_ text: String) -> Bool {
        text.utf8.count == 7 && text.first == "#" && text.dropFirst().allSatisfy { $0.isASCII && $0.isHexDigit }
    }

    private static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    private static func isFooter(_ lines: [String]) -> Bool {
        lines.count <= mostLines && lines.allSatisfy { $0.unicodeScalars.count <= longestLine && isPlain($0) }
    }

    /// Nothing that ends a line, turns the direction of what follows, or cannot be seen; but for the two joiners that some
    /// scripts are written with.
    private static func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: false
            case .format: scalar.value == 0x200C || scalar.value == 0x200D
            default: true
            }
        }
    }
}
