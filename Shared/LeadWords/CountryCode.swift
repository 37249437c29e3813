internal import Foundation

/// Countries as forms name them.
package enum CountryCode {
    /// ISO 3166-1 alpha-2 of a code or an English name; nil for anything else.
    package static func read(_ text: String) -> String? {
        let plain = text.uppercased().filter(\.isLetter)
        if plain.utf8.count == 2 {
            // The old code of the United Kingdom's internet names.
            let code = plain == "UK" ? "GB" : plain
            return known.contains(code) ? code : nil
        }
        return names[plain]
    }

    private static let known = Set(Locale.Region.isoRegions.map(\.identifier).filter { $0.utf8.count == 2 })

    private static let names: [String: String] = {
        let english = Locale(identifier: "en_US")
        var names = ["USA": "US", "UNITEDSTATESOFAMERICA": "US", "GREATBRITAIN": "GB", "ENGLAND": "GB", "DEU": "DE"]
        for code in known {
            guard let name = english.localizedString(forRegionCode: code) else { continue }
            names[name.uppercased().filter(\.isLetter)] = code
        }
        return names
    }()
}
