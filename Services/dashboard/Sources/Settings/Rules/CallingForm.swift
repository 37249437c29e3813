internal import Calling
internal import CivilTime
internal import Contracts
internal import Foundation
internal import RulesJSON

/// When and how often leads are called. Its fields are named like the rules in JSON.
struct CallingForm: RulesForm {
    static let tab = SettingsTab.calling
    static let action = "settings.calling"

    struct Steps: Sendable, Equatable {
        var delays: String
        var retries: String
    }

    var hours: WeeklyHoursForm
    var holidays: String
    var callsPerLead: String
    var callsPerDay: String
    var consent: String
    var callsNewLeads: Bool
    var steps: [RetryPolicy.Outcome: Steps]
    var jitter: String

    init(_ rules: CallingRules) {
        hours = WeeklyHoursForm(rules.hours)
        holidays = rules.holidays.sorted().map(\.description).joined(separator: "\n")
        callsPerLead = "\(rules.callsPerLead)"
        callsPerDay = "\(rules.callsPerDay)"
        consent = rules.consent.rawValue
        callsNewLeads = rules.callsNewLeads
        steps = Dictionary(
            uniqueKeysWithValues: RetryPolicy.Outcome.allCases.map { outcome in
                let own = rules.retries.steps[outcome] ?? .init(delays: [], retries: 0)
                return (outcome, Steps(delays: DurationText.text(own.delays), retries: "\(own.retries)"))
            })
        jitter = DurationText.text(rules.retries.jitter)
    }

    init(stored: String) { self.init((try? CallingRules(json: stored.utf8)) ?? .standard) }

    static func whyUnusable(stored: String) -> UnusableRules? {
        do {
            _ = try CallingRules(json: stored.utf8)
            return nil
        } catch {
            return error
        }
    }

    init(_ form: Form) {
        hours = WeeklyHoursForm(form, prefix: "hours")
        holidays = form["holidays"]
        callsPerLead = form["calls_per_lead"]
        callsPerDay = form["calls_per_day"]
        consent = form["consent"]
        callsNewLeads = form.has("call_new_leads")
        steps = Dictionary(
            uniqueKeysWithValues: RetryPolicy.Outcome.allCases.map { outcome in
                (
                    outcome,
                    Steps(delays: form[Self.delaysName(outcome)], retries: form[Self.retriesName(outcome)])
                )
            })
        jitter = form["retries.jitter_seconds"]
    }

    private static func delaysName(_ outcome: RetryPolicy.Outcome) -> String {
        "retries.\(outcome.rawValue).delays_seconds"
    }

    private static func retriesName(_ outcome: RetryPolicy.Outcome) -> String {
        "retries.\(outcome.rawValue).max_retries"
    }

    /// Nil when they cannot work; `check` says why.
    func rules(_ check: inout FormCheck) -> CallingRules? {
        let hours = hours.hours
        if hours == nil { check.note("hours", .callingHours, check.words(.hoursWrong)) }
        let perLead = check.number(callsPerLead, "calls_per_lead", .callingPerLead, 1...100)
        let perDay = check.number(callsPerDay, "calls_per_day", .callingPerDay, 1...20)
        let rule = CallingRules.ConsentRule(rawValue: consent)
        if rule == nil { check.note("consent", .callingConsent, check.words(.checkMissing)) }
        let days = readHolidays(&check)
        let retries = readRetries(&check)
        guard check.isFine, let hours, let perLead, let perDay, let rule, let days, let retries else { return nil }
        let rules = CallingRules(
            hours: hours, holidays: days, callsPerLead: perLead, callsPerDay: perDay, consent: rule,
            callsNewLeads: callsNewLeads, retries: retries)
        check.note(ruleProblems: rules.problems, labels: Self.labels, fallback: ("hours", .callingHours))
        return check.isFine ? rules : nil
    }

    func command(_ check: inout FormCheck) throws -> ConfigureCalling? {
        guard let json = try rules(&check)?.json else { return nil }
        return ConfigureCalling(rules: String(decoding: json, as: UTF8.self))
    }

    private static let labels: [(field: String, label: Phrase)] =
        [("hours", .callingHours), ("retries.jitter_seconds", .callingJitter)]
        + RetryPolicy.Outcome.allCases.flatMap {
            [(delaysName($0), Phrase.callingDelays), (retriesName($0), .callingRetries)]
        }

    private func readHolidays(_ check: inout FormCheck) -> Set<CivilDate>? {
        var days: Set<CivilDate> = []
        for text in holidays.split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" }) {
            guard let date = CivilDate(String(text)) else {
                check.note("holidays", .callingHolidays, check.words(.callingNoDate, ["text": String(text)]))
                return nil
            }
            days.insert(date)
        }
        return days
    }

    private func readRetries(_ check: inout FormCheck) -> RetryPolicy? {
        var result: [RetryPolicy.Outcome: RetryPolicy.Steps] = [:]
        for outcome in RetryPolicy.Outcome.allCases {
            let typed = steps[outcome] ?? Steps(delays: "", retries: "0")
            let retries = check.number(typed.retries, Self.retriesName(outcome), .callingRetries, 0...10)
            let delays = DurationText.list(typed.delays)
            if let delays, delays.allSatisfy({ (1...2_592_000).contains($0) }),
                !delays.isEmpty || retries == 0
            {
                result[outcome] = .init(delays: delays, retries: retries ?? 0)
            } else {
                check.note(Self.delaysName(outcome), .callingDelays, check.words(.callingNoDelays))
            }
        }
        guard let seconds = DurationText.seconds(jitter), (0...86_400).contains(seconds) else {
            check.note("retries.jitter_seconds", .callingJitter, check.words(.callingNoJitter))
            return nil
        }
        return check.isFine ? RetryPolicy(steps: result, jitter: seconds) : nil
    }

    func fields(_ view: FieldView) -> HTML {
        let standard = CallingRules.standard
        let words = view.words
        let week = WeeklyHoursFields(words: words, prefix: "hours", form: hours, isChecked: !view.check.isFine)
        return """
            \(view.group("hours", .callingHours, hint: .callingHoursHint, week.html))
            \(view.lines("holidays", .callingHolidays, holidays, rows: 4, hint: .callingHolidaysHint))
            <div class="fields">\(view.number("calls_per_lead", .callingPerLead, callsPerLead, standard: "\(standard.callsPerLead)"))
            \(view.number("calls_per_day", .callingPerDay, callsPerDay, standard: "\(standard.callsPerDay)"))</div>
            \(view.choice("consent", .callingConsent, [("where_required", words(.callingWhereRequired)), ("always", words(.callingAlways))], consent, hint: .callingConsentHint, standard: words(.callingWhereRequired)))
            \(view.tick("call_new_leads", .callingNewLeads, callsNewLeads, standard: standard.callsNewLeads))
            \(RetryPolicy.Outcome.allCases.html { stepFields($0, view) })
            \(view.text("retries.jitter_seconds", .callingJitter, jitter, hint: .callingJitterHint, standard: DurationText.text(standard.retries.jitter), attributes: #" class="short""#))
            """
    }

    private func stepFields(_ outcome: RetryPolicy.Outcome, _ view: FieldView) -> HTML {
        let typed = steps[outcome] ?? Steps(delays: "", retries: "0")
        let standard = RetryPolicy.standard.steps[outcome] ?? .init(delays: [], retries: 0)
        return view.group(
            "retries.\(outcome.rawValue)", Self.title(outcome),
            """
            <div class="fields">\(view.number(Self.retriesName(outcome), .callingRetries, typed.retries, standard: "\(standard.retries)"))
            \(view.text(Self.delaysName(outcome), .callingDelays, typed.delays, hint: .callingDelaysHint, standard: DurationText.text(standard.delays)))</div>
            """)
    }

    private static func title(_ outcome: RetryPolicy.Outcome) -> Phrase {
        switch outcome {
        case .noAnswer: Phrase("When nobody answers, try again", es: "Si nadie contesta, reintentar")
        case .busy: Phrase("When it is busy, try again", es: "Si comunica, reintentar")
        case .voicemail: Phrase("When it goes to voicemail, try again", es: "Si salta el buzón de voz, reintentar")
        case .failed: Phrase("When the call fails, try again", es: "Si la llamada falla, reintentar")
        }
    }
}

extension Phrase {
    static let callingHours = Phrase(
        "Calling hours, in the lead’s own time", es: "Horario de llamadas, en la hora del contacto")
    static let callingHoursHint = Phrase(
        "Where the law of the place is stricter, the law counts. Standard: every day from 09:00 to 20:00.",
        es: "Donde la ley del lugar sea más estricta, se aplica la ley. Estándar: todos los días de 09:00 a 20:00.")
    static let callingHolidays = Phrase("Days without calls", es: "Días sin llamadas")
    static let callingHolidaysHint = Phrase(
        "One date per line, such as 2026-12-25. Public holidays on which the law forbids calls count by themselves.",
        es: "Una fecha por línea, como 2026-12-25. Los festivos en que la ley prohíbe llamar cuentan por sí mismos.")
    static let callingNoDate = Phrase(
        "“{text}” is no date like 2026-12-25.", es: "«{text}» no es una fecha como 2026-12-25.")
    static let callingPerLead = Phrase("Calls to one lead in all", es: "Llamadas a un contacto en total")
    static let callingPerDay = Phrase("Calls to one lead in 24 hours", es: "Llamadas a un contacto en 24 horas")
    static let callingConsent = Phrase("Consent", es: "Consentimiento")
    static let callingConsentHint = Phrase(
        "Whose agreement is needed before a machine calls them.",
        es: "De quién se necesita el acuerdo antes de que llame una máquina.")
    static let callingWhereRequired = Phrase("Where the law asks for it", es: "Donde la ley lo exige")
    static let callingAlways = Phrase("From everybody", es: "De todos")
    static let callingNewLeads = Phrase("Call new leads at once", es: "Llamar enseguida a los contactos nuevos")
    static let callingRetries = Phrase("Times", es: "Veces")
    static let callingDelays = Phrase("After", es: "Después de")
    static let callingDelaysHint = Phrase(
        "For each time, such as “2 h, 24 h”; the last one counts for all further ones.",
        es: "Para cada vez, como «2 h, 24 h»; el último vale para todas las siguientes.")
    static let callingNoDelays = Phrase(
        "Write times such as “2 h, 24 h”, each from 1 second to 30 days.",
        es: "Escriba tiempos como «2 h, 24 h», cada uno de 1 segundo a 30 días.")
    static let callingJitter = Phrase("Spread", es: "Dispersión")
    static let callingJitterHint = Phrase(
        "At most so much is added to each wait, so that not all are called in the same minute.",
        es: "Como máximo se añade esto a cada espera, para que no se llame a todos en el mismo minuto.")
    static let callingNoJitter = Phrase(
        "Write a time such as “5 min”, of a day at most.", es: "Escriba un tiempo como «5 min», de un día como máximo.")
}
