/// The pages of the settings.
enum SettingsTab: String, PageTab {
    static let section = Section.settings

    case agency = ""
    case calling, booking
    case followUp = "follow-up"
    case notifications, texts, mails, recordings, webhooks, audit

    var title: Phrase {
        switch self {
        case .agency: Phrase("Agency", es: "Agencia")
        case .calling: Phrase("Calling", es: "Llamadas")
        case .booking: Phrase("Booking", es: "Citas")
        case .followUp: Phrase("Follow-up", es: "Seguimiento")
        case .notifications: Phrase("Notifications", es: "Avisos")
        case .texts: Phrase("Texts", es: "Textos")
        case .mails: Phrase("Mails", es: "Correos")
        case .recordings: Phrase("Recordings", es: "Grabaciones")
        case .webhooks: Phrase("Webhooks", es: "Webhooks")
        case .audit: Phrase("Audit log", es: "Registro")
        }
    }
}

extension PageFrame {
    /// A page of the settings.
    ///
    /// - Parameter isStart: whether it is the tab's own page, and not one below it.
    func settings(_ tab: SettingsTab, isStart: Bool = true, _ content: HTML) -> HTML {
        page(tab, isStart: isStart, about: "\(words(.settingsFor)) <bdi>\(viewer.agencyName)</bdi>", content)
    }
}

extension Phrase {
    static let settingsFor = Phrase("For everyone at", es: "Para todo el equipo de")
    static let settingsSaved = Phrase("Saved. It counts from now on.", es: "Guardado. Se aplica desde ahora.")
    static let settingsLast = Phrase("Last changed", es: "Último cambio")
    static let settingsMeanwhile = Phrase(
        "Somebody else has changed this in the meantime, so nothing is saved yet. What you typed is still below; save again to have it so.",
        es:
            "Otra persona lo ha cambiado entretanto, así que aún no se ha guardado nada. Lo que escribió sigue abajo; guarde de nuevo para dejarlo así."
    )
    static let settingsStoredNow = Phrase(
        "What is stored now, in a new tab", es: "Lo que está guardado ahora, en otra pestaña")
}
