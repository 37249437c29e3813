internal import FoundationEssentials

/// Where a called person is, as far as it decides about when they may be called.
///
/// What is not known is not guessed: a number of a country with eight time zones has all eight, and may be called when it is
/// not too early in the last of them and not too late in the first.
package struct CalledPlace: Sendable, Hashable {
    /// What told the zones.
    package enum Source: String, Sendable {
        case postcode
        /// Somebody said so.
        case given
        /// Where the number was given out; mobile numbers travel.
        case number
        case country
        /// Nothing.
        case nothing
    }

    /// ISO 3166-1 alpha-2.
    package let country: String?
    /// ISO 3166-2 without the country, e.g. `TX`; where it is known and decides something.
    package let subdivision: String?
    /// Names of the tz database; none when nothing tells. The place is in one of them.
    package let zones: [String]
    package let source: Source

    /// - Parameters:
    ///   - number: nil when there is none that can be dialled.
    ///   - country: as somebody said; else the number's.
    ///   - timeZone: as somebody said, of a place: `Europe/Berlin`. What is none, like `UTC`, is some machine's setting. It decides
    ///     about the time, unless a postcode does; numbers travel.
    package init(number: TelephoneNumber?, country: String?, postcode: String?, timeZone: String?) {
        var country = country ?? number?.country
        let byPostcode = country.flatMap { country in
            postcode.flatMap { Subdivision(country: country, postcode: $0) }
        }
        // Who says United States may be on Guam, which is another country to a numbering plan.
        if country == "US", byPostcode == nil, let territory = number?.country,
            UnitedStates.territories.contains(territory)
        {
            country = territory
        }
        // A number of another country says nothing about where in this one somebody lives.
        let byNumber = number.flatMap { number in
            number.country == country
                ? country.flatMap { Subdivision(country: $0, number: number.e164, place: number.place) } : nil
        }
        let subdivision = byPostcode ?? byNumber
        self.country = country
        self.subdivision = subdivision.map(\.code)
        let ofCountry = country.flatMap { CountryZones.all[$0] }
        if let byPostcode {
            (zones, source) = (byPostcode.zones, .postcode)
        } else if let timeZone, Self.isOfAPlace(timeZone) {
            (zones, source) = ([timeZone], .given)
        } else if let byNumber {
            (zones, source) = (byNumber.zones, .number)
        } else if let ofCountry {
            (zones, source) = (ofCountry, .country)
        } else {
            (zones, source) = ([], .nothing)
        }
    }

    private static func isOfAPlace(_ zone: String) -> Bool {
        zone.contains("/") && !zone.hasPrefix("Etc/") && TimeZone(identifier: zone) != nil
    }

    /// The zone, when there is no doubt about it.
    package var zone: String? { zones.count == 1 ? zones[0] : nil }
}
