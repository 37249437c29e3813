internal import FoundationEssentials

/// A message and what has become of it so far. Pure: events move it on.
struct MessageRecord: Sendable, Equatable {
    enum Direction: String, Sendable {
        case inbound
        case outboundAPI = "outbound-api"
        case outboundReply = "outbound-reply"
    }

    let sid: String
    let direction: Direction
    let draft: MessageDraft
    /// Who sends it: the draft's, or what the messaging service picked.
    let sender: PhoneAddress
    /// What it says, as far as that is known.
    let text: String
    let createdAt: Date
    private(set) var status: MessageStatus
    private(set) var errorCode: Int?
    private(set) var updatedAt: Date
    private(set) var sentAt: Date?
    /// Why it will not be delivered; nil when it will.
    var failure: Int?
    /// What is to go wrong with its callbacks.
    var fault: Fault?
    /// What was posted about it.
    var callbacks: [Delivery] = []

    init(
        sid: String, direction: Direction, draft: MessageDraft, sender: PhoneAddress, text: String,
        status: MessageStatus, at now: Date
    ) {
        self.sid = sid
        self.direction = direction
        self.draft = draft
        self.sender = sender
        self.text = text
        self.status = status
        (createdAt, updatedAt) = (now, now)
        if status.isFinal { sentAt = now }
    }

    var channel: MessageChannel { draft.to.channel }

    /// Both ends; which one is ours depends on the direction.
    var pair: NumberPair {
        direction == .inbound
            ? NumberPair(ours: draft.to, theirs: sender) : NumberPair(ours: sender, theirs: draft.to)
    }

    mutating func apply(_ event: MessageEvent, at now: Date) {
        status = event.status
        errorCode = event.code
        updatedAt = now
        if event.status != .queued && sentAt == nil { sentAt = now }
    }

    /// As Twilio shows it (https://www.twilio.com/docs/messaging/api/message-resource).
    func resource(of account: TwilioAccount) -> JSON {
        let uri = "\(account.root)/Messages/\(sid)"
        let isAssigned = status != .accepted
        return [
            "sid": .string(sid), "account_sid": .string(account.sid), "api_version": "2010-04-01",
            "messaging_service_sid": draft.serviceSID.map(JSON.string) ?? .null, "to": .string(draft.to.text),
            "from": isAssigned ? .string(sender.text) : .null, "body": .string(text),
            "num_segments": .string(isAssigned ? "\(segments)" : "0"),
            "num_media": .string("\(draft.mediaURLs.count)"), "direction": .string(direction.rawValue),
            "status": .string(status.rawValue), "error_code": errorCode.map { .number("\($0)") } ?? .null,
            "error_message": errorCode.map { .string(MessageEvent.reasons[$0] ?? "Unknown error") } ?? .null,
            "date_created": .string(createdAt.rfc2822), "date_updated": .string(updatedAt.rfc2822),
            "date_sent": sentAt.map { .string($0.rfc2822) } ?? .null, "price": .null, "price_unit": .null,
            "subresource_uris": ["media": .string("\(uri)/Media.json")], "uri": .string("\(uri).json"),
        ]
    }

    private var segments: Int { channel == .whatsApp ? 1 : MessageSegments.count(text) }

    /// The form of a status callback
    /// (https://www.twilio.com/docs/messaging/guides/track-outbound-message-status).
    func callback(_ event: MessageEvent, of account: TwilioAccount) -> [(String, String)] {
        var fields = [
            ("MessageSid", sid), ("MessageStatus", event.status.rawValue), ("SmsSid", sid),
            ("SmsStatus", event.status.rawValue), ("AccountSid", account.sid), ("ApiVersion", "2010-04-01"),
            ("To", draft.to.text), ("From", sender.text),
        ]
        if let service = draft.serviceSID { fields.append(("MessagingServiceSid", service)) }
        if let code = event.code {
            fields += [("ErrorCode", "\(code)"), ("ErrorMessage", MessageEvent.reasons[code] ?? "Unknown error")]
        }
        switch channel {
        case .sms:
            if event.status == .delivered || event.status == .undelivered {
                fields.append(("RawDlrDoneDate", updatedAt.shortStamp))
            }
        case .whatsApp:
            fields += [
                ("ChannelPrefix", "whatsapp"), ("ChannelInstallSid", "XE00000000000000000000000000000000"),
                ("ChannelToAddress", draft.to.text),
            ]
            if event.status == .delivered || event.status == .read {
                fields.append(("EventType", event.status.rawValue.uppercased()))
            }
        }
        return fields
    }

    /// The form of the inbound webhook (https://www.twilio.com/docs/messaging/guides/webhook-request).
    func inbound(of account: TwilioAccount) -> [(String, String)] {
        var fields = [
            ("MessageSid", sid), ("SmsMessageSid", sid), ("SmsSid", sid), ("SmsStatus", "received"),
            ("AccountSid", account.sid), ("ApiVersion", "2010-04-01"), ("To", draft.to.text), ("From", sender.text),
            ("Body", text), ("NumMedia", "0"), ("NumSegments", "\(segments)"),
        ]
        if channel == .whatsApp {
            fields += [
                ("ProfileName", "Sandbox"), ("WaId", String(sender.number.dropFirst())), ("MessageType", "text"),
            ]
        }
        return fields
    }

    /// As in `GET /inbox.json`.
    var summary: JSON {
        .object(present: [
            "channel": .string(channel.rawValue), "id": .string(sid), "direction": .string(direction.rawValue),
            "to": .string(draft.to.number), "from": .string(sender.number), "body": .string(text),
            "status": .string(status.rawValue), "errorCode": errorCode.map { .number("\($0)") } ?? .null,
            "contentSid": draft.contentSID.map(JSON.string),
            "contentVariables": draft.contentSID == nil
                ? nil : .object(draft.contentVariables.mapValues { .string($0) }),
            "statusCallback": draft.statusCallback.map(JSON.string),
            "ignoredParameters": .array(draft.ignored.map { .string($0) }),
            "callbacks": .array(
                callbacks.map { ["message": .string($0.message), "result": .string($0.result)] }),
            "receivedAt": .string(createdAt.iso),
        ])
    }
}

extension Date {
    /// `Thu, 24 Aug 2023 05:01:45 +0000`
    var rfc2822: String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let text = iso
        let day = Int((timeIntervalSince1970 / 86_400).rounded(.down))
        let month = Int(text.dropFirst(5).prefix(2)) ?? 1
        return "\(days[((day % 7) + 7) % 7]), \(text.dropFirst(8).prefix(2)) \(months[month - 1]) \(text.prefix(4)) "
            + "\(text.dropFirst(11).prefix(8)) +0000"
    }

    /// `2308240501`, as carriers write it.
    fileprivate var shortStamp: String { String(iso.filter(\.isNumber).dropFirst(2).prefix(10)) }
}
