/// The languages that times are understood and spoken in.
enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case spanish = "es"
    case french = "fr"
    case german = "de"
    case portuguese = "pt"
    case italian = "it"
}

/// What a BCP 47 tag says about how a time is written.
struct SpokenLanguage: Sendable, Equatable {
    /// English, when the tag names none of ours.
    let language: Language
    /// Whether `12/01` is the first of December: in English without a region or with that of the United States.
    let monthFirst: Bool

    init(tag: String) {
        let subtags = tag.prefix(100).split { $0 == "-" || $0 == "_" }.map { $0.lowercased() }
        language = subtags.first.flatMap(Language.init(rawValue:)) ?? .english
        let region = subtags.dropFirst().first { $0.utf8.count == 2 }
        monthFirst = subtags.first == Language.english.rawValue && (region ?? "us") == "us"
    }
}
