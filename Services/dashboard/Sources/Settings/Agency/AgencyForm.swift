/// What an agency is called and what counts where nothing else is known.
struct AgencyForm: Sendable, Equatable {
    var name: String
    var timeZone: String
    var language: String
    var country: String

    init(_ agency: ReadAgency.Row) {
        (name, timeZone, language, country) = (agency.name, agency.timeZone, agency.language, agency.country)
    }

    init(_ form: Form) {
        (name, timeZone) = (form["name"], form["time_zone"])
        (language, country) = (form["default_language"], form["default_country"])
    }

    /// Nil when something is wrong; `check` says what.
    func read(_ check: inout FormCheck) -> ReadAgency.Row? {
        let name = check.text(self.name, "name", .agencyName, longest: 120)
        if !Self.isTimeZone(timeZone) { check.note("time_zone", .agencyTimeZone, check.words(.agencyNoZone)) }
        if !Self.isLanguage(language) {
            check.note("default_language", .agencyLanguage, check.words(.agencyNoLanguage))
        }
        if !PlaceChoices.isCountry(country) {
            check.note("default_country", .agencyCountry, check.words(.checkMissing))
        }
        guard check.isFine, let name else { return nil }
        return ReadAgency.Row(
            name: name, timeZone: timeZone, language: language, country: country, isActive: true)
    }

    /// One of the tz database, with its area: abbreviations such as `EST` do not say what summer does.
    static func isTimeZone(_ text: String) -> Bool {
        text == "UTC" || text.contains("/") && PlaceChoices.isZone(text)
    }

    /// BCP 47, as far as it matters here: `de`, `pt-BR`, `zh-Hant`.
    static func isLanguage(_ text: String) -> Bool {
        let subtags = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = subtags.first, (2...3).contains(first.utf8.count), first == first.lowercased() else {
            return false
        }
        return subtags.count <= 4
            && subtags.allSatisfy {
                (1...8).contains($0.utf8.count)
                    && $0.utf8.allSatisfy { Character(Unicode.Scalar($0)).isLetter || (0x30...0x39).contains($0) }
            } && first.utf8.allSatisfy { (0x61...0x7A).contains($0) }
    }

    /// In which agencies mostly speak; another one can be typed as an address in the database has it.
    private static let languages = [
        "en", "en-GB", "en-US", "es", "es-MX", "fr", "de", "it", "pt", "pt-BR", "nl", "pl", "sv", "da", "nb", "fi",
        "cs",
        "ro", "el", "hu", "tr", "uk", "ru", "ar", "he", "hi", "id", "vi", "th", "ja", "ko", "zh",
    ]

    func fields(_ view: FieldView) -> HTML {
        let languages = (Self.languages.contains(language) ? Self.languages : [language] + Self.languages)
            .map { (value: $0, text: view.frame.languageName($0)) }
        return """
            \(view.text("name", .agencyName, name, hint: .agencyNameHint, attributes: #" maxlength="120" required autocomplete="organization""#))
            \(view.choice("time_zone", .agencyTimeZone, PlaceChoices.zoneOptions(chosen: timeZone), timeZone, hint: .agencyTimeZoneHint))
            \(view.choice("default_language", .agencyLanguage, languages, language, hint: .agencyLanguageHint))
            \(view.choice("default_country", .agencyCountry, view.frame.countryOptions(chosen: country), country, hint: .agencyCountryHint))
            """
    }
}

extension Phrase {
    static let agencyName = Phrase("Name", es: "Nombre")
    static let agencyNameHint = Phrase(
        "Leads and mails see it, too.", es: "También lo ven los contactos y aparece en los correos.")
    static let agencyTimeZone = Phrase("Time zone", es: "Zona horaria")
    static let agencyTimeZoneHint = Phrase(
        "For people who have set none of their own, and for the daily summary.",
        es: "Para quienes no han elegido otra y para el resumen diario.")
    static let agencyNoZone = Phrase("There is no such time zone.", es: "No existe esa zona horaria.")
    static let agencyLanguage = Phrase("Default language", es: "Idioma predeterminado")
    static let agencyLanguageHint = Phrase(
        "For leads whose language is not known.", es: "Para contactos cuyo idioma no se conoce.")
    static let agencyNoLanguage = Phrase("There is no such language.", es: "No existe ese idioma.")
    static let agencyCountry = Phrase("Default country", es: "País predeterminado")
    static let agencyCountryHint = Phrase(
        "For telephone numbers without a country’s code.", es: "Para números de teléfono sin prefijo de país.")
}
