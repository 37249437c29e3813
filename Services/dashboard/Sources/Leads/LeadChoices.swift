internal import Foundation
internal import Vapi

/// What a lead's selects offer.
enum LeadChoices {
    /// Languages that a call can be held in, as primary subtags.
    static let languages: Set<String> = (try? VoiceLanguages())?.all ?? []

    /// ISO 3166-1 alpha-2.
    static let countries: [String] =
        Locale.Region.isoRegions.map(\.identifier).filter { $0.utf8.count == 2 && $0.allSatisfy(\.isLetter) }

    /// Of places: what is none, like `UTC`, is some machine's setting.
    static let zones: [String] = TimeZone.knownTimeZoneIdentifiers.filter { $0.contains("/") && !$0.hasPrefix("Etc/") }
        .sorted()
    private static let zoneNames = Set(zones)

    static func isZone(_ name: String) -> Bool { zoneNames.contains(name) }

    /// Also with a region, as a form may have said it.
    static func isLanguage(_ tag: String) -> Bool {
        let parts = tag.split(separator: "-", omittingEmptySubsequences: false)
        guard let primary = parts.first, parts.count <= 3, parts.allSatisfy({ (1...8).contains($0.utf8.count) }) else {
            return false
        }
        return languages.contains(String(primary))
            && parts.allSatisfy { $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } }
    }
}

extension PageFrame {
    /// The languages that calls can be held in, by their names in the viewer's language.
    ///
    /// - Parameter chosen: is among them also when it names a region.
    func languageOptions(none: Phrase, chosen: String) -> [(value: String, text: String)] {
        let tags = LeadChoices.languages.union(chosen.isEmpty || !LeadChoices.isLanguage(chosen) ? [] : [chosen])
        return [("", words(none))] + sorted(tags.map { ($0, languageName($0)) })
    }

    func countryOptions(none: Phrase?) -> [(value: String, text: String)] {
        (none.map { [("", words($0))] } ?? []) + sorted(LeadChoices.countries.map { ($0, words.countryName($0)) })
    }

    func zoneOptions(none: Phrase, chosen: String) -> [(value: String, text: String)] {
        [("", words(none))] + LeadChoices.zones.map { ($0, $0.replacing("_", with: " ")) }
    }

    private func sorted(_ options: [(value: String, text: String)]) -> [(value: String, text: String)] {
        let locale = Locale(identifier: words.language.rawValue)
        return options.sorted { one, other in
            let order = one.text.compare(
                other.text, options: [.caseInsensitive, .diacriticInsensitive], locale: locale)
            return order == .orderedSame ? one.value < other.value : order == .orderedAscending
        }
    }
}
