internal import CivilTime
internal import Contracts
internal import Notices

/// How an agency's people are told of what, unless they say otherwise, as it stands in the form. What is left as usual is left
/// out.
struct PreferencesForm: Sendable, Equatable {
    /// Kinds of messages, by the names that the notifier uses.
    static let kinds = NoticeKind.choosable

    /// Of those, what leads can be told of.
    static let leadKinds = [
        "appointment.booked", "appointment.moved", "appointment.cancelled", "appointment.reminder",
    ]
    /// Of those, what agents can choose for themselves.
    static let agentKinds = kinds.map(\.name).filter { $0 != "digest.daily" && $0 != "message.bounced" }
    static let channels = NotificationChannel.choices

    var team: NotificationGridForm
    var leads: NotificationGridForm
    /// As `21:00`; both empty: no quiet hours.
    var quietFrom = ""
    var quietTo = ""
    /// `yes`, `no`, or empty: as usual.
    var urgentPasses = ""
    var digest = ""
    /// Whether there are times outside of which nothing is sent. They are not in this form, and kept as they are.
    var hasWindows = false

    init(_ stored: NotificationPreferences) {
        team = NotificationGridForm("team/", Self.kinds.map(\.name), stored.grid)
        leads = NotificationGridForm("leads/", Self.leadKinds, stored.leads)
        if case .value(let hours) = stored.quiet { (quietFrom, quietTo) = (hours.from, hours.shownTo) }
        urgentPasses = stored.urgentPasses.map { $0 ? "yes" : "no" } ?? ""
        digest = stored.digest.map { $0 ? "yes" : "no" } ?? ""
        if case .value = stored.windows { hasWindows = true }
    }

    init(_ form: Form, over stored: NotificationPreferences) {
        self.init(stored)
        team = NotificationGridForm(team.prefix, team.kinds, form)
        leads = NotificationGridForm(leads.prefix, leads.kinds, form)
        (quietFrom, quietTo) = (form["quiet_from"], form["quiet_to"])
        (urgentPasses, digest) = (form["urgent_passes"], form["digest"])
    }

    /// What is stored then; nil when something is wrong, and `check` says what.
    func read(_ check: inout FormCheck, over stored: NotificationPreferences) -> NotificationPreferences? {
        if !team.isSound { check.note("team", .preferencesTeam, check.words(.notAChoice)) }
        if !leads.isSound { check.note("leads", .preferencesLeads, check.words(.notAChoice)) }
        let isQuiet = !quietFrom.isEmpty || !quietTo.isEmpty
        let quiet = NotificationPreferences.Quiet(typedFrom: quietFrom, to: quietTo)
        if isQuiet, quiet == nil {
            check.note("quiet_from", .preferencesQuiet, check.words(.preferencesNoQuiet))
        }
        guard check.isFine else { return nil }
        var result = stored
        result.grid = team.applied(to: stored.grid)
        result.leads = leads.applied(to: stored.leads)
        // An agency that says nothing of quiet hours and one that says there are none have the same.
        result.quiet = quiet.map { .value($0) } ?? (stored.quiet == .none ? .none : .inherited)
        result.urgentPasses = Self.flag(urgentPasses)
        result.digest = Self.flag(digest)
        return result
    }

    private static func flag(_ text: String) -> Bool? { text.isEmpty ? nil : text == "yes" }

    func fields(_ view: FieldView) -> HTML {
        let words = view.words
        let choices = [("", words(.preferencesUsual)), ("yes", words(.settingsOn)), ("no", words(.settingsOff))]
        let quiet: HTML = """
            <div class="inline"><input type="time" name="quiet_from" value="\(quietFrom)" aria-label="\(words(.preferencesQuiet)) 1"> <span>\(words(.preferencesTo))</span> <input type="time" name="quiet_to" value="\(quietTo)" aria-label="\(words(.preferencesQuiet)) 2"></div>
            """
        return """
            <p class="muted">\(words(.preferencesText))</p>
            \(grid("team", .preferencesTeam, team, view))
            \(grid("leads", .preferencesLeads, leads, view))
            \(view.group("quiet_from", .preferencesQuiet, hint: .preferencesQuietHint, quiet))
            \(#"<p class="muted small">\#(words(.preferencesWindows))</p>"#, when: hasWindows)
            <div class="fields">\(view.choice("urgent_passes", .preferencesUrgent, choices, urgentPasses, standard: words(.settingsOn)))
            \(view.choice("digest", .preferencesDigest, choices, digest, standard: words(.settingsOn)))</div>
            """
    }

    private func grid(_ name: String, _ title: Phrase, _ grid: NotificationGridForm, _ view: FieldView) -> HTML {
        let words = view.words
        let problem: HTML? = view.check.problem(of: name).map { #"<p class="error">\#($0)</p>"# }
        let table = grid.html(
            name, label: words(title), caption: "<caption>\(words(title))</caption>", about: .preferencesAbout, words
        ) { _, _, use in
            switch use {
            case nil: words(.preferencesUsual)
            case .on: words(.preferencesOn)
            case .off: words(.preferencesOff)
            case .fallback: words(.preferencesFallback)
            }
        }
        return "\(table)\(problem)"
    }
}

extension Phrase {
    static let preferencesText = Phrase(
        "What everybody starts from. Each agent can change it for themselves.",
        es: "Lo que se aplica a todos de entrada. Cada agente puede cambiarlo para sí.")
    static let preferencesTeam = Phrase("Your team", es: "Su equipo")
    static let preferencesLeads = Phrase("Your leads", es: "Sus contactos")
    static let preferencesAbout = Phrase("About", es: "Sobre")
    static let preferencesUsual = Phrase("As usual", es: "Lo habitual")
    static let preferencesOn = Phrase("Yes", es: "Sí")
    static let preferencesOff = Phrase("No", es: "No")
    static let preferencesFallback = Phrase("If others fail", es: "Si fallan otros")
    static let preferencesTo = Phrase("to", es: "a")
    static let preferencesQuiet = Phrase("Quiet hours", es: "Horas de silencio")
    static let preferencesQuietHint = Phrase(
        "By each person’s own clock. What falls into them is sent afterwards. Empty: none.",
        es: "Según el reloj de cada persona. Lo que caiga en ellas se envía después. Vacío: ninguna.")
    static let preferencesNoQuiet = Phrase(
        "Both times are needed, and they differ.", es: "Hacen falta las dos horas, y distintas.")
    static let preferencesWindows = Phrase(
        "There are also times outside of which nothing is sent; they stay as they are.",
        es: "También hay horas fuera de las cuales no se envía nada; se conservan como están.")
    static let preferencesUrgent = Phrase("Send what is urgent at any hour", es: "Enviar lo urgente a cualquier hora")
    static let preferencesDigest = Phrase("Send the daily summary", es: "Enviar el resumen diario")
}
