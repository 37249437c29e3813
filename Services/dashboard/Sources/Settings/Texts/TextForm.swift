internal import Contracts
internal import Foundation
internal import Notices

/// An agency's own words for one kind of message in one language.
struct TextForm: Sendable, Equatable {
    /// Those that messages are written in.
    static let languages = ["en", "es", "fr", "de", "pt", "it"]
    static let roles = ["owner", "agent", "lead"]
    /// Confirms a STOP; by text message only.
    static let confirmation = "lead.opted_out_confirmation"
    static let kinds: [(name: String, title: Phrase)] =
        PreferencesForm.kinds + [
            (confirmation, NoticeKind.optedOutConfirmation.label)
        ]

    var kind: String
    var language: String
    /// For whom a preview is.
    var role: String
    var subject = ""
    var body = ""
    var short = ""
    /// Of the texts that it was filled in from.
    var version = ListOwnTexts.version(of: nil)

    /// Nil when there is no such kind or language.
    init?(kind: String, language: String, role: String? = nil) {
        let words = language.split(separator: "-").first.map(String.init) ?? ""
        guard Self.kinds.contains(where: { $0.name == kind }), Self.languages.contains(words),
            AgencyForm.isLanguage(language)
        else { return nil }
        let forLeads = PreferencesForm.leadKinds.contains(kind) || kind == Self.confirmation
        self.kind = kind
        self.language = language
        self.role = role.flatMap { Self.roles.contains($0) ? $0 : nil } ?? (forLeads ? "lead" : "agent")
    }

    init?(_ form: Form) {
        self.init(kind: form["kind"], language: form["language"], role: form["role"])
        // Browsers send line breaks as CR LF.
        subject = form["subject"]
        body = form["body"].replacing("\r\n", with: "\n")
        short = form["short"].replacing("\r\n", with: "\n")
        version = FormVersion(form)
    }

    /// With what is stored in place of what was typed.
    func filled(from own: ListOwnTexts.Row?) -> TextForm {
        var form = self
        (form.subject, form.body, form.short) = (own?.subject ?? "", own?.body ?? "", own?.short ?? "")
        form.version = ListOwnTexts.version(of: own)
        return form
    }

    /// Nil when nothing is written: then ours are used.
    var wording: NoticeWording? {
        let texts = [subject, body, short].map { $0.isEmpty ? nil : $0 }
        guard texts.contains(where: { $0 != nil }) else { return nil }
        return NoticeWording(subject: texts[0], body: texts[1], short: texts[2])
    }

    /// Whether there is a mail of it, and not only a text message.
    var hasMail: Bool { kind != Self.confirmation }
    var title: Phrase? { Self.kinds.first { $0.name == kind }?.title }
    var address: String { "/settings/texts/edit?kind=\(kind)&language=\(language)" }

    static func rolePhrase(_ role: String) -> Phrase {
        switch role {
        case "owner": .owner
        case "lead": .lead
        default: .agent
        }
    }
}
