internal import Notices

/// The texts of ``WhatsAppTemplate`` in one language, with the names of variables, each once and in the order of
/// `NoticeKind.templateVariables`. An apostrophe is a typographic one, so that the texts can stand in quotes in an `.env`.
///
/// One text serves everybody who is told: agents, owners and, of appointments, leads. What is absent is sent as "–".
struct WhatsAppWords: Sendable {
    private let language: WordLanguage

    init(_ language: WordLanguage) { self.language = language }

    /// Nil for what never goes by WhatsApp.
    func text(of kind: NoticeKind) -> String? {
        switch language {
        case .english: Self.english(kind)
        case .spanish: Self.spanish(kind)
        case .french: Self.french(kind)
        case .german: Self.german(kind)
        case .portuguese: Self.portuguese(kind)
        case .italian: Self.italian(kind)
        }
    }

    /// A text must not end with a variable.
    var ending: String {
        switch language {
        case .english: "This is an automatic message."
        case .spanish: "Este es un mensaje automático."
        case .french: "Ceci est un message automatique."
        case .german: "Dies ist eine automatische Nachricht."
        case .portuguese: "Esta é uma mensagem automática."
        case .italian: "Questo è un messaggio automatico."
        }
    }
}
