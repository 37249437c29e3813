/// A message as it was asked for, checked as Twilio checks it.
struct MessageDraft: Sendable, Equatable {
    var to: PhoneAddress
    /// Nil for a messaging service, which picks one.
    var from: PhoneAddress?
    var serviceSID: String?
    var body: String?
    var mediaURLs: [String] = []
    var contentSID: String?
    var contentVariables: [String: String] = [:]
    var statusCallback: String?
    /// Names that Twilio does not know. It says nothing about them, and neither does this one.
    var ignored: [String] = []

    init(to: PhoneAddress, from: PhoneAddress?, body: String?) {
        self.to = to
        self.from = from
        self.body = body
    }

    /// Free text, which WhatsApp allows only in its window.
    var isFreeForm: Bool { contentSID == nil }
}

extension MessageDraft {
    /// The parameters that Twilio's API description has, 2026-04-14; a test holds them against it.
    static let fields: Set = [
        "To", "StatusCallback", "ApplicationSid", "MaxPrice", "ProvideFeedback", "Attempt", "ValidityPeriod",
        "ForceDelivery", "ContentRetention", "AddressRetention", "SmartEncoded", "PersistentAction", "TrafficType",
        "ShortenUrls", "ScheduleType", "SendAt", "SendAsMms", "ContentVariables", "RiskCheck", "From", "FallbackFrom",
        "MessagingServiceSid", "Body", "MediaUrl", "ContentSid",
    ]
    /// Newer than the description.
    static let undescribedFields: Set = ["MessageIntent"]

    /// - Parameter form: its names count letter by letter.
    /// - Throws: what Twilio would refuse it for.
    init(_ form: FormFields, account: TwilioAccount) throws(TwilioProblem) {
        guard let to = form["To"] else { throw .noRecipient }
        guard let recipient = PhoneAddress(to.trimmed) else { throw .recipient(to) }
        if let problem = TwilioProblem.magic(to: recipient.number) { throw problem }
        self.init(to: recipient, from: try Self.sender(form, to: recipient, account), body: form["Body"])
        serviceSID = form["MessagingServiceSid"]
        if let serviceSID, !Self.isSID(serviceSID, "MG") { throw .service }
        if form["SendAt"] != nil || form["ScheduleType"] != nil { throw .notPlayed("scheduled messages") }
        try readContent(form, account)
        try readCallback(form["StatusCallback"])
        try Self.checkValidity(form["ValidityPeriod"])
        ignored = form.fields.map(\.name).filter { !Self.fields.union(Self.undescribedFields).contains($0) }
    }

    private static func sender(
        _ form: FormFields, to: PhoneAddress, _ account: TwilioAccount
    ) throws(TwilioProblem) -> PhoneAddress? {
        guard let text = form["From"] else {
            if form["MessagingServiceSid"] == nil { throw .noSender }
            return nil
        }
        guard let from = PhoneAddress(sender: text.trimmed) else { throw .sender(text) }
        if let problem = TwilioProblem.magic(from: from.number) { throw problem }
        guard from.channel == to.channel else { throw .channels }
        guard account.owns(from) else { throw .foreign(from) }
        return from
    }

    private mutating func readContent(_ form: FormFields, _ account: TwilioAccount) throws(TwilioProblem) {
        mediaURLs = form.all("MediaUrl").filter { !$0.isEmpty }
        contentSID = form["ContentSid"]
        guard body != nil || !mediaURLs.isEmpty || contentSID != nil else { throw .noContent }
        if let body, body.utf16.count > 1600 { throw .tooLong }
        guard mediaURLs.count <= 10, mediaURLs.allSatisfy({ WebAddress($0) != nil }) else { throw .mediaURL }
        guard let contentSID else { return }
        guard Self.isSID(contentSID, "HX"), account.templates.map({ $0[contentSID] != nil }) ?? true else {
            throw .contentSID
        }
        try readVariables(form["ContentVariables"])
        // A template takes the place of a text.
        (body, mediaURLs) = (nil, [])
    }

    /// A JSON object of strings that are not empty (https://www.twilio.com/docs/api/errors/21656).
    private mutating func readVariables(_ text: String?) throws(TwilioProblem) {
        guard let text else { return }
        guard let members = (try? JSON(parsing: Array(text.utf8)))?.members else { throw .contentVariables }
        for (name, value) in members {
            guard let value = value.string, !value.isEmpty else { throw .contentVariables }
            contentVariables[name] = value
        }
    }

    private mutating func readCallback(_ text: String?) throws(TwilioProblem) {
        guard let text else { return }
        guard let address = WebAddress(text), !address.host.contains("_") else { throw .statusCallback }
        statusCallback = text
    }

    private static func checkValidity(_ text: String?) throws(TwilioProblem) {
        guard let text else { return }
        guard let seconds = Int(text), (1...36_000).contains(seconds) else {
            throw .refused(20001, "ValidityPeriod must be from 1 to 36000.")
        }
    }

    /// Two letters and 32 hexadecimal digits.
    static func isSID(_ text: String, _ prefix: String) -> Bool {
        text.hasPrefix(prefix) && text.utf8.count == 34 && text.utf8.dropFirst(2).allSatisfy { $0.isHexDigit }
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}

/// An absolute http or https address.
private struct WebAddress {
    let host: Substring

    init?(_ text: String) {
        guard let scheme = ["http://", "https://"].first(where: { text.lowercased().hasPrefix($0) }) else { return nil }
        let authority = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        let named = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        host = named.prefix { $0 != ":" }
        if host.isEmpty || text.contains(where: \.isWhitespace) { return nil }
    }
}
