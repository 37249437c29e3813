internal import Contracts
internal import FoundationEssentials

/// The body of `POST /emails`, encoded once and then sent as it is at every attempt.
struct ResendMail: Encodable, Sendable {
    struct Tag: Encodable, Sendable {
        var name: String
        var value: String
    }

    var from: String
    var to: [String]
    var subject: String
    var html: String
    var text: String
    /// Come back in webhooks; only ASCII letters, digits, `_` and `-` are allowed.
    var tags: [Tag]

    init(from: String, to address: String, mail: MailRenderer.Mail, notification: NotificationID, agency: AgencyID) {
        self.from = from
        to = [address]
        subject = mail.subject
        html = mail.html
        text = mail.text
        tags = [
            Tag(name: "delivery", value: notification.description), Tag(name: "agency", value: agency.description),
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
