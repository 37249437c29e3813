internal import Contracts
internal import FoundationEssentials
internal import Notices

/// The body of `POST /emails`, encoded once and then sent as it is at every attempt.
struct ResendMail: Encodable, Sendable {
    struct Tag: Encodable, Sendable {
        var name: String
        var value: String
    }

    struct Attachment: Encodable, Sendable {
        var filename: String
        /// Base64.
        var content: String
        var contentType: String

        private enum CodingKeys: String, CodingKey {
            case filename, content, contentType = "content_type"
        }

        init(_ file: CalendarFile) {
            filename = "invite.ics"
            content = Data(file.text.utf8).base64EncodedString()
            contentType = "text/calendar; charset=utf-8; method=\(file.method.rawValue)"
        }
    }

    var from: String
    /// Nil, and not in the body: answers go to `from`.
    var replyTo: String?
    var to: [String]
    var subject: String
    var html: String
    var text: String
    /// Only one mail a request may have them (https://resend.com/docs/api-reference/emails/send-batch-emails).
    var attachments: [Attachment]?
    /// Come back in webhooks; only ASCII letters, digits, `_` and `-` are allowed.
    var tags: [Tag]

    private enum CodingKeys: String, CodingKey {
        case from, replyTo = "reply_to", to, subject, html, text, attachments, tags
    }

    init(
        from: String, replyTo: String? = nil, to address: String, mail: RenderedNotice, invitation: CalendarFile? = nil,
        notification: NotificationID, eventTime: Date, agency: AgencyID
    ) {
        self.from = from
        self.replyTo = replyTo
        to = [address]
        subject = mail.subject
        html = mail.html
        text = mail.text
        attachments = invitation.map { [Attachment($0)] }
        tags = [
            Tag(name: "delivery", value: notification.description), Tag(name: "at", value: eventTime.milliseconds),
            Tag(name: "agency", value: agency.description),
        ]
    }

    var frozen: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return try Array(encoder.encode(self))
        }
    }
}
