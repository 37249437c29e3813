internal import LenientJSON

/// A message to one person by SMS or WhatsApp: the body of `POST …/Messages.json`
/// (https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource).
package struct TwilioMessage: Sendable, Equatable {
    package enum Channel: String, Sendable, CaseIterable {
        case sms, whatsapp
    }

    package enum Sender: Sendable, Equatable {
        /// In E.164; for SMS an alphanumeric sender or a short code as well.
        case number(String)
        /// A messaging service (`MG…`), which chooses one of its senders.
        case service(sid: String)
    }

    package enum Content: Sendable, Equatable {
        /// On WhatsApp only within 24 hours of the recipient's last message.
        case text(String)
        /// An approved template (`HX…`) and what stands in its places. See ``TwilioMessage/variable(_:)``.
        case template(sid: String, variables: [String: String])
    }

    package var channel: Channel
    /// In E.164, without the channel's prefix.
    package var to: String
    package var sender: Sender
    package var content: Content
    /// Where Twilio reports what becomes of it. Carries our own id, so that a report settles what is uncertain.
    package var statusCallback: String?
    /// How many seconds it may wait at Twilio before it is dropped; ten hours when nil.
    package var validity: Int?

    package init(
        channel: Channel, to: String, sender: Sender, content: Content, statusCallback: String? = nil,
        validity: Int? = nil
    ) {
        self.channel = channel
        self.to = to
        self.sender = sender
        self.content = content
        self.statusCallback = statusCallback
        self.validity = validity
    }

    /// How many characters a text may have.
    package static let textLimit = 1600

    /// A value as a template takes it: no line break or tab, no more than one blank in a row
    /// (https://www.twilio.com/docs/api/errors/63013). May be empty, which none takes
    /// (https://www.twilio.com/docs/api/errors/21656): the caller has something better then.
    package static func variable(_ text: String) -> String {
        text.split(whereSeparator: { $0.isWhitespace || $0.isNewline }).joined(separator: " ")
    }

    /// The form's fields, named as the API names them, with regard to case.
    var fields: [(String, String)] {
        var fields = [("To", address(to))]
        switch sender {
        case .number(let number): fields.append(("From", address(number)))
        case .service(let sid): fields.append(("MessagingServiceSid", sid))
        }
        switch content {
        case .text(let text): fields.append(("Body", text))
        case .template(let sid, let variables):
            fields.append(("ContentSid", sid))
            if !variables.isEmpty { fields.append(("ContentVariables", Self.json(variables))) }
        }
        if let statusCallback { fields.append(("StatusCallback", statusCallback)) }
        if let validity { fields.append(("ValidityPeriod", "\(validity)")) }
        return fields
    }

    /// The request's body: encoded once, stored, and sent as it is; the same message is always the same bytes.
    ///
    /// - Throws: ``UnusableMessage``.
    package func frozen() throws(UnusableMessage) -> [UInt8] {
        let problems = problems
        guard problems.isEmpty else { throw UnusableMessage(reasons: problems) }
        return TwilioForm.encoded(fields)
    }

    private func address(_ number: String) -> String { channel == .whatsapp ? "whatsapp:\(number)" : number }

    /// Sorted, so that it does not differ from one process to the next.
    private static func json(_ variables: [String: String]) -> String {
        let members = variables.sorted { $0.key < $1.key }.map { "\(JSONText.quoted($0)):\(JSONText.quoted($1))" }
        return "{\(members.joined(separator: ","))}"
    }
}

/// A message that Twilio would not take.
package struct UnusableMessage: Error, Sendable, Equatable, CustomStringConvertible {
    package let reasons: [String]
    package var description: String { reasons.joined(separator: "; ") }
}

extension TwilioMessage {
    /// Everything that Twilio would refuse, and that can be seen here, in words; without the message's own.
    package var problems: [String] {
        var problems: [String] = []
        if !Self.isE164(to) { problems.append("the recipient is no number like +15125550122") }
        problems += senderProblems + contentProblems
        if let validity, !(1...36_000).contains(validity) {
            problems.append("the validity is not from 1 second to 10 hours")
        }
        if let statusCallback { problems += Self.problems(ofCallback: statusCallback) }
        return problems
    }

    private var senderProblems: [String] {
        switch sender {
        case .number(let number):
            if channel == .whatsapp, !Self.isE164(number) { return ["the sender is no number like +15125550122"] }
            return number.isEmpty || number.contains(":") ? ["the sender is no number or name"] : []
        case .service(let sid):
            return Self.isSID(sid, "MG") ? [] : ["the messaging service is no MG and 32 digits"]
        }
    }

    private var contentProblems: [String] {
        switch content {
        case .text(let text):
            if text.allSatisfy(\.isWhitespace) { return ["the text is empty"] }
            // As Twilio counts is not said; the smallest unit it could mean is the safe one.
            return text.utf16.count > Self.textLimit ? ["the text is longer than \(Self.textLimit) characters"] : []
        case .template(let sid, let variables):
            let wrong = variables.sorted { $0.key < $1.key }.filter { !Self.isVariable($1) }
            return (Self.isSID(sid, "HX") ? [] : ["the template is no HX and 32 digits"])
                + wrong.map { "the template's variable \($0.key) is empty or has blanks that it must not have" }
        }
    }

    /// A newline, a tab or more than four blanks in a row make WhatsApp refuse the message.
    private static func isVariable(_ text: String) -> Bool {
        !text.allSatisfy(\.isWhitespace) && !text.contains { $0.isNewline || $0 == "\t" } && !text.contains("     ")
    }

    /// Absolute, and no underscore in the host.
    private static func problems(ofCallback url: String) -> [String] {
        guard let scheme = ["https://", "http://"].first(where: { url.hasPrefix($0) }) else {
            return ["the status callback is no URL"]
        }
        let host = url.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        return host.isEmpty || host.contains("_") ? ["the status callback's host is not valid"] : []
    }

    /// https://www.twilio.com/docs/glossary/what-e164
    static func isE164(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst()
        return text.hasPrefix("+") && (7...15).contains(digits.count) && digits.first != UInt8(ascii: "0")
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    static func isSID(_ text: String, _ prefix: String) -> Bool {
        let digits = text.dropFirst(2)
        return text.hasPrefix(prefix) && digits.utf8.count == 32 && digits.allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}
