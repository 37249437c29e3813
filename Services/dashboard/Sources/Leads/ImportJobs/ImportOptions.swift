internal import Contracts
internal import Foundation

/// What is said of a file before it is read.
struct ImportOptions: Sendable, Equatable {
    enum Field: String, Sendable, CaseIterable {
        case file, country, language, consent, statement, source
    }

    /// ISO 3166-1 alpha-2.
    var country = ""
    /// BCP 47; empty: what is usual in each person's country.
    var language = ""
    /// A ``ConsentKind``; empty: nothing is known.
    var consent = ""
    /// The words that were agreed to.
    var statement = ""
    /// Where the file comes from.
    var source = ""

    init(country: String) { self.country = country }

    init(_ form: Form) {
        country = form["country"]
        language = form["language"]
        consent = form["consent"]
        statement = form["statement"]
        source = form["source"]
    }

    /// - Parameter languages: that can be chosen.
    func problems(languages: CallLanguages) -> [Field: Phrase] {
        var problems: [Field: Phrase] = [:]
        if !PlaceChoices.isCountry(country) { problems[.country] = .notACountry }
        if !language.isEmpty, !languages.contains(language) { problems[.language] = .notALanguage }
        let kind = ConsentKind(rawValue: consent)
        if !consent.isEmpty, kind == nil || kind == .refused { problems[.consent] = .notAChoice }
        if source.isEmpty { problems[.source] = .sayWhereFrom }
        if source.unicodeScalars.count > 200 { problems[.source] = .tooLong }
        if statement.unicodeScalars.count > 1000 { problems[.statement] = .tooLong }
        // Who has to prove an agreement needs its words.
        if kind?.isAgreement == true, statement.isEmpty { problems[.statement] = .sayWhatAgreedTo }
        if source.utf8.contains(0) { problems[.source] = .cannotBeKept }
        if statement.utf8.contains(0) { problems[.statement] = .cannotBeKept }
        return problems
    }
}

extension Phrase {
    static let sayWhereFrom = Phrase("Say where the file comes from.", es: "Indique de dónde viene el archivo.")
    static let sayWhatAgreedTo = Phrase(
        "Give the words that they have agreed to.", es: "Indique el texto que aceptaron.")
}
