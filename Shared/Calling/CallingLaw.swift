package import CivilTime
internal import Telephony

/// What the law of a place says about when, and whether, a machine may call somebody to sell something.
///
/// The table is what its sources say, read in favour of the called person. It is no legal advice: an agency's own rules can
/// only be stricter, and an agency that knows of stricter law sets stricter hours.
package struct CallingLaw: Sendable, Equatable {
    package let hours: WeeklyHours
    /// On which calls are forbidden; nil when the law has no rule about holidays.
    package let holidays: PublicHolidays?
    /// Whether the called person must have agreed before.
    package let needsConsent: Bool
    /// Calls about the same matter to one person in 24 hours; nil when the law sets no number.
    package let callsPerDay: Int?
    /// Where it is written.
    package let source: String

    /// - Parameters:
    ///   - country: ISO 3166-1 alpha-2; nil when it is not known.
    ///   - subdivision: ISO 3166-2 without the country.
    package static func of(country: String?, subdivision: String?) -> CallingLaw {
        switch country {
        case "US": ofState(subdivision)
        // Which one it is, the country says already.
        case .some(let country) where UnitedStates.territories.contains(country): ofState(subdivision ?? country)
        case .some(let country): ofCountry(country)
        case nil: elsewhere(needsConsent: true)
        }
    }

    func isHoliday(_ date: CivilDate) -> Bool { holidays?.contains(date) ?? false }
}

// MARK: Windows of the tables

private let weekdays: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
private let workdays = weekdays + [.saturday]

private func open(_ everyDay: String) -> WeeklyHours { WeeklyHours(TimeWindow(everyDay)) }

/// Nil: no calls.
private func open(_ weekday: String, saturday: String?, sunday: String?) -> WeeklyHours {
    var days = Dictionary(uniqueKeysWithValues: weekdays.map { ($0, [TimeWindow(weekday)].compactMap { $0 }) })
    days[.saturday] = [saturday.flatMap { TimeWindow($0) }].compactMap { $0 }
    days[.sunday] = [sunday.flatMap { TimeWindow($0) }].compactMap { $0 }
    return WeeklyHours(days)
}

// MARK: United States

extension CallingLaw {
    private static let federalHours = open("08:00-21:00")

    private struct State {
        var hours: WeeklyHours = federalHours
        var holidays: PublicHolidays?
        var callsPerDay: Int?
        var source: String
    }

    /// An artificial voice needs prior express consent in every state: 47 U.S.C. § 227(b)(1)(A), and FCC 24-17 of 2024 says
    /// that a voice made by AI is one.
    private static func ofState(_ code: String?) -> CallingLaw {
        let federal = "47 CFR 64.1200(c)(1)"
        guard let code else { return strictest(federal) }
        let state = states[code]
        return CallingLaw(
            hours: federalHours.intersection(state?.hours ?? federalHours), holidays: state?.holidays,
            needsConsent: true, callsPerDay: state?.callsPerDay,
            source: state.map { "\(federal); \($0.source)" } ?? federal)
    }

    /// Whose state is not known might live in any.
    private static func strictest(_ federal: String) -> CallingLaw {
        CallingLaw(
            hours: open("10:00-18:00", saturday: "10:00-17:00", sunday: nil), holidays: .unitedStates,
            needsConsent: true, callsPerDay: 3,
            source: "\(federal); the state is not known, so the strictest state's")
    }

    private static let states: [String: State] = [
        "AL": State(
            hours: open("08:00-20:00", saturday: "08:00-20:00", sunday: nil), holidays: .unitedStates,
            source: "Ala. Code § 8-19C-2, Ala. Admin. Code r. 770-X-5-.20"),
        "CT": State(hours: open("09:00-20:00"), callsPerDay: 3, source: "Conn. Gen. Stat. § 42-288a"),
        "FL": State(hours: open("08:00-20:00"), callsPerDay: 3, source: "Fla. Stat. § 501.616(6)"),
        "KY": State(hours: open("10:00-21:00"), source: "Ky. Rev. Stat. § 367.46955(5)"),
        "LA": State(
            hours: open("08:00-20:00", saturday: "08:00-20:00", sunday: nil), holidays: .unitedStates,
            source: "La. Rev. Stat. § 45:844.31"),
        "MA": State(hours: open("08:00-20:00"), source: "Mass. Gen. Laws ch. 159C § 3"),
        "MD": State(hours: open("08:00-20:00"), callsPerDay: 3, source: "Md. Code, Com. Law § 14-4503"),
        "MI": State(hours: open("09:00-21:00"), source: "Mich. Comp. Laws § 445.111b"),
        "MN": State(hours: open("09:00-21:00"), source: "Minn. Stat. § 325E.30"),
        "MS": State(
            hours: open("08:00-20:00", saturday: "08:00-20:00", sunday: nil), holidays: .unitedStates,
            source: "Miss. Code § 77-3-723"),
        "NM": State(hours: open("09:00-21:00"), source: "N.M. Stat. § 57-12-22"),
        "NV": State(hours: open("09:00-20:00"), source: "Nev. Rev. Stat. § 598.0918"),
        "OK": State(hours: open("08:00-20:00"), callsPerDay: 3, source: "Okla. Stat. tit. 15, § 775C.4"),
        "PA": State(
            hours: open("08:00-21:00", saturday: "08:00-21:00", sunday: "13:30-21:00"), holidays: .unitedStates,
            source: "73 Pa. Stat. § 2245.1"),
        "RI": State(
            hours: open("09:00-18:00", saturday: "10:00-17:00", sunday: nil), holidays: .unitedStates,
            source: "R.I. Gen. Laws § 5-61-3.6"),
        "SD": State(
            hours: open("09:00-21:00", saturday: "09:00-21:00", sunday: nil), source: "S.D. Codified Laws § 37-30A-3"),
        "TX": State(
            hours: open("09:00-21:00", saturday: "09:00-21:00", sunday: "12:00-21:00"),
            source: "Tex. Bus. & Com. Code § 301.051"),
        "UT": State(
            hours: open("08:00-21:00", saturday: "08:00-21:00", sunday: nil), holidays: .unitedStates,
            source: "Utah Code § 13-25a-103"),
        "WA": State(hours: open("08:00-20:00"), source: "Wash. Rev. Code § 80.36.390"),
        "WY": State(hours: open("08:00-20:00"), source: "Wyo. Stat. § 6-6-104"),
    ]
}

// MARK: Elsewhere

extension CallingLaw {
    private static func ofCountry(_ country: String) -> CallingLaw {
        let needsConsent = consentByDirective.contains(country) || consentByOwnLaw.contains(country)
        switch country {
        case "CA":
            return CallingLaw(
                hours: open("09:00-21:30", saturday: "10:00-18:00", sunday: "10:00-18:00"), holidays: nil,
                needsConsent: true, callsPerDay: nil,
                source: "CRTC Unsolicited Telecommunications Rules, part III § 23, part IV § 2")
        case "AU":
            return CallingLaw(
                hours: open("09:00-20:00", saturday: "09:00-17:00", sunday: nil), holidays: .australia,
                needsConsent: true, callsPerDay: nil,
                source: "Telecommunications (Telemarketing and Research Calls) Industry Standard 2017, § 8")
        // The overseas parts whose law is the French one (Constitution, art. 73; for Saint-Barthélemy, Saint-Martin and
        // Saint-Pierre-et-Miquelon: Code général des collectivités territoriales, art. LO6213-1, LO6313-1, LO6413-1).
        case "FR", "GP", "MQ", "GF", "RE", "YT", "MF", "BL", "PM":
            let day = ["10:00-13:00", "14:00-20:00"].compactMap { TimeWindow($0) }
            return CallingLaw(
                hours: WeeklyHours(Dictionary(uniqueKeysWithValues: weekdays.map { ($0, day) })),
                holidays: .france, needsConsent: true, callsPerDay: nil,
                source: "Code de la consommation, art. D223-9 (décret n° 2022-1313)")
        case "ES":
            return CallingLaw(
                hours: open("09:00-21:00", saturday: nil, sunday: nil), holidays: .spain, needsConsent: true,
                callsPerDay: nil, source: "Real Decreto Legislativo 1/2007, art. 96.2")
        case "IT":
            return CallingLaw(
                hours: open("09:00-20:00", saturday: "10:00-19:00", sunday: nil), holidays: .italy,
                needsConsent: true, callsPerDay: nil,
                source: "AGCOM delibera 197/23/CONS, Codice di condotta per le attività di telemarketing")
        default: return elsewhere(needsConsent: needsConsent)
        }
    }

    /// Our own caution where no rule is in the table.
    private static func elsewhere(needsConsent: Bool) -> CallingLaw {
        CallingLaw(
            hours: open("09:00-20:00", saturday: "10:00-18:00", sunday: nil), holidays: nil,
            needsConsent: needsConsent, callsPerDay: nil,
            source: needsConsent
                ? "hours by our own caution; consent by Directive 2002/58/EC art. 13(1) or the like" : "our own caution"
        )
    }

    /// Where other law needs the same: in the United Kingdom PECR reg. 19, with which the Crown dependencies (GG, JE, IM)
    /// are taken together.
    private static let consentByOwnLaw: Set = ["GB", "GG", "JE", "IM", "CA", "CH", "AU"]

    /// The European Economic Area: calls by machines without human intervention need prior consent, Directive
    /// 2002/58/EC art. 13(1). Åland (AX) is a part of Finland with a country code of its own.
    private static let consentByDirective: Set = [
        "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU",
        "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO", "AX",
    ]
}
