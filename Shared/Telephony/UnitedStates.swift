/// States, their time zones, and how postcodes and the places of area codes tell them.
package enum UnitedStates {
    /// Those with country codes of their own in ISO 3166-1, and so in libphonenumber; in ISO 3166-2 the same codes are
    /// subdivisions of the United States.
    package static let territories: Set = ["AS", "GU", "MP", "PR", "VI"]

    private static let eastern = "America/New_York"
    private static let central = "America/Chicago"
    private static let mountain = "America/Denver"
    private static let pacific = "America/Los_Angeles"

    private static let names: [(code: String, name: String, zones: [String])] = [
        ("AL", "Alabama", [central]), ("AK", "Alaska", ["America/Anchorage", "America/Adak"]),
        ("AZ", "Arizona", ["America/Phoenix", mountain]), ("AR", "Arkansas", [central]),
        ("CA", "California", [pacific]), ("CO", "Colorado", [mountain]), ("CT", "Connecticut", [eastern]),
        ("DE", "Delaware", [eastern]), ("DC", "Washington D.C.", [eastern]), ("FL", "Florida", [eastern, central]),
        ("GA", "Georgia", [eastern]), ("HI", "Hawaii", ["Pacific/Honolulu"]), ("ID", "Idaho", [mountain, pacific]),
        ("IL", "Illinois", [central]), ("IN", "Indiana", [eastern, central]), ("IA", "Iowa", [central]),
        ("KS", "Kansas", [central, mountain]), ("KY", "Kentucky", [eastern, central]), ("LA", "Louisiana", [central]),
        ("ME", "Maine", [eastern]), ("MD", "Maryland", [eastern]), ("MA", "Massachusetts", [eastern]),
        ("MI", "Michigan", [eastern, central]), ("MN", "Minnesota", [central]), ("MS", "Mississippi", [central]),
        ("MO", "Missouri", [central]), ("MT", "Montana", [mountain]), ("NE", "Nebraska", [central, mountain]),
        ("NV", "Nevada", [pacific, mountain]), ("NH", "New Hampshire", [eastern]), ("NJ", "New Jersey", [eastern]),
        ("NM", "New Mexico", [mountain]), ("NY", "New York", [eastern]), ("NC", "North Carolina", [eastern]),
        ("ND", "North Dakota", [central, mountain]), ("OH", "Ohio", [eastern]), ("OK", "Oklahoma", [central]),
        ("OR", "Oregon", [pacific, mountain]), ("PA", "Pennsylvania", [eastern]), ("RI", "Rhode Island", [eastern]),
        ("SC", "South Carolina", [eastern]), ("SD", "South Dakota", [central, mountain]),
        ("TN", "Tennessee", [central, eastern]), ("TX", "Texas", [central, mountain]), ("UT", "Utah", [mountain]),
        ("VT", "Vermont", [eastern]), ("VA", "Virginia", [eastern]), ("WA", "Washington State", [pacific]),
        ("WV", "West Virginia", [eastern]), ("WI", "Wisconsin", [central]), ("WY", "Wyoming", [mountain]),
        ("PR", "Puerto Rico", ["America/Puerto_Rico"]), ("VI", "U.S. Virgin Islands", ["America/St_Thomas"]),
        ("GU", "Guam", ["Pacific/Guam"]), ("AS", "American Samoa", ["Pacific/Pago_Pago"]),
        ("MP", "Northern Mariana Islands", ["Pacific/Saipan"]),
    ]

    static let zones = Dictionary(uniqueKeysWithValues: names.map { ($0.code, $0.zones) })
    private static let codes = Dictionary(uniqueKeysWithValues: names.map { ($0.name, $0.code) })

    /// The state of a place as libphonenumber names them: `Texas`, or `San Antonio, TX`.
    static func code(ofPlace place: String) -> String? {
        if let code = codes[place] { return code }
        if place == "Philadelphia" { return "PA" }
        let last = place.split(separator: ",").last.map { $0.drop { $0 == " " } } ?? ""
        return zones[String(last)] == nil ? nil : String(last)
    }

    /// The state of a ZIP code's five digits.
    static func code(ofZIP digits: Int) -> String? {
        switch digits {
        // They share their prefixes with Hawaii and Guam.
        case 96_799: "AS"
        case 96_950...96_952: "MP"
        default: code(ofPrefix: digits / 100)
        }
    }

    /// The state of the first three digits of a ZIP code (USPS Domestic Mail Manual, labeling list L002).
    static func code(ofPrefix prefix: Int) -> String? {
        prefixes.first { $0.range.contains(prefix) }?.code
    }

    private static let prefixes: [(range: ClosedRange<Int>, code: String)] = [
        (5...5, "NY"), (6...7, "PR"), (8...8, "VI"), (9...9, "PR"), (10...27, "MA"), (28...29, "RI"), (30...38, "NH"),
        (39...49, "ME"), (50...54, "VT"), (55...55, "MA"), (56...59, "VT"), (60...69, "CT"), (70...89, "NJ"),
        (100...149, "NY"), (150...196, "PA"), (197...199, "DE"), (200...200, "DC"), (201...201, "VA"),
        (202...205, "DC"), (206...219, "MD"), (220...246, "VA"), (247...268, "WV"), (270...289, "NC"),
        (290...299, "SC"), (300...319, "GA"), (320...339, "FL"), (341...349, "FL"), (350...369, "AL"),
        (370...385, "TN"), (386...397, "MS"), (398...399, "GA"), (400...427, "KY"), (430...459, "OH"),
        (460...479, "IN"), (480...499, "MI"), (500...528, "IA"), (530...549, "WI"), (550...567, "MN"),
        (569...569, "DC"), (570...577, "SD"), (580...588, "ND"), (590...599, "MT"), (600...629, "IL"),
        (630...658, "MO"), (660...679, "KS"), (680...693, "NE"), (700...714, "LA"), (716...729, "AR"),
        (733...733, "TX"), (730...749, "OK"), (750...799, "TX"), (800...816, "CO"), (820...831, "WY"),
        (832...838, "ID"), (840...847, "UT"), (850...865, "AZ"), (870...884, "NM"), (885...885, "TX"),
        (889...898, "NV"), (900...961, "CA"), (967...968, "HI"), (969...969, "GU"), (970...979, "OR"),
        (980...994, "WA"), (995...999, "AK"),
    ]

    /// The zone of a prefix in a state with two, where all of the prefix lies in one of them (49 CFR part 71 has the lines).
    static func zone(ofPrefix prefix: Int) -> String? {
        switch prefix {
        case 320...323, 326...349: eastern
        case 325: central
        case 400, 402...418, 425: eastern
        case 370...372, 375, 380...385: central
        case 374, 376...379: eastern
        case 460...462, 466...474, 478: eastern
        case 463...464, 476...477: central
        case 480...497: eastern
        case 570...574: central
        case 580...584, 588: central
        case 660...676: central
        case 680...689: central
        case 733, 750...797: central
        case 799, 885: mountain
        case 832...834, 836...837: mountain
        case 970...978: pacific
        case 889...897: pacific
        case 850...853, 855, 857: "America/Phoenix"
        case 995...998: "America/Anchorage"
        default: nil
        }
    }
}
