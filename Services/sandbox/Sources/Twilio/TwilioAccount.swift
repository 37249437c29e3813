internal import FoundationEssentials

/// The one account that is played, as it is configured.
struct TwilioAccount: Sendable, Equatable {
    var sid = "AC00000000000000000000000000000000"
    /// Also signs what is posted.
    var authToken = "sandbox-token"
    var keySID = "SK00000000000000000000000000000000"
    var keySecret = "sandbox-secret"
    /// Numbers that may send, as in `From`; nil for any.
    var senders: [String]?
    /// Texts of templates by their `HX…`; nil for any, without a text.
    var templates: [String: String]?
    /// Where messages of people go; nil for nowhere.
    var inboundURL: String?
    /// Messages a second of each sender; 0 for no limit.
    var rateLimit = 10
    /// From acceptance to the end of a message.
    var duration = Duration.seconds(2)
    /// How many messages are kept.
    var capacity = 50_000

    var root: String { "/2010-04-01/Accounts/\(sid)" }

    /// Account and token, or a key and its secret (https://www.twilio.com/docs/usage/requests-to-twilio).
    func accepts(_ authorization: String?) -> Bool {
        let words = (authorization ?? "").split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "basic", let bytes = Data(base64Encoded: String(words[1]))
        else { return false }
        return [Array("\(sid):\(authToken)".utf8), Array("\(keySID):\(keySecret)".utf8)].contains(Array(bytes))
    }

    /// The number that a messaging service picks.
    func sender(on channel: MessageChannel) -> PhoneAddress {
        let own = (senders ?? []).compactMap { PhoneAddress(sender: $0) }.first { $0.channel == channel }
        return own ?? PhoneAddress(channel: channel, number: "+15125550100")
    }

    func owns(_ sender: PhoneAddress) -> Bool { senders?.contains(sender.text) ?? true }
}

enum MessageChannel: String, CaseIterable, Sendable {
    case sms
    case whatsApp = "whatsapp"
}

/// `+E164` or `whatsapp:+E164`.
struct PhoneAddress: Sendable, Hashable {
    var channel: MessageChannel
    var number: String

    init(channel: MessageChannel, number: String) {
        self.channel = channel
        self.number = number
    }

    /// A recipient.
    init?(_ text: String) {
        self.init(unchecked: text)
        guard Self.isE164(number) else { return nil }
    }

    /// A sender: a number, and for SMS also a short code or a name
    /// (https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id).
    init?(sender text: String) {
        self.init(unchecked: text)
        if Self.isE164(number) { return }
        guard channel == .sms, (3...11).contains(number.utf8.count) else { return nil }
        let isShortCode = (3...6).contains(number.utf8.count) && number.utf8.allSatisfy { (48...57).contains($0) }
        let isName =
            number.contains { $0.isLetter }
            && number.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == " ") }
        guard isShortCode || isName else { return nil }
    }

    private init(unchecked text: String) {
        let prefix = "whatsapp:"
        let isWhatsApp = text.hasPrefix(prefix)
        channel = isWhatsApp ? .whatsApp : .sms
        number = isWhatsApp ? String(text.dropFirst(prefix.count)) : text
    }

    var text: String { channel == .whatsApp ? "whatsapp:\(number)" : number }

    /// `^\+[1-9]\d{6,14}$`
    private static func isE164(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst()
        return text.utf8.first == UInt8(ascii: "+") && (7...15).contains(digits.count)
            && digits.first != UInt8(ascii: "0") && digits.allSatisfy { (48...57).contains($0) }
    }
}

/// A number of ours and one of somebody else.
struct NumberPair: Sendable, Hashable {
    var ours: PhoneAddress
    var theirs: PhoneAddress
}
