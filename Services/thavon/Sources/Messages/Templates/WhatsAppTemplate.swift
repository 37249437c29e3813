internal import Foundation
internal import Notices

/// A text for WhatsApp as it can be handed in for approval: who uses WhatsApp for business may write first only in texts that
/// Meta has approved. Pure.
///
/// Meta refuses texts that begin or end with a variable, and numbers that are left out.
struct WhatsAppTemplate: Sendable, Equatable {
    let kind: NoticeKind
    let language: WordLanguage
    /// With `{{1}}` and so on; their order is that of `NoticeKind.templateVariables`.
    let text: String

    /// Nil for a kind that never goes by WhatsApp.
    init?(_ kind: NoticeKind, _ language: WordLanguage) {
        let words = WhatsAppWords(language)
        guard kind.isChoosable, let named = words.text(of: kind) else { return nil }
        self.kind = kind
        self.language = language
        var text = named + "\n\n" + words.ending
        for (number, variable) in zip(1..., kind.templateVariables) {
            text = text.replacingOccurrences(of: "{{\(variable.rawValue)}}", with: "{{\(number)}}")
        }
        self.text = text
    }

    /// By kind, and within it by language.
    static let all = NoticeKind.allCases.flatMap { kind in
        WordLanguage.allCases.compactMap { WhatsAppTemplate(kind, $0) }
    }

    /// As Meta wants names: `call_completed`.
    var name: String { kind.rawValue.replacingOccurrences(of: ".", with: "_") }

    /// Which variable stands where, and what one looks like: samples have to be handed in too.
    var variables: [(number: Int, name: String, sample: String)] {
        zip(1..., kind.templateVariables).map { ($0, $1.rawValue, Self.samples[$1] ?? "–") }
    }

    /// A `ContentSid` for the sandbox: always the same for the same kind and language.
    var sandboxSID: String { "HX" + digits("thavon") + digits("template") }

    /// 16 hexadecimal digits: FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/).
    private func digits(_ salt: String) -> String {
        let hash = "\(salt)/\(kind.rawValue)/\(language.rawValue)".utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        let text = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }

    private static let samples: [NoticeVariable: String] = [
        .agency: "Nordlicht Estates", .recipient: "Lena Vogt", .lead: "Lena Vogt", .agent: "Anna Petersen",
        .previousAgent: "Jonas Weber", .duration: "3 min 12 s", .outcome: "Talked",
        .when: "Friday, 4 December at 10:00",
        .previousWhen: "Thursday, 3 December at 9:00", .date: "Friday, 4 December", .reason: "The lead is ill",
        .attempts: "4", .account: "anna@example.com", .waiting: "35 min", .calls: "31", .conversations: "18",
        .newLeads: "12", .appointments: "5", .overdue: "2", .address: "lena@example.com", .person: "Lena Vogt",
        .link: "https://thavon.example/calls/1",
    ]
}

extension [WhatsAppTemplate] {
    /// `TWILIO_CONTENT_TEMPLATES` of a system whose Twilio the sandbox plays.
    var sandboxContentTemplates: String {
        let sids = Dictionary(grouping: self, by: \.kind.rawValue).mapValues { templates in
            Dictionary(uniqueKeysWithValues: templates.map { ($0.language.rawValue, $0.sandboxSID) })
        }
        return Self.json(sids)
    }

    /// `SANDBOX_TWILIO_TEMPLATES` beside it.
    var sandboxTexts: String { Self.json(Dictionary(uniqueKeysWithValues: map { ($0.sandboxSID, $0.text) })) }

    /// In one line.
    private static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
