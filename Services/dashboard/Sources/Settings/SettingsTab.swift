/// The pages of the settings.
enum SettingsTab: String, Sendable, CaseIterable {
    case agency = ""
    case calling, booking
    case followUp = "follow-up"
    case notifications, texts, recordings, webhooks, audit

    var path: String { rawValue.isEmpty ? "/settings" : "/settings/\(rawValue)" }

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
        let mark: HTML = isStart ? #" aria-current="page""# : #" aria-current="true""#
        let tabs = SettingsTab.allCases.html { one in
            #"<a href="\#(one.path)"\#(mark, when: one == tab)>\#(words(one.title))</a>"#
        }
        return page(
            title: "\(words(Section.settings.title)): \(words(tab.title))", section: .settings,
            isSectionStart: tab == .agency && isStart,
            """
            <header class="page-head"><div><h1>\(words(Section.settings.title))</h1><p>\(words(.settingsFor)) <bdi>\(viewer.agencyName)</bdi></p></div></header>
            <nav class="tabs" aria-label="\(words(Section.settings.title))">\(tabs)</nav>
            \(content)
            """)
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
