package import Foundation

/// The clock on the wall in one time zone.
package struct LocalClock: Sendable {
    package let zone: TimeZone

    package init(_ zone: TimeZone) { self.zone = zone }

    /// What it shows.
    package struct Reading: Sendable, Equatable {
        package var date: CivilDate
        /// Since midnight, by the clock: 3:10 is 190 on any day.
        package var minute: Int
        /// Of the minute that has begun.
        package var second: Double
    }

    package func reading(at instant: Date) -> Reading {
        let wall = Self.rounded(instant.timeIntervalSince1970) + Double(zone.secondsFromGMT(for: instant))
        let day = (wall / 86_400).rounded(.down)
        let seconds = wall - day * 86_400
        let minute = min(1439, Int(seconds / 60))
        let second = ((seconds - Double(minute) * 60) * 1000).rounded() / 1000
        return Reading(date: CivilDate(dayNumber: Int(day)), minute: minute, second: second)
    }

    /// The moments at which it shows that minute of that date: none in an hour that is left out, two in one that comes twice,
    /// in order. Minute 1440 is the next day's 0.
    package func instants(of date: CivilDate, minute: Int) -> [Date] {
        let wall = Double(date.dayNumber) * 86_400 + Double(minute) * 60
        // No zone is further than a day from UTC: the offsets before and after decide.
        let offsets = Set(
            [-86_400.0, 86_400].map { zone.secondsFromGMT(for: Date(timeIntervalSince1970: wall + $0)) })
        return offsets.map { Date(timeIntervalSince1970: wall - Double($0)) }
            .filter { Double(zone.secondsFromGMT(for: $0)) == wall - $0.timeIntervalSince1970 }
            .sorted()
    }

    /// The first moment at or after which it shows at least that: in an hour that is left out, its end.
    package func instant(of date: CivilDate, minute: Int) -> Date {
        if let exact = instants(of: date, minute: minute).first { return exact }
        let before = Date(timeIntervalSince1970: Double(date.dayNumber) * 86_400 + Double(minute) * 60 - 86_400)
        return zone.nextDaylightSavingTimeTransition(after: before) ?? before.addingTimeInterval(86_400)
    }

    /// To the millisecond: what a Double cannot tell apart must not keep the clock from moving on.
    private static func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }

    /// The first moment at or after `instant` that `hours` allow and that is no holiday; nil when there is none before
    /// `limit`.
    ///
    /// The clock is followed from one change of the offset to the next, so that windows which begin in an hour that is left
    /// out, or end in one that comes twice, are met exactly.
    package func nextOpening(
        of hours: WeeklyHours, closedOn isHoliday: (CivilDate) -> Bool, from instant: Date, before limit: Date
    ) -> Date? {
        var now = instant
        while now < limit {
            let reading = reading(at: now)
            let windows = isHoliday(reading.date) ? [] : hours.windows(on: reading.date.weekday)
            if windows.contains(where: { $0.start <= reading.minute && reading.minute < $0.end }) { return now }
            let start = windows.map(\.start).first { $0 > reading.minute } ?? 1440
            // From the moment that the reading is of, or the opening would lie up to half a millisecond too early.
            let wait = max(0.001, Double(start - reading.minute) * 60 - reading.second)
            let ahead = Date(timeIntervalSince1970: Self.rounded(Self.rounded(now.timeIntervalSince1970) + wait))
            let change = zone.nextDaylightSavingTimeTransition(after: now)
            now = change.map { $0 > now ? min($0, ahead) : ahead } ?? ahead
        }
        return nil
    }
}
