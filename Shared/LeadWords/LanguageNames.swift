internal import Foundation

/// Languages as forms name them.
package struct LanguageNames: Sendable {
    private let tags: [String: String]

    /// - Parameter codes: primary subtags; names are found in English and in each language itself.
    package init(codes: some Sequence<String>) {
        let english = Locale(identifier: "en_US")
        var tags: [String: String] = [:]
        for code in codes {
            tags[code] = code
            for locale in [english, Locale(identifier: code)] {
                guard let name = locale.localizedString(forLanguageCode: code) else { continue }
                tags[name.lowercased()] = code
            }
        }
        self.tags = tags
    }

    /// BCP 47 of a tag, a locale such as `de_DE`, or a name; nil for what is none of them.
    package func tag(_ text: String) -> String? {
        let trimmed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
        if let code = tags[trimmed] { return code }
        let parts = trimmed.split { $0 == "-" || $0 == "_" || $0 == "." }.map(String.init)
        guard let primary = parts.first, tags[primary] == primary else { return nil }
        guard parts.count > 1, parts[1].utf8.count == 2, parts[1].allSatisfy(\.isLetter) else { return primary }
        return "\(primary)-\(parts[1].uppercased())"
    }

    /// What most people speak in a country (CLDR's likely subtags).
    package static func usual(inCountry country: String) -> String? {
        let language = Locale.Language(identifier: "und-\(country)").maximalIdentifier
        let code = language.split(separator: "-").first.map(String.init)
        return code == "und" ? nil : code
    }
}
