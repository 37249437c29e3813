internal import CivilTime
internal import Foundation

/// What a text says of a day and a time, before it is laid on a calendar.
struct Findings: Sendable {
    /// Of an instant that does not depend on any zone: seconds since 1970.
    var instant: Date?
    /// Seconds east of UTC, of a time that says so itself.
    var offset: Int?
    /// The zone that the text names.
    var zone: TimeZone?

    /// Days after today: "tomorrow".
    var offsetDays: Int?
    /// Days after today or after the weekday: "in a week".
    var shift: Int?
    var weekday: Weekday?
    var which = Which.coming
    var calendarDay: CalendarDay?
    /// "The 15th".
    var dayOfMonth: Int?

    /// Minutes from now.
    var wait: Int?
    var time: ClockTime?
    var meridiem: Meridiem?
    var part: DayPart?

    /// What there is no such time for.
    var problem: String?
    /// Whether it says two things at once.
    var isUnclear = false
    /// How many words were not understood.
    var strangers = 0

    struct CalendarDay: Sendable, Equatable {
        var year: Int?
        var month: Int
        var day: Int
    }

    /// Which of all Tuesdays.
    enum Which: Sendable { case coming, next, last, nextWeek }
}

extension Findings {
    var hasDay: Bool {
        offsetDays != nil || shift != nil || weekday != nil || calendarDay != nil || dayOfMonth != nil || instant != nil
    }

    var hasTime: Bool { time != nil || wait != nil || instant != nil }

    /// Two different values for the same thing leave it unclear.
    mutating func note<Value: Equatable>(_ value: Value, as field: WritableKeyPath<Findings, Value?>) {
        if let known = self[keyPath: field], known != value { isUnclear = true }
        self[keyPath: field] = value
    }

    /// The day of this and the time of `other`, where each says it.
    func joined(with other: Findings, zone: TimeZone) -> Findings {
        if other.hasDay && other.hasTime || !hasDay && !hasTime && part == nil { return other }
        guard other.hasTime || other.hasDay || other.part != nil || other.problem != nil else { return self }
        if other.hasDay { return other.joined(withTimeOf: self, zone: zone) }
        return joined(withTimeOf: other, zone: zone)
    }

    private func joined(withTimeOf other: Findings, zone: TimeZone) -> Findings {
        var joined = self
        if let instant {
            let date = LocalClock(zone).reading(at: instant).date
            joined.instant = nil
            joined.calendarDay = CalendarDay(year: date.year, month: date.month, day: date.day)
        }
        if other.hasTime {
            (joined.time, joined.wait, joined.offset) = (other.time, other.wait, other.offset)
        }
        joined.meridiem = other.meridiem ?? meridiem
        joined.part = other.part ?? part
        joined.zone = other.zone ?? self.zone
        joined.problem = problem ?? other.problem
        joined.isUnclear = isUnclear || other.isUnclear
        return joined
    }
}
