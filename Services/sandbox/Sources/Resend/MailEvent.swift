internal import FoundationEssentials

/// What becomes of a mail, in the words of Resend's webhooks (https://resend.com/docs/dashboard/webhooks/event-types).
enum MailEvent: String, CaseIterable, Sendable {
    case scheduled
    case sent
    case delivered
    case bounced
    case complained
    case suppressed

    /// All that becomes of the mail. The recipient decides, as with Resend's addresses for testing
    /// (https://resend.com/docs/dashboard/emails/send-test-emails), here at any domain and with any `+label`.
    static func course(of draft: MailDraft) -> [MailEvent] {
        if draft.scheduledAt != nil { return [.scheduled] }
        let boxes = Set(draft.to.map { mailbox($0) })
        if boxes.contains("suppressed") { return [.suppressed] }
        if boxes.contains("bounced") { return [.sent, .bounced] }
        if !boxes.isDisjoint(with: ["complained", "complaint"]) { return [.sent, .delivered, .complained] }
        return [.sent, .delivered]
    }

    /// What stands before the `@`, without a label.
    private static func mailbox(_ recipient: String) -> String {
        let address = MailAddress(recipient)?.address ?? recipient
        return String(address.prefix { $0 != "@" && $0 != "+" }).lowercased()
    }

    /// - Parameter duration: from sending to the end.
    static func script(of draft: MailDraft, duration: Duration, fault: Fault?) -> WebhookScript<MailEvent> {
        let course = course(of: draft)
        return WebhookScript(
            course.enumerated().map { index, event in (index == 0 ? .zero : duration, event) }, fault: fault,
            isFinal: { $0 == course.last })
    }

    /// The body of the webhook.
    func payload(of mail: StoredMail, at now: Date) -> JSON {
        func list(_ addresses: [String]) -> JSON? {
            addresses.isEmpty ? nil : .array(addresses.map(JSON.string))
        }
        let draft = mail.draft
        let tags = Dictionary(draft.tags.map { ($0.name, JSON.string($0.value)) }) { $1 }
        let data = JSON.object(present: [
            "email_id": .string(mail.id), "message_id": .string("<\(mail.id)@sandbox.invalid>"),
            "created_at": .string(mail.receivedAt.iso), "from": .string(draft.from), "to": list(draft.to),
            "cc": list(draft.cc), "bcc": list(draft.bcc), "reply_to": list(draft.replyTo),
            "subject": .string(draft.subject), "tags": tags.isEmpty ? nil : .object(tags),
            "bounce": self == .bounced ? Self.bounce : nil, "suppressed": self == .suppressed ? Self.suppression : nil,
        ])
        return ["type": .string("email.\(rawValue)"), "created_at": .string(now.iso), "data": data]
    }

    private static let bounce: JSON = [
        "type": "Permanent", "subType": "General",
        "message": "The recipient's email provider sent a hard bounce message.",
        "diagnosticCode": "smtp; 550 5.1.1 user unknown",
    ]
    private static let suppression: JSON = [
        "type": "Bounce", "message": "The recipient is on the suppression list.",
    ]
}
