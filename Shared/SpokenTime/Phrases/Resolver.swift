internal import CivilTime
internal import Foundation

/// Lays what was found on the calendar and the clock of a zone.
struct Resolver {
    private let home: TimeZone
    private let clock: LocalClock
    private let now: Date
    private let morningHasNoon: Bool
    private let today: CivilDate

    /// - Parameters:
    ///   - zone: the one that the text names; nil when it names none.
    ///   - home: the one that is meant otherwise.
    init(zone: TimeZone?, home: TimeZone, now: Date, morningHasNoon: Bool) {
        self.home = home
        clock = LocalClock(zone ?? home)
        self.now = now
        self.morningHasNoon = morningHasNoon
        today = clock.reading(at: now).date
    }

    /// Nil when it is unclear or says too little.
    func spokenTime(_ findings: Findings) -> SpokenTime? {
        do throws(Impossible) {
            return try meaning(of: findings)
        } catch {
            return .impossible(error.reason)
        }
    }

    private func meaning(of findings: Findings) throws(Impossible) -> SpokenTime? {
        guard !findings.isUnclear else { return nil }
        if let problem = findings.problem { throw Impossible(reason: problem) }
        if let instant = findings.instant { return .moment(instant) }
        let date = try date(findings)
        if let wait = findings.wait {
            guard date == nil || date == today, findings.time == nil else { return nil }
            return .moment(now.addingTimeInterval(Double(wait) * 60))
        }
        guard let time = try time(findings) else {
            guard let date else { return nil }
            return findings.part?.window.map { .dayPart(date, $0) } ?? .day(date)
        }
        guard let date else {
            // Of a zone that is not the listener's, a time means nothing without its day.
            let isLocal = findings.offset == nil && (findings.zone ?? home) == home
            return isLocal ? .time(minute: time.minutes % 1440) : nil
        }
        return .moment(try instant(of: date, time, offset: findings.offset))
    }

    private func time(_ findings: Findings) throws(Impossible) -> ClockTime? {
        // "Tomorrow at noon" in words that name a part of the day.
        let noon = findings.part == .noon ? ClockTime(minutes: 720, isLiteral: true) : nil
        guard var time = findings.time ?? noon else { return nil }
        time.minutes = try time.minute(findings.meridiem, findings.part, morningHasNoon: morningHasNoon)
        return time
    }

    /// Of a time that comes twice, the first.
    private func instant(of date: CivilDate, _ time: ClockTime, offset: Int?) throws(Impossible) -> Date {
        if let offset {
            let midnight = Double(date.dayNumber) * 86_400
            return Date(timeIntervalSince1970: midnight + Double(time.minutes) * 60 + time.seconds - Double(offset))
        }
        guard let minute = clock.instants(of: date, minute: time.minutes).first else {
            let text = ClockTime.text(time.minutes / 60, time.minutes % 60)
            throw Impossible(reason: "the clocks go forward then: there is no \(text) on \(date)")
        }
        return minute.addingTimeInterval(time.seconds)
    }
}

/// Days.
extension Resolver {
    private func date(_ findings: Findings) throws(Impossible) -> CivilDate? {
        guard let date = try namedDate(findings) else { return try weekdayDate(findings) }
        if let weekday = findings.weekday, weekday != date.weekday {
            throw Impossible(reason: "\(date) is a \(date.weekday.englishName), not a \(weekday.englishName)")
        }
        return date
    }

    /// Nil when at most a weekday is named.
    private func namedDate(_ findings: Findings) throws(Impossible) -> CivilDate? {
        var dates: [CivilDate] = []
        if let day = findings.calendarDay { dates.append(try date(of: day)) }
        if let day = findings.dayOfMonth { dates.append(try date(ofMonth: day, in: findings.calendarDay)) }
        if let days = findings.offsetDays { dates.append(self.day(days + (findings.shift ?? 0))) }
        if let shift = findings.shift, findings.offsetDays == nil, findings.weekday == nil || shift % 7 != 0 {
            dates.append(day(shift))
        }
        guard let date = dates.first else { return nil }
        if let other = dates.first(where: { $0 != date }) {
            throw Impossible(reason: "\(date) and \(other) are two days")
        }
        return date
    }

    private func day(_ distance: Int) -> CivilDate { CivilDate(dayNumber: today.dayNumber + distance) }

    /// Without a year, the next such date from today.
    private func date(of day: Findings.CalendarDay) throws(Impossible) -> CivilDate {
        // A leap day may be eight years away.
        let years = day.year.map { $0...$0 } ?? today.year...today.year + 8
        for year in years {
            guard let date = CivilDate(year: year, month: day.month, day: day.day) else { continue }
            if day.year != nil || date >= today { return date }
        }
        throw Impossible(reason: Self.missing(day))
    }

    private static func missing(_ day: Findings.CalendarDay) -> String {
        let year = day.year.map { " \($0)" } ?? ""
        guard (1...12).contains(day.month) else { return "there is no month \(day.month)" }
        return "there is no \(day.day) \(englishMonths[day.month - 1])\(year)"
    }

    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// The next day of that number from today; of a date that is named as well, that number must be its own.
    private func date(ofMonth day: Int, in named: Findings.CalendarDay?) throws(Impossible) -> CivilDate {
        if let named {
            return try date(of: Findings.CalendarDay(year: named.year, month: named.month, day: day))
        }
        // No two months without a 31st follow each other, but February may be one without a 29th.
        for distance in 0..<62 where self.day(distance).day == day { return self.day(distance) }
        throw Impossible(reason: "no month has a day \(day)")
    }

    /// The next such day after today. "Next Tuesday" is the same, unless that is tomorrow: then nobody would say "next", and it
    /// is the one of the week after.
    private func weekdayDate(_ findings: Findings) throws(Impossible) -> CivilDate? {
        guard let weekday = findings.weekday else { return nil }
        let distance = (weekday.rawValue - today.weekday.rawValue + 6) % 7 + 1
        let shift = findings.shift ?? 0
        switch findings.which {
        case .coming: return day(distance + shift)
        case .next: return day((distance == 1 ? 8 : distance) + shift)
        case .last: return day(distance - 7 - (distance == 7 ? 7 : 0))
        case .nextWeek: return day(weekday.rawValue - today.weekday.rawValue + 7 + shift)
        }
    }
}

extension Weekday {
    fileprivate var englishName: String {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][rawValue - 1]
    }
}
