internal import Foundation

/// The languages that there are words in, by BCP 47.
package enum WordLanguage: String, Sendable, CaseIterable {
    case english = "en"
    case spanish = "es"
    case french = "fr"
    case german = "de"
    case portuguese = "pt"
    case italian = "it"
}

/// Which words a reader gets, and how their dates and numbers are written.
struct NoticeLanguage: Sendable, Hashable {
    let words: WordLanguage
    /// ISO 3166 or UN M.49.
    let region: String?

    /// "pt-BR"
    var tag: String { region.map { "\(words.rawValue)-\($0)" } ?? words.rawValue }

    var locale: Locale { Locale(identifier: region.map { "\(words.rawValue)_\($0)" } ?? words.rawValue) }

    /// - Parameter tag: BCP 47, in any case; an underscore will do for a hyphen.
    /// - Returns: nil when there are no words in that language.
    init?(tag: String) {
        let subtags = tag.prefix(100).split { $0 == "-" || $0 == "_" || $0 == "." }
        guard let words = subtags.first.flatMap({ WordLanguage(rawValue: $0.lowercased()) }) else { return nil }
        self.words = words
        // What follows a single letter is about something else, and is not a region.
        region = subtags.dropFirst().prefix { $0.utf8.count > 1 }.first(where: Self.isRegion)?.uppercased()
    }

    private static func isRegion(_ subtag: Substring) -> Bool {
        let bytes = subtag.utf8
        let areLetters = bytes.allSatisfy { (0x61...0x7A).contains($0 | 0x20) }
        let areDigits = bytes.allSatisfy { (0x30...0x39).contains($0) }
        return bytes.count == 2 && areLetters || bytes.count == 3 && areDigits
    }

    private static let english = NoticeLanguage(words: .english)

    private init(words: WordLanguage) {
        self.words = words
        region = nil
    }

    /// The recipient's, else the agency's, else English.
    static func choose(_ notice: Notice) -> (language: NoticeLanguage, isFallback: Bool) {
        if let own = NoticeLanguage(tag: notice.recipient.language) { return (own, false) }
        return (NoticeLanguage(tag: notice.agencyLanguage) ?? .english, true)
    }
}
