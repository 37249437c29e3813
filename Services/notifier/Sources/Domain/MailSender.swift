/// Whom a mail comes from: a name of the agency's before the address that is the service's.
enum MailSender {
    /// - Parameters:
    ///   - name: one line; nil: as it is set up.
    ///   - sender: `Name <address>` or an address.
    /// - Returns: a mailbox (RFC 5322 §3.4).
    static func mailbox(name: String?, _ sender: String) -> String {
        guard let name else { return sender }
        return "\(displayName(name)) <\(address(in: sender))>"
    }

    /// Of `Name <address>`, or of an address alone.
    static func address(in sender: String) -> String {
        guard let open = sender.lastIndex(of: "<"), sender.hasSuffix(">") else { return sender }
        return String(sender[sender.index(after: open)...].dropLast())
    }

    /// Words as they are, and what is more than words in quotes, with a backslash before what would end those (RFC 5322 §3.2.4).
    /// What is not ASCII is part of words (RFC 6532 §3.2); the provider writes it as the mail's way needs it.
    private static func displayName(_ name: String) -> String {
        let isWords = name.unicodeScalars.allSatisfy { !$0.isASCII || $0 == " " || isAtomText($0) }
        guard !isWords else { return name }
        var quoted = ""
        for scalar in name.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(scalar)
        }
        return "\"\(quoted)\""
    }

    private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar)
        }
    }
}
