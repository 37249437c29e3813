/// What somebody says about themselves, as it was typed.
struct AccountForm: Sendable, Equatable {
    static let themes = ["system", "light", "dark"]

    var name: String
    /// BCP 47; empty: as the browser wishes.
    var language: String
    /// Empty: the agency's.
    var timeZone: String
    var theme: String
    var hasShortcuts: Bool

    init(_ account: ReadOwnAccount.Account) {
        name = account.name
        language = account.language ?? ""
        timeZone = account.timeZone ?? ""
        theme = account.theme
        hasShortcuts = account.hasShortcuts
    }

    init(_ form: Form) {
        name = form["name"]
        language = form["language"]
        timeZone = form["time_zone"]
        theme = form["theme"]
        hasShortcuts = form.has("shortcuts")
    }

    /// By the field's name.
    ///
    /// - Parameter known: the language that is set now, which may be one that only messages are written in.
    func problems(known: String?) -> [(field: String, label: Phrase, text: Phrase)] {
        var problems: [(field: String, label: Phrase, text: Phrase)] = []
        if let problem = PersonName.problem(name) { problems.append(("name", AccountWords.name, problem)) }
        if !language.isEmpty, ConsoleLanguage(rawValue: language) == nil, language != known {
            problems.append(("language", AccountWords.language, AccountWords.chooseOne))
        }
        if !timeZone.isEmpty, !PlaceChoices.isZone(timeZone) {
            problems.append(("time_zone", AccountWords.timeZone, AccountWords.chooseOne))
        }
        if !Self.themes.contains(theme) { problems.append(("theme", AccountWords.theme, AccountWords.chooseOne)) }
        return problems
    }

    var statement: SaveOwnAccount {
        SaveOwnAccount(
            name: name, language: language.isEmpty ? nil : language, timeZone: timeZone.isEmpty ? nil : timeZone,
            theme: theme, hasShortcuts: hasShortcuts)
    }
}

/// A person's name is whatever they say, within reason.
enum PersonName {
    static func problem(_ name: String) -> Phrase? {
        if name.isEmpty { return AccountWords.nameIsMissing }
        let isPlain = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        return name.count <= 120 && isPlain ? nil : AccountWords.nameIsTooLong
    }
}
