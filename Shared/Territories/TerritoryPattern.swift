/// Which postcodes belong to an agent: `DE 10115` (one), `DE 10115-10999` (a range), `DE 101*` (a prefix) or `DE` (a
/// country, ISO 3166-1 alpha-2).
package struct TerritoryPattern: Sendable, Hashable {
    private enum Area: Sendable, Hashable {
        case exact(String)
        case range(String, String)
        case prefix(String)
        case country
    }

    private let country: String
    private let area: Area

    /// Nil when the text is none of the four forms.
    package init?(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard let country = parts.first, country.count == 2, country.allSatisfy({ $0.isASCII && $0.isUppercase }) else {
            return nil
        }
        self.country = String(country)
        guard parts.count == 2 else {
            area = .country
            return
        }
        let pattern = parts[1]
        if pattern.hasSuffix("*") {
            let prefix = Self.normalized(pattern.dropLast())
            guard !prefix.isEmpty else { return nil }
            area = .prefix(prefix)
        } else if let bounds = Self.range(pattern) {
            area = .range(bounds.0, bounds.1)
        } else {
            area = .exact(Self.normalized(pattern))
        }
    }

    /// A dash makes a range only between postcodes of one length, since `30-001` is also how some countries write one.
    private static func range(_ pattern: Substring) -> (String, String)? {
        let ends = pattern.split(separator: "-", omittingEmptySubsequences: false).map { normalized($0) }
        guard ends.count == 2, !ends[0].isEmpty, ends[0].count == ends[1].count, ends[0] <= ends[1] else { return nil }
        return (ends[0], ends[1])
    }

    /// Postcodes are written with and without blanks and dashes, in either case.
    private static func normalized(_ postcode: some StringProtocol) -> String {
        postcode.uppercased().filter { $0.isLetter || $0.isNumber }
    }

    /// How specific the match is (higher is more), or nil when the postcode is outside. An exact postcode beats any range,
    /// a range any prefix, a longer prefix a shorter one, and anything the whole country.
    package func specificity(country: String?, postcode: String?) -> Int? {
        guard country == self.country else { return nil }
        guard case .country = area else {
            return postcode.flatMap { specificity(in: Self.normalized($0)) }
        }
        return 0
    }

    private func specificity(in postcode: String) -> Int? {
        switch area {
        case .exact(let code): code == postcode ? 1000 : nil
        case .range(let low, let high):
            postcode.count == low.count && (low...high).contains(postcode) ? 500 : nil
        case .prefix(let prefix): postcode.hasPrefix(prefix) ? min(prefix.count, 400) : nil
        case .country: 0
        }
    }
}
