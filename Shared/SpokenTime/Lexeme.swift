/// A piece of a text whose meaning is known, or is not.
enum Lexeme: Equatable {
    case number(Numeral)
    case mark(Unicode.Scalar)
    case word(Word)
    case unknown
}

extension Lexeme {
    /// A text in the words of one language; of phrases, the longest counts.
    static func lexemes(of tokens: [Token], in vocabulary: Vocabulary) -> [Lexeme] {
        var lexemes: [Lexeme] = []
        var rest = tokens[...]
        while let token = rest.first {
            switch token {
            case .number(let numeral): lexemes.append(.number(numeral))
            case .mark(let mark): lexemes.append(.mark(mark))
            case .word:
                let (word, count) = longestPhrase(at: rest, in: vocabulary)
                lexemes.append(lexeme(word, after: lexemes.last))
                rest = rest.dropFirst(count - 1)
            }
            rest = rest.dropFirst()
        }
        return joined(lexemes, in: vocabulary)
    }

    private static func longestPhrase(at tokens: ArraySlice<Token>, in vocabulary: Vocabulary) -> (Word?, Int) {
        var words: [String] = []
        for case .word(let word) in tokens.prefix(vocabulary.longestPhrase).prefix(while: \.isWord) {
            words.append(word)
        }
        for count in stride(from: words.count, through: 1, by: -1) {
            if let word = vocabulary.word(words.prefix(count).joined(separator: " ")) { return (word, count) }
        }
        return (nil, 1)
    }

    private static func lexeme(_ word: Word?, after last: Lexeme?) -> Lexeme {
        switch word {
        case nil: .unknown
        case .number(let value): .number(Numeral(value: value, digits: nil))
        case .tomorrowOrMorning: .word(last?.isDay == true ? .part(.morning) : .day(1))
        case .some(let word): .word(word)
        }
    }

    private var isDay: Bool {
        switch self {
        case .word(.weekday), .word(.day): true
        default: false
        }
    }

    /// "Twenty" and "five" are one number, and so are "treinta", "y" and "cinco".
    private static func joined(_ lexemes: [Lexeme], in vocabulary: Vocabulary) -> [Lexeme] {
        var joined: [Lexeme] = []
        for lexeme in lexemes {
            if case .word(.and) = joined.last, vocabulary.grammar.joinsWithAnd, let unit = lexeme.unit,
                let sum = joined.dropLast().last?.sum(unit, lexeme)
            {
                joined.replaceSubrange(joined.count - 2..<joined.count, with: [sum])
            } else if lexeme != .word(.one), let unit = lexeme.unit, let sum = joined.last?.sum(unit, lexeme) {
                joined[joined.count - 1] = sum
            } else {
                joined.append(lexeme)
            }
        }
        // "10 AM" at the end of a German text, where "am" means "on" otherwise.
        if vocabulary.grammar.endsWithAM, joined.last == .word(.the), case .number = joined.dropLast().last {
            joined[joined.count - 1] = .word(.meridiem(.am))
        }
        return joined
    }

    private var unit: Int? {
        switch self {
        case .number(let numeral) where numeral.digits == nil && (1...9).contains(numeral.value): numeral.value
        case .word(.ordinal(let value)) where (1...9).contains(value): value
        case .word(.one): 1
        default: nil
        }
    }

    private func sum(_ unit: Int, _ lexeme: Lexeme) -> Lexeme? {
        guard case .number(let tens) = self, tens.digits == nil, [20, 30, 40, 50].contains(tens.value) else {
            return nil
        }
        if case .word(.ordinal) = lexeme { return .word(.ordinal(tens.value + unit)) }
        return .number(Numeral(value: tens.value + unit, digits: nil))
    }
}

extension Token {
    fileprivate var isWord: Bool { if case .word = self { true } else { false } }
}
