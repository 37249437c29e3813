internal import CivilTime

/// The words of one language that say something about a time.
struct Vocabulary: Sendable {
    /// What cannot be said word by word.
    struct Grammar: Sendable {
        /// "Halb vier" is half an hour before four, "half three" half an hour after three; elsewhere neither is said.
        var half = Half.never
        /// Whether the word for hours names one of the clock as well: "14 heures".
        var hoursAreClock = false
        /// Whether numbers are put together like "treinta y cinco".
        var joinsWithAnd = false
        /// Whether a day of the month needs a full stop: "am 15."
        var daysHaveStops = false
        /// Whether a number after a weekday is the day of the month: "martes 15".
        var weekdaysTakeDays = false
        /// Whether the word for "before" in "ten to three" may mean "until" as well.
        var toMayBeUntil = false
        /// Whether "am" means "on", unless a text ends with it.
        var endsWithAM = false
        /// Whether twelve "in the morning" is noon.
        var morningHasNoon = true

        enum Half: Sendable { case never, beforeHour, afterHour }
    }

    let grammar: Grammar
    /// In words.
    let longestPhrase: Int
    private let words: [String: Word]

    /// In each text, other ways to say the same are separated by commas.
    ///
    /// - Parameters:
    ///   - weekdays: from Monday.
    ///   - months: from January.
    ///   - numbers: from zero, then ``tens``.
    init(
        _ grammar: Grammar, weekdays: [String], months: [String], numbers: [String], tens: [String] = [],
        _ others: [(Word, String)]
    ) {
        var entries = others
        entries += zip(Weekday.allCases, weekdays).map { (.weekday($0), $1) }
        entries += months.enumerated().map { (.month($0 + 1), $1) }
        entries += numbers.enumerated().map { (.number($0), $1) }
        entries += zip([30, 40, 50], tens).map { (.number($0), $1) }
        let pairs = entries.flatMap { word, texts in
            texts.split(separator: ",").map { (FoldedText.phrase(String($0)), word) }
        }
        words = Dictionary(pairs) { first, _ in first }
        longestPhrase = pairs.map { $0.0.split(separator: " ").count }.max() ?? 1
        self.grammar = grammar
    }

    func word(_ phrase: String) -> Word? { words[phrase] }

    static func of(_ language: Language) -> Vocabulary {
        switch language {
        case .english: english
        case .spanish: spanish
        case .french: french
        case .german: german
        case .portuguese: portuguese
        case .italian: italian
        }
    }
}
