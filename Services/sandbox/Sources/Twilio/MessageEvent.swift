/// What becomes of a message, in Twilio's words.
enum MessageStatus: String, CaseIterable, Sendable {
    case accepted
    case queued
    case sent
    case delivered
    case read
    case undelivered
    case failed
    /// Of a message to us.
    case received

    var isFinal: Bool {
        switch self {
        case .accepted, .queued, .sent: false
        case .delivered, .read, .undelivered, .failed, .received: true
        }
    }
}

/// A step in the life of a message, and why when it ends badly.
struct MessageEvent: Sendable, Equatable, Hashable {
    var status: MessageStatus
    var code: Int?

    init(_ status: MessageStatus, code: Int? = nil) {
        self.status = status
        self.code = code
    }
}

extension MessageEvent {
    /// What can happen to a message that was accepted (https://www.twilio.com/docs/api/errors).
    static let reasons: [Int: String] = [
        30003: "Unreachable destination handset", 30004: "Message blocked", 30005: "Unknown destination handset",
        30006: "Landline or unreachable carrier", 30007: "Carrier violation", 30008: "Unknown error",
        30034: "Message from an unregistered number", 30036: "Validity period expired",
        63003: "Channel could not find To address", 63013: "Channel policy violation",
        63014: "Blocked by the user", 63015: "Channel Sandbox can only send messages to phone numbers that joined it",
        63016: "Failed to send freeform message because you are outside the allowed window",
        63018: "Rate limit exceeded for Channel", 63021: "Channel invalid content error",
        63024: "Invalid message recipient", 63032: "Limited by the channel", 63049: "Meta chose not to deliver",
    ]

    /// Numbers whose last five digits are a reason of that channel end with it.
    static func failure(of to: PhoneAddress) -> Int? {
        guard let code = Int(to.number.suffix(5)), reasons[code] != nil else { return nil }
        return (code >= 63_000) == (to.channel == .whatsApp) ? code : nil
    }

    /// The course of a message.
    ///
    /// - Parameters:
    ///   - failure: why it will not be delivered; nil when it will.
    ///   - duration: from acceptance to the end.
    static func script(
        on channel: MessageChannel, failure: Int?, duration: Duration, fault: Fault?
    ) -> WebhookScript<MessageEvent> {
        let quarter = duration / 4
        var events = [(after: Duration.zero, event: MessageEvent(.queued))]
        switch failure {
        // The channel refuses before anything leaves.
        case .some(let code) where code >= 63_000: events.append((quarter * 2, MessageEvent(.failed, code: code)))
        case .some(let code):
            events += [(quarter, MessageEvent(.sent)), (quarter * 2, MessageEvent(.undelivered, code: code))]
        case nil:
            events += [(quarter, MessageEvent(.sent)), (quarter * 2, MessageEvent(.delivered))]
            if channel == .whatsApp { events.append((quarter, MessageEvent(.read))) }
        }
        return WebhookScript(events, fault: fault) { $0.status.isFinal }
    }
}
