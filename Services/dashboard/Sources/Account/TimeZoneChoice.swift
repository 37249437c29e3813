internal import Foundation

/// The time zones that somebody can choose from, as the IANA database names them.
enum TimeZoneChoice {
    /// By continent and place.
    static let all: [String] =
        ["UTC"]
        + TimeZone.knownTimeZoneIdentifiers.filter {
            $0.contains("/") && !$0.hasPrefix("Etc/") && !$0.hasPrefix("SystemV/")
        }
        .sorted()

    private static let known = Set(all)

    /// Whether it is one of those, or one that has been chosen by another way.
    static func isKnown(_ identifier: String) -> Bool {
        known.contains(identifier) || identifier.utf8.count <= 64 && TimeZone(identifier: identifier) != nil
    }

    /// For a select; `first` stands before all of them, for none.
    static func options(selected: String, first: String? = nil) -> [(value: String, text: String)] {
        let others = known.contains(selected) || selected.isEmpty ? all : [selected] + all
        return (first.map { [(value: "", text: $0)] } ?? []) + others.map { ($0, $0.replacing("_", with: " ")) }
    }
}
