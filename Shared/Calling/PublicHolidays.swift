internal import CivilTime

/// The public holidays of a whole country, on which its law, or that of a state in it, forbids calls. Those of regions
/// and towns are not here.
package enum PublicHolidays: Sendable, CaseIterable {
    case unitedStates
    case france
    case spain
    case italy
    case australia

    func contains(_ date: CivilDate) -> Bool {
        switch self {
        case .unitedStates: Self.isFederal(date)
        case .france: Self.isFrench(date)
        case .spain: Self.isSpanish(date)
        case .italy: Self.isItalian(date)
        case .australia: Self.isAustralian(date)
        }
    }

    /// Month and day.
    private typealias DaysOfTheYear = Set<[Int]>

    private static func date(_ date: CivilDate, isOneOf days: DaysOfTheYear) -> Bool {
        days.contains([date.month, date.day])
    }
}

// MARK: United States

extension PublicHolidays {
    private static let fixedFederal: DaysOfTheYear = [[1, 1], [6, 19], [7, 4], [11, 11], [12, 25]]

    /// 5 U.S.C. § 6103.
    private static func isFederal(_ date: CivilDate) -> Bool {
        Self.date(date, isOneOf: fixedFederal) || isObservedFederal(date) || isMovableFederal(date)
    }

    /// Of a holiday on a weekend, the Friday before or the Monday after.
    private static func isObservedFederal(_ date: CivilDate) -> Bool {
        switch date.weekday {
        case .friday: Self.date(CivilDate(dayNumber: date.dayNumber + 1), isOneOf: fixedFederal)
        case .monday: Self.date(CivilDate(dayNumber: date.dayNumber - 1), isOneOf: fixedFederal)
        default: false
        }
    }

    private static func isMovableFederal(_ date: CivilDate) -> Bool {
        let week = (date.day - 1) / 7 + 1
        switch (date.weekday, date.month) {
        // Martin Luther King Jr., Washington, Labor Day, Columbus.
        case (.monday, 1), (.monday, 2): return week == 3
        case (.monday, 9): return week == 1
        case (.monday, 10): return week == 2
        // Memorial Day is the last Monday, Thanksgiving the fourth Thursday.
        case (.monday, 5): return date.day > 24
        case (.thursday, 11): return week == 4
        default: return false
        }
    }
}

// MARK: Europe

extension PublicHolidays {
    private static let fixedFrench: DaysOfTheYear = [
        [1, 1], [5, 1], [5, 8], [7, 14], [8, 15], [11, 1], [11, 11], [12, 25],
    ]

    /// Code du travail, art. L3133-1; besides the fixed ones Easter Monday, Ascension and Whit Monday.
    private static func isFrench(_ date: CivilDate) -> Bool {
        Self.date(date, isOneOf: fixedFrench) || [1, 39, 50].contains(daysAfterEaster(date))
    }

    private static let fixedSpanish: DaysOfTheYear = [
        [1, 1], [1, 6], [5, 1], [8, 15], [10, 12], [11, 1], [12, 6], [12, 8], [12, 25],
    ]

    /// Real Decreto 2001/1983, art. 45; besides the fixed ones Good Friday.
    private static func isSpanish(_ date: CivilDate) -> Bool {
        Self.date(date, isOneOf: fixedSpanish) || daysAfterEaster(date) == -2
    }

    private static let fixedItalian: DaysOfTheYear = [
        [1, 1], [1, 6], [4, 25], [5, 1], [6, 2], [8, 15], [11, 1], [12, 8], [12, 25], [12, 26],
    ]

    /// Legge 260/1949 as amended, by legge 151/2025 last; besides the fixed ones Easter and its Monday.
    private static func isItalian(_ date: CivilDate) -> Bool {
        let isSaintFrancis = date.year >= 2026 && date.month == 10 && date.day == 4
        return Self.date(date, isOneOf: fixedItalian) || isSaintFrancis || [0, 1].contains(daysAfterEaster(date))
    }
}

// MARK: Australia

extension PublicHolidays {
    private static let fixedAustralian: DaysOfTheYear = [[1, 1], [1, 26], [4, 25], [12, 25], [12, 26]]

    /// Those that the Fair Work Act 2009, s. 115, names, but for the King's Birthday, whose date each state sets itself;
    /// besides the fixed ones Good Friday and Easter Monday.
    private static func isAustralian(_ date: CivilDate) -> Bool {
        Self.date(date, isOneOf: fixedAustralian) || isSubstituteAustralian(date)
            || [-2, 1].contains(daysAfterEaster(date))
    }

    /// The day off for a holiday on a weekend. Not every state has one for each; when one has, nobody in any is called,
    /// neither then nor on the day itself.
    private static func isSubstituteAustralian(_ date: CivilDate) -> Bool {
        switch date.weekday {
        case .monday:
            [1, 2].contains { Self.date(CivilDate(dayNumber: date.dayNumber - $0), isOneOf: fixedAustralian) }
        // When Christmas or Boxing Day is on a Sunday, Monday is taken by the other of them or by its substitute.
        case .tuesday: date.month == 12 && [27, 28].contains(date.day)
        default: false
        }
    }
}

// MARK: Easter

extension PublicHolidays {
    /// Negative before Easter.
    private static func daysAfterEaster(_ date: CivilDate) -> Int? {
        easter(date.year).map { date.dayNumber - $0.dayNumber }
    }

    /// Easter Sunday of the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher (Meeus, "Astronomical
    /// Algorithms", chapter 8); nil for a year that ``CivilDate`` has not.
    static func easter(_ year: Int) -> CivilDate? {
        let placeInMoonCycle = year % 19
        let (century, yearOfCentury) = year.quotientAndRemainder(dividingBy: 100)
        let moonCorrection = (century - (century + 8) / 25 + 1) / 3
        let epact = (19 * placeInMoonCycle + century - century / 4 - moonCorrection + 15) % 30
        let daysToSunday = (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7
        let exception = (placeInMoonCycle + 11 * epact + 22 * daysToSunday) / 451
        let days = epact + daysToSunday - 7 * exception + 114
        return CivilDate(year: year, month: days / 31, day: days % 31 + 1)
    }
}
