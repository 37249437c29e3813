internal import CivilTime

/// The legal public holidays of the United States (5 U.S.C. § 6103), on which some states forbid calls.
enum FederalHolidays {
    static func contains(_ date: CivilDate) -> Bool {
        isFixed(date) || isObserved(date) || isMovable(date)
    }

    private static let fixed: Set = [[1, 1], [6, 19], [7, 4], [11, 11], [12, 25]]

    private static func isFixed(_ date: CivilDate) -> Bool { fixed.contains([date.month, date.day]) }

    /// Of a holiday on a weekend, the Friday before or the Monday after.
    private static func isObserved(_ date: CivilDate) -> Bool {
        switch date.weekday {
        case .friday: isFixed(CivilDate(dayNumber: date.dayNumber + 1))
        case .monday: isFixed(CivilDate(dayNumber: date.dayNumber - 1))
        default: false
        }
    }

    private static func isMovable(_ date: CivilDate) -> Bool {
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
