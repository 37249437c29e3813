/// The part of a country that decides about the time, and in the United States about the law: a state, a province, an
/// archipelago.
struct Subdivision: Sendable, Equatable {
    /// ISO 3166-2 without the country, e.g. `TX`.
    let code: String
    /// All the zones it may lie in; where two meet, both.
    let zones: [String]

    /// The one that a postcode lies in; nil when the country has but one zone or the postcode does not tell.
    init?(country: String, postcode: String) {
        let postcode = postcode.uppercased().filter { $0.isLetter || $0.isNumber }
        switch country {
        case "US": self.init(zip: postcode)
        case _ where UnitedStates.territories.contains(country): self.init(zip: postcode)
        case "CA": self.init(canadian: postcode)
        case "AU": self.init(australian: postcode)
        case "ES":
            self = Self("ES", ["35", "38"].contains { postcode.hasPrefix($0) } ? "Atlantic/Canary" : "Europe/Madrid")
        case "PT":
            let isAzores = ["95", "96", "97", "98", "99"].contains { postcode.hasPrefix($0) }
            self = Self("PT", isAzores ? "Atlantic/Azores" : "Europe/Lisbon")
        default: return nil
        }
    }

    /// The one where a number was given out.
    init?(country: String, number: String, place: String) {
        switch country {
        case "US":
            guard let code = UnitedStates.code(ofPlace: place) else { return nil }
            self.init(state: code)
        case "CA":
            guard
                let code = Self.provinces.first(where: { place.hasSuffix($0.name) || place.hasSuffix(", \($0.code)") })
            else { return nil }
            self = Self(code.code, code.zones)
        case "AU":
            // Geographic numbers: https://www.acma.gov.au/telephone-numbering-plan
            switch number.dropFirst(3).first {
            case "2": self = Self("NSW", "Australia/Sydney")
            case "3": self = Self("VIC", "Australia/Melbourne")
            case "7": self = Self("QLD", "Australia/Brisbane")
            case "8": self = Self("SA", "Australia/Adelaide", "Australia/Darwin", "Australia/Perth")
            default: return nil
            }
        default: return nil
        }
    }

    private init(_ code: String, _ zones: String...) { self.init(code, zones) }

    private init(_ code: String, _ zones: [String]) {
        self.code = code
        self.zones = zones
    }

    private init?(state code: String) {
        guard let zones = UnitedStates.zones[code] else { return nil }
        self.init(code, zones)
    }

    private init?(zip: String) {
        guard zip.utf8.count >= 5, let digits = Int(zip.prefix(5)), let code = UnitedStates.code(ofZIP: digits)
        else { return nil }
        let prefix = digits / 100
        if let zone = UnitedStates.zone(ofPrefix: prefix) { self.init(code, zone) } else { self.init(state: code) }
    }

    /// The first letter of a Canadian postcode (https://www.canadapost-postescanada.ca, "Addressing guidelines").
    private init?(canadian postcode: String) {
        guard let letter = postcode.first,
            let province = Self.provinces.first(where: { $0.letters.contains(letter) })
        else { return nil }
        self.init(province.code, province.zones)
    }

    private static let provinces: [(code: String, name: String, letters: String, zones: [String])] = [
        ("NL", "Newfoundland and Labrador", "A", ["America/St_Johns", "America/Halifax"]),
        ("NS", "Nova Scotia", "B", ["America/Halifax"]),
        ("PE", "Prince Edward Island", "C", ["America/Halifax"]),
        ("NB", "New Brunswick", "E", ["America/Moncton"]),
        ("QC", "Quebec", "GHJ", ["America/Toronto", "America/Blanc-Sablon"]),
        ("ON", "Ontario", "KLMNP", ["America/Toronto", "America/Winnipeg"]),
        ("MB", "Manitoba", "R", ["America/Winnipeg"]),
        ("SK", "Saskatchewan", "S", ["America/Regina", "America/Edmonton"]),
        ("AB", "Alberta", "T", ["America/Edmonton"]),
        ("BC", "British Columbia", "V", ["America/Vancouver", "America/Edmonton"]),
        (
            "NT", "Nunavut/Yukon", "X",
            ["America/Edmonton", "America/Winnipeg", "America/Toronto", "America/Whitehorse"]
        ),
        ("YT", "Yukon", "Y", ["America/Whitehorse"]),
    ]

    /// Ranges of Australian postcodes (https://auspost.com.au/postcode).
    private init?(australian postcode: String) {
        guard postcode.utf8.count == 4, let number = Int(postcode) else { return nil }
        switch number {
        case 2880: self.init("NSW", "Australia/Broken_Hill")
        case 2898: self.init("NSW", "Australia/Lord_Howe")
        case 200...299, 2600...2618, 2900...2920: self.init("ACT", "Australia/Sydney")
        case 1000...2999: self.init("NSW", "Australia/Sydney")
        case 3000...3999, 8000...8999: self.init("VIC", "Australia/Melbourne")
        case 4000...4999, 9000...9999: self.init("QLD", "Australia/Brisbane")
        case 5000...5999: self.init("SA", "Australia/Adelaide")
        case 6443: self.init("WA", "Australia/Eucla")
        case 6000...6999: self.init("WA", "Australia/Perth")
        case 7000...7999: self.init("TAS", "Australia/Hobart")
        case 800...999: self.init("NT", "Australia/Darwin")
        default: return nil
        }
    }
}
