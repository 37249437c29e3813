/// What the console says, in each language that it speaks. A phrase stands beside the page that uses it; one that lacks a
/// language does not compile.
struct Phrase: Sendable {
    fileprivate let english: String
    fileprivate let spanish: String

    init(_ english: String, es spanish: String) {
        self.english = english
        self.spanish = spanish
    }
}

/// The same, where it depends on a number, which stands for `{n}`.
struct CountedPhrase: Sendable {
    fileprivate let one: Phrase
    fileprivate let many: Phrase

    init(_ one: Phrase, _ many: Phrase) {
        self.one = one
        self.many = many
    }
}

/// The languages of the console's own words.
enum ConsoleLanguage: String, Sendable, CaseIterable {
    case english = "en"
    case spanish = "es"

    /// As languages call themselves.
    var name: String {
        switch self {
        case .english: "English"
        case .spanish: "Español"
        }
    }

    /// The account's own, else the first of the browser's that the console speaks (RFC 9110 §12.5.4), else English.
    init(preferred: String?, acceptLanguage: String? = nil) {
        let wishes = [preferred] + (acceptLanguage ?? "").split(separator: ",").map { String($0) }
        let tags = wishes.compactMap { $0?.split(separator: ";").first?.filter { $0 != " " }.lowercased() }
        let known = tags.lazy.compactMap { tag in
            tag.split(separator: "-").first.flatMap { ConsoleLanguage(rawValue: String($0)) }
        }
        self = known.first ?? .english
    }
}

/// Says phrases in one language.
struct Words: Sendable {
    let language: ConsoleLanguage

    func callAsFunction(_ phrase: Phrase) -> String {
        switch language {
        case .english: phrase.english
        case .spanish: phrase.spanish
        }
    }

    /// With values for the names in braces: `{name}`.
    func callAsFunction(_ phrase: Phrase, _ values: [String: String]) -> String {
        values.reduce(self(phrase)) { $0.replacing("{\($1.key)}", with: $1.value) }
    }

    func callAsFunction(_ phrase: CountedPhrase, _ number: Int) -> String {
        self(number == 1 ? phrase.one : phrase.many, ["n": grouped(number)])
    }

    /// `12,345`, or `12.345`; Spanish leaves four digits together (RAE).
    func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        let separator: Character = language == .english ? "," : "."
        guard digits.count > (language == .spanish ? 4 : 3) else { return "\(number)" }
        var result: [Character] = []
        for (index, digit) in digits.reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { result.append(separator) }
            result.append(digit)
        }
        return (number < 0 ? "-" : "") + String(result.reversed())
    }
}
