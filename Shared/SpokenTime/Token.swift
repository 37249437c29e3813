/// A number in a text.
struct Numeral: Sendable, Equatable {
    var value: Int
    /// How many digits it is written with; nil when written as words.
    var digits: Int?
    /// Whether a full stop follows: in German that makes an ordinal.
    var hasStop = false

    /// `02`, which nobody writes who does not count from midnight.
    var hasLeadingZero: Bool { digits == 2 && value < 10 }

    /// Whether it may be an hour, a minute, a day or a month.
    var isShort: Bool { (digits ?? 1) <= 2 }
}

/// A word, a number, or a sign between two numbers.
enum Token: Equatable {
    case word(String)
    case number(Numeral)
    case mark(Unicode.Scalar)
}

/// A text without case and accents, so that "MAÑANA" and "manana" are one word.
enum FoldedText {
    /// The small letters from `à` to `ÿ` without their accents.
    private static let latin = Array("aaaaaaæceeeeiiiiðnooooo÷ouuuuyþy".unicodeScalars)

    static func scalars(_ text: String) -> [Unicode.Scalar] {
        text.lowercased().unicodeScalars.flatMap { scalar -> [Unicode.Scalar] in
            switch scalar {
            case "à"..."ÿ": [latin[Int(scalar.value - 0xe0)]]
            case "ß": ["s", "s"]
            case "œ": ["o", "e"]
            // Marks that combine with the letter before, and those of ordinals: 1º.
            case "\u{300}"..."\u{36f}", "º", "ª", "°": []
            default: [scalar]
            }
        }
    }

    static func tokens(_ text: String) -> [Token] {
        let scalars = scalars(text)
        var tokens: [Token] = []
        var index = 0
        while index < scalars.count {
            let start = index
            if isDigit(scalars[index]) {
                while index < scalars.count, isDigit(scalars[index]) { index += 1 }
                tokens.append(number(scalars[start..<index], followedBy: scalars.dropFirst(index).prefix(2)))
            } else if scalars[index].properties.isAlphabetic {
                while index < scalars.count, scalars[index].properties.isAlphabetic { index += 1 }
                tokens.append(.word(string(scalars[start..<index])))
            } else {
                if isMark(at: index, of: scalars) { tokens.append(.mark(scalars[index])) }
                index += 1
            }
        }
        return tokens
    }

    /// Words as the vocabularies keep them.
    static func phrase(_ text: String) -> String {
        tokens(text).compactMap { if case .word(let word) = $0 { word } else { nil } }.joined(separator: " ")
    }

    private static func number(
        _ digits: ArraySlice<Unicode.Scalar>, followedBy next: ArraySlice<Unicode.Scalar>
    ) -> Token {
        guard digits.count < 10, let value = Int(string(digits)) else { return .word("") }
        let hasStop = next.first == "." && !(next.dropFirst().first.map(isDigit) ?? false)
        return .number(Numeral(value: value, digits: digits.count, hasStop: hasStop))
    }

    /// Between two digits; a minus may also begin a number, which then is none that a clock shows.
    private static func isMark(at index: Int, of scalars: [Unicode.Scalar]) -> Bool {
        guard index + 1 < scalars.count, isDigit(scalars[index + 1]) else { return false }
        if scalars[index] == "-", index == 0 || scalars[index - 1] == " " { return true }
        return index > 0 && isDigit(scalars[index - 1]) && [":", ".", ",", "/", "-", "–"].contains(scalars[index])
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
