/// The pages of the settings.
enum SettingsTab: String, PageTab {
    static let section = Section.settings

    case agency = ""
    case calling, booking
    case followUp = "follow-up"
    case notifications, texts, recordings, webhooks, audit

    var title: Phrase {
        switch self {
        case .agency: Phrase("Agency", es: "Agencia")
        case .calling: Phrase("Calling", es: "Llamadas")
        case .booking: Phrase("Booking", es: "Citas")
        case .followUp: Phrase("Follow-up", es: "Seguimiento")
        case .notifications: Phrase("Notifications", es: "Avisos")
        case .texts: Phrase("Texts", es: "Textos")
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
        "Somebody else has changed this in the meantime. Load the page again to see it; what you typed is still below.",
        es: "Otra persona lo ha cambiado entretanto. Recargue la página para verlo; lo que escribió sigue abajo.")
    static let settingsNotKnown = Phrase(
        "There was no answer in time, so it is not known yet whether this was saved. Nothing is lost: load the page again in a minute, and send it again if need be.",
        es:
            "No hubo respuesta a tiempo, así que aún no se sabe si se ha guardado. No se ha perdido nada: recargue la página en un minuto y, si hace falta, envíelo de nuevo."
    )
    static let settingsFailed = Phrase(
        "It could not be saved right now, and nothing was changed: {reason}",
        es: "No se ha podido guardar ahora y no ha cambiado nada: {reason}")
    static let settingsRefused = Phrase("It was not taken: {reason}", es: "No se ha aceptado: {reason}")
}
