internal import Foundation

/// The time zones and the countries that somebody can choose from.
///
/// What has been chosen already is always among the options, also when it came by another way and is not offered: else a
/// browser would show another one as chosen, and saving the form would put that in its place.
enum PlaceChoices {
    /// Of the tz database, by continent and place, sorted.
    static let zones: [String] = TimeZone.knownTimeZoneIdentifiers.filter(hasPlace).sorted()

    /// ISO 3166-1 alpha-2, sorted.
    static let countries: [String] = Locale.Region.isoRegions.map(\.identifier)
        .filter { $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x41...0x5A).contains($0) } }.sorted()

    private static let offeredZones = Set(zones)
    private static let knownCountries = Set(countries)

    /// Whether it is one of ``countries``.
    static func isCountry(_ code: String) -> Bool { knownCountries.contains(code) }

    /// Whether the tz database has a zone of that name, be it offered or not.
    static func isZone(_ name: String) -> Bool {
        // Names are paths of files to some that look them up.
        let isName =
            (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "+"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        return isName && (offeredZones.contains(name) || TimeZone(identifier: name) != nil)
    }

    /// Whether it is the zone of a place: `UTC` and the like are some machine's setting.
    static func isZoneOfAPlace(_ name: String) -> Bool { hasPlace(name) && isZone(name) }

    private static func hasPlace(_ name: String) -> Bool {
        name.contains("/") && !name.hasPrefix("/") && !name.hasPrefix("Etc/") && !name.hasPrefix("SystemV/")
    }

    /// For a select.
    ///
    /// - Parameters:
    ///   - none: stands before all of them, for none.
    ///   - hasUTC: whether `UTC`, which is no place's, is offered too.
    static func zoneOptions(
        chosen: String, none: String? = nil, hasUTC: Bool = true
    ) -> [(value: String, text: String)] {
        var names = hasUTC ? ["UTC"] + zones : zones
        if !chosen.isEmpty, !names.contains(chosen) { names.insert(chosen, at: 0) }
        return (none.map { [("", $0)] } ?? []) + names.map { ($0, $0.replacing("_", with: " ")) }
    }
}

extension PageFrame {
    /// Countries by their names in the viewer's language, in the order of its alphabet.
    ///
    /// - Parameter none: stands before all of them, for none.
    func countryOptions(chosen: String, none: Phrase? = nil) -> [(value: String, text: String)] {
        let isOffered = chosen.isEmpty || PlaceChoices.isCountry(chosen)
        let codes = isOffered ? PlaceChoices.countries : [chosen] + PlaceChoices.countries
        return (none.map { [("", words($0))] } ?? []) + sorted(codes.map { ($0, words.countryName($0)) })
    }

    /// By their texts, as the viewer's language sorts them.
    func sorted(_ options: [(value: String, text: String)]) -> [(value: String, text: String)] {
        let locale = Locale(identifier: words.language.rawValue)
        return options.sorted { one, other in
            let order = one.text.compare(
                other.text, options: [.caseInsensitive, .diacriticInsensitive], locale: locale)
            return order == .orderedSame ? one.value < other.value : order == .orderedAscending
        }
    }
}
