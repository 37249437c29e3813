internal import CivilTime
internal import Foundation

/// When owners are told about the day before: at one hour, by their agency's clock.
struct DigestSchedule: Sendable, Equatable {
    /// 0 to 23.
    let hour: Int

    /// Nil for what is no hour of a day.
    init?(hour: Int) {
        guard (0...23).contains(hour) else { return nil }
        self.hour = hour
    }

    /// The day to tell about; nil before today's hour.
    func day(at now: Date, in zone: TimeZone) -> DigestDay? {
        let clock = LocalClock(zone)
        let today = clock.reading(at: now).date
        guard let moment = moment(on: today, clock), now >= moment else { return nil }
        return DigestDay(before: today, clock)
    }

    /// The next moment at which there is a day to tell about.
    func next(after now: Date, in zone: TimeZone) -> Date {
        let clock = LocalClock(zone)
        let today = clock.reading(at: now).date.dayNumber
        let moments = (0...2).compactMap { moment(on: CivilDate(dayNumber: today + $0), clock) }
        return moments.first { $0 > now } ?? now.addingTimeInterval(86_400)
    }

    /// An hour that is left out begins at its end, unless that is another day. Nil for a date that is left out.
    private func moment(on date: CivilDate, _ clock: LocalClock) -> Date? {
        let end = clock.instant(of: date, minute: 1440)
        guard clock.instant(of: date, minute: 0) < end else { return nil }
        return min(clock.instant(of: date, minute: hour * 60), end.addingTimeInterval(-60))
    }
}

/// A day that is over, by an agency's clock, and the one that came after it.
struct DigestDay: Sendable, Equatable {
    let date: CivilDate
    let began: Date
    /// When the next one began.
    let ended: Date
    /// When the next one ends.
    let nextEnds: Date

    /// - Parameter today: the day after it. Where a date was left out, the one before that is told about.
    init(before today: CivilDate, _ clock: LocalClock) {
        ended = clock.instant(of: today, minute: 0)
        nextEnds = clock.instant(of: today, minute: 1440)
        date = clock.reading(at: ended.addingTimeInterval(-1)).date
        began = clock.instant(of: date, minute: 0)
    }
}
