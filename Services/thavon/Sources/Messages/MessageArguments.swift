internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import Notices

/// A kind of notice on the command line.
struct KindArgument: ExpressibleByArgument, Sendable {
    let kind: NoticeKind

    init?(argument: String) {
        guard let kind = NoticeKind(rawValue: argument) else { return nil }
        self.kind = kind
    }

    static var allValueStrings: [String] { NoticeKind.allCases.map(\.rawValue) }
}

struct ChannelArgument: ExpressibleByArgument, Sendable {
    let channel: NotificationChannel

    init?(argument: String) {
        guard let channel = NotificationChannel(rawValue: argument) else { return nil }
        self.channel = channel
    }

    static let allValueStrings = ["email", "whatsapp", "sms"]
}

/// An id of anything.
struct IDArgument: ExpressibleByArgument, Sendable {
    let id: UUID

    init?(argument: String) {
        guard let id = UUID(uuidString: argument) else { return nil }
        self.id = id
    }
}

/// Where a message stands, as `notifications.status` has it.
enum MessageStatusArgument: String, ExpressibleByArgument, CaseIterable, Sendable {
    case standby, pending, sending, sent, parked, failed, unknown
    case notSent = "not_sent"
}

/// Texts of the agency's own on the command line.
struct WordingOptions: ParsableArguments {
    @Option(help: "The mail's subject.")
    var subject: String?

    @Option(help: "The mail's paragraphs: a text, or a file with it; - for standard input.")
    var body: String?

    @Option(help: "The text for SMS, and for WhatsApp after they have written.")
    var short: String?

    /// Nil when there is none of them.
    func wording() throws -> NoticeWording? {
        guard subject != nil || body != nil || short != nil else { return nil }
        var text = body
        if let body, body == "-" || FileManager.default.fileExists(atPath: body) { text = try InputText.read(body) }
        return NoticeWording(subject: subject, body: text, short: short)
    }
}
