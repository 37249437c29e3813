/// A message to us: Twilio's POST to the number's webhook
/// (https://www.twilio.com/docs/messaging/guides/webhook-request). All of it but the ids is what somebody wrote.
package struct TwilioInbound: Sendable, Equatable {
    /// The same on every repetition.
    package var messageSID: String
    package var accountSID: String?
    package var messagingServiceSID: String?
    package var channel: TwilioMessage.Channel
    /// Without the channel's prefix.
    package var from: String
    package var to: String
    /// Empty when there is only a picture.
    package var body: String
    package var mediaCount: Int
    /// What Twilio itself has taken the message for, where Advanced Opt-Out is on: `STOP`, `START`, `HELP`
    /// (https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out).
    package var optOutType: String?
    /// WhatsApp: the sender's number without `+`.
    package var waID: String?
    package var profileName: String?
    /// WhatsApp: which button of a template was pressed.
    package var buttonText: String?
    package var buttonPayload: String?
    /// WhatsApp: the message of ours that is answered.
    package var originalRepliedMessageSID: String?

    /// Whether it ends or begins messages to its sender. Twilio itself heeds such words by SMS only.
    package var verdict: StopWords.Verdict {
        let verdict = StopWords.verdict(of: body, optOutType: optOutType, by: channel)
        return verdict == .none ? StopWords.verdict(of: buttonText ?? "", optOutType: nil, by: channel) : verdict
    }

    /// Whether Twilio has answered the wish by itself. By SMS it does so for its own keywords, as a whole message, and for
    /// what it has a verdict of its own about; words of ours mean nothing to it.
    package var isAnswered: Bool {
        guard channel == .sms, verdict != .none else { return false }
        let words = body.split(whereSeparator: \.isWhitespace)
        return optOutType != nil || words.count == 1 && Self.keywords.contains(words[0].uppercased())
    }

    /// https://help.twilio.com/articles/223134027
    private static let keywords: Set<String> = [
        "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "START", "YES", "UNSTOP", "HELP",
        "INFO",
    ]

    /// Nil without an id or a sender.
    ///
    /// - Parameter fields: of a form whose signature is valid.
    package init?(_ fields: [(String, String)]) {
        guard let sid = fields[filled: "MessageSid"] ?? fields[filled: "SmsSid"] ?? fields[filled: "SmsMessageSid"],
            let sender = fields[filled: "From"]
        else { return nil }
        messageSID = sid
        accountSID = fields[filled: "AccountSid"]
        messagingServiceSID = fields[filled: "MessagingServiceSid"]
        channel = sender.hasPrefix(Self.prefix) ? .whatsapp : .sms
        from = Self.number(sender)
        to = Self.number(fields[filled: "To"] ?? "")
        body = fields[field: "Body"] ?? ""
        mediaCount = fields[filled: "NumMedia"].flatMap { Int($0) }.map { max(0, $0) } ?? 0
        optOutType = fields[filled: "OptOutType"]
        waID = fields[filled: "WaId"]
        profileName = fields[filled: "ProfileName"]
        buttonText = fields[filled: "ButtonText"]
        buttonPayload = fields[filled: "ButtonPayload"]
        originalRepliedMessageSID = fields[filled: "OriginalRepliedMessageSid"]
    }

    private static let prefix = "whatsapp:"

    private static func number(_ address: String) -> String {
        address.hasPrefix(prefix) ? String(address.dropFirst(prefix.count)) : address
    }
}
