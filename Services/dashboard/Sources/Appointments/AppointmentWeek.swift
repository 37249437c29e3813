internal import CivilTime
internal import Foundation

/// A week from Monday to Sunday by the clock of one zone. Its days have as many hours as they have there: 23 or 25 when the
/// clocks change.
struct AppointmentWeek: Sendable, Equatable {
    let monday: CivilDate

    /// The week that has the day.
    init(of day: CivilDate) {
        monday = CivilDate(dayNumber: day.dayNumber - (day.weekday.rawValue - 1))
    }

    var days: [CivilDate] { (0..<7).map { CivilDate(dayNumber: monday.dayNumber + $0) } }
    var sunday: CivilDate { CivilDate(dayNumber: monday.dayNumber + 6) }
    var previous: AppointmentWeek { AppointmentWeek(of: CivilDate(dayNumber: monday.dayNumber - 7)) }
    var next: AppointmentWeek { AppointmentWeek(of: CivilDate(dayNumber: monday.dayNumber + 7)) }

    /// From its first moment until before the next week's.
    func range(in zone: TimeZone) -> Range<Date> {
        let clock = LocalClock(zone)
        return clock.instant(of: monday, minute: 0)..<clock.instant(of: next.monday, minute: 0)
    }

    /// Where something stands in it.
    struct Place: Sendable, Equatable {
        /// 0 is Monday.
        var day: Int
        /// As the clock shows it.
        var hour: Int
    }

    /// Nil when it is in another week.
    func place(of instant: Date, in zone: TimeZone) -> Place? {
        let reading = LocalClock(zone).reading(at: instant)
        let day = reading.date.dayNumber - monday.dayNumber
        guard (0..<7).contains(day) else { return nil }
        return Place(day: day, hour: reading.minute / 60)
    }

    /// The hours that a view of these has: an office's day, and more where something is earlier or later.
    static func hours(of places: [Place]) -> ClosedRange<Int> {
        let hours = places.map(\.hour)
        return min(9, hours.min() ?? 9)...max(17, hours.max() ?? 17)
    }
}
