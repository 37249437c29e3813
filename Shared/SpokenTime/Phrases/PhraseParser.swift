/// Finds days and times in the lexemes of a text, from left to right. What means nothing is passed over.
struct PhraseParser {
    private let lexemes: [Lexeme]
    let grammar: Vocabulary.Grammar
    let monthFirst: Bool
    /// Whether a number that nothing introduces may be an hour: only where everything else is understood.
    let hasBareHours: Bool
    var position = 0
    var findings = Findings()

    static func findings(in tokens: [Token], vocabulary: Vocabulary, monthFirst: Bool) -> Findings {
        var parser = PhraseParser(Lexeme.lexemes(of: tokens, in: vocabulary), vocabulary.grammar, monthFirst)
        while parser.position < parser.lexemes.count { parser.step() }
        return parser.findings
    }

    private init(_ lexemes: [Lexeme], _ grammar: Vocabulary.Grammar, _ monthFirst: Bool) {
        self.lexemes = lexemes
        self.grammar = grammar
        self.monthFirst = monthFirst
        findings.strangers = lexemes.count { $0 == .unknown }
        hasBareHours = findings.strangers == 0
    }

    private mutating func step() {
        if isIntroduced, let time = attempt({ $0.time() }) { return findings.note(time, as: \.time) }
        if let day = attempt({ $0.calendarDay() }) { return findings.note(day, as: \.calendarDay) }
        if let wait = attempt({ $0.wait() }) { return note(wait) }
        if let day = attempt({ $0.dayOfMonth() }) { return findings.note(day, as: \.dayOfMonth) }
        if let time = attempt({ $0.time() }) { return findings.note(time, as: \.time) }
        note(lexemes[position])
        position += 1
    }

    private mutating func note(_ wait: Wait) {
        switch wait {
        case .minutes(let minutes): findings.note(minutes, as: \.wait)
        case .days(let days): findings.note(days, as: \.shift)
        }
    }

    private mutating func note(_ lexeme: Lexeme) {
        switch lexeme {
        case .unknown, .mark(","): break
        case .mark: findings.isUnclear = true
        case .number: findings.isUnclear = findings.isUnclear || isStrayNumber
        case .word(let word): note(word)
        }
    }

    private mutating func note(_ word: Word) {
        switch word {
        case .day(let days): findings.note(days, as: \.offsetDays)
        case .dayPart(let days, let part):
            findings.note(days, as: \.offsetDays)
            findings.note(part, as: \.part)
        case .weekday(let weekday): findings.note(weekday, as: \.weekday)
        case .weekdayPart(let weekday, let part):
            findings.note(weekday, as: \.weekday)
            findings.note(part, as: \.part)
        case .next: findings.which = .next
        case .last: findings.which = .last
        case .nextWeek: findings.which = .nextWeek
        case .part(let part): findings.note(part, as: \.part)
        case .meridiem(let meridiem): findings.note(meridiem, as: \.meridiem)
        // A month without a day is not what was meant, whatever it was: "the first Tuesday in December".
        case .unclear, .month: findings.isUnclear = true
        default: break
        }
    }

    /// A number that could have been an hour, had it not been for what stands around it, may be a length: "30 minutes".
    private var isStrayNumber: Bool {
        guard hasBareHours, case .word(.unit) = peek(1) else { return hasBareHours }
        return false
    }
}

/// Ways to look at lexemes and to go on.
extension PhraseParser {
    /// The lexeme so many after the one that comes next.
    func peek(_ distance: Int = 0) -> Lexeme? {
        lexemes.indices.contains(position + distance) ? lexemes[position + distance] : nil
    }

    /// Whether the number that comes next can only be an hour.
    var isIntroduced: Bool { peek(-1) == .word(.at) || peek(-1) == .word(.unit(.hour)) }

    /// Goes back where it does not find anything.
    mutating func attempt<Found>(_ find: (inout PhraseParser) -> Found?) -> Found? {
        let start = position
        if let found = find(&self) { return found }
        position = start
        return nil
    }

    mutating func accept(_ word: Word) -> Bool { accept(.word(word)) }

    mutating func accept(mark: Unicode.Scalar) -> Bool { accept(.mark(mark)) }

    private mutating func accept(_ lexeme: Lexeme) -> Bool {
        guard peek() == lexeme else { return false }
        position += 1
        return true
    }

    /// At most three: a text of nothing else is not gone through from each of its words.
    mutating func skip(_ words: Set<Word>) {
        for _ in 0..<3 {
            guard case .word(let word) = peek(), words.contains(word) else { return }
            position += 1
        }
    }

    mutating func number(where isFit: (Numeral) -> Bool = { _ in true }) -> Numeral? {
        guard case .number(let numeral) = peek(), isFit(numeral) else { return nil }
        position += 1
        return numeral
    }

    /// Whether what comes next makes an hour of the number before: "Uhr", "pm", ":".
    var isBeforeClock: Bool {
        if case .word(.meridiem) = peek() { true } else { isBeforeHourSign }
    }

    /// Whether what comes next can only follow an hour, and no minute.
    var isBeforeHourSign: Bool {
        switch peek() {
        case .mark(":"), .word(.clock), .word(.hourMark): true
        case .word(.unit(.hour)): grammar.hoursAreClock
        default: false
        }
    }
}
