internal import Contracts
internal import LenientJSON
internal import Notices
internal import ServiceKit
internal import Twilio

/// From what, and with which templates, messages go out through one account at Twilio.
struct MessageAccount: Sendable, Equatable {
    var senders: [TwilioMessage.Channel: TwilioMessage.Sender]
    var templates: ContentTemplates
    /// Where Twilio is to say what became of a message.
    var statusCallback: String

    var channels: Set<NotificationChannel> { Set(senders.keys.map(\.notificationChannel)) }
}

extension TwilioMessage.Channel {
    var notificationChannel: NotificationChannel {
        switch self {
        case .sms: .sms
        case .whatsapp: .whatsapp
        }
    }

    init?(_ channel: NotificationChannel) {
        switch channel {
        case .email: return nil
        case .sms: self = .sms
        case .whatsapp: self = .whatsapp
        }
    }
}

/// The templates that WhatsApp has approved, by what they tell of and in which language. Their variables are
/// `NoticeKind.templateVariables`.
struct ContentTemplates: Sendable, Equatable {
    private var sids: [NoticeKind: [String: String]] = [:]

    init() {}

    /// Reads `{"call.completed": {"en": "HX…", "de": "HX…"}}`.
    init(json: String) throws(Unusable) {
        guard let root = (try? JSONDocument(parsing: Array(json.utf8)))?.root, root.kind == .object else {
            throw Unusable("must be a JSON object like {\"call.completed\": {\"en\": \"HX…\"}}")
        }
        for (name, languages) in root.members {
            guard let kind = NoticeKind(rawValue: name) else {
                let known = NoticeKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw Unusable("knows no \"\(name)\"; there are \(known)")
            }
            guard languages.kind == .object else { throw Unusable("\(name) must be an object of languages") }
            for (language, sid) in languages.members {
                guard let sid = sid.string, Self.isSID(sid) else {
                    throw Unusable("\(name).\(language) must be HX and 32 hexadecimal digits")
                }
                sids[kind, default: [:]][Self.tag(language)] = sid
            }
        }
    }

    /// The one in this language, in whatever region.
    ///
    /// - Parameter language: BCP 47.
    func sid(_ kind: NoticeKind, in language: String) -> String? {
        let tag = Self.tag(language)
        let base = tag.split(separator: "-").first.map(String.init) ?? tag
        return sids[kind]?[tag] ?? sids[kind]?[base]
    }

    /// WhatsApp itself writes `pt_BR`.
    private static func tag(_ language: String) -> String {
        String(language.lowercased().map { $0 == "_" ? "-" : $0 })
    }

    private static func isSID(_ text: String) -> Bool {
        text.hasPrefix("HX") && text.utf8.count == 34 && text.dropFirst(2).allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}
