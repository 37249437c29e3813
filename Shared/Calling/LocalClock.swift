internal import Foundation

/// The clock on the wall in one time zone.
struct LocalClock: Sendable {
    let zone: TimeZone

    /// What it shows.
    struct Reading: Sendable, Equatable {
        var date: CivilDate
        /// Since midnight, by the clock: 3:10 is 190 on any day.
        var minute: Int
        /// Of the minute that has begun.
        var second: Double
    }

    func reading(at instant: Date) -> Reading {
        let wall = Self.rounded(instant.timeIntervalSince1970) + Double(zone.secondsFromGMT(for: instant))
        let day = (wall / 86_400).rounded(.down)
        let seconds = wall - day * 86_400
        let minute = min(1439, Int(seconds / 60))
        let second = ((seconds - Double(minute) * 60) * 1000).rounded() / 1000
        return Reading(date: CivilDate(dayNumber: Int(day)), minute: minute, second: second)
    }

    /// To the millisecond: what a Double cannot tell apart must not keep the clock from moving on.
    private static func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }

    /// The first moment at or after `instant` that `hours` allow and that is no holiday; nil when there is none before
    /// `limit`.
    ///
    /// The clock is followed from one change of the offset to the next, so that windows which begin in an hour that is left
    /// out, or end in one that comes twice, are met exactly.
    func nextOpening(
        of hours: CallingHours, closedOn isHoliday: (CivilDate) -> Bool, from instant: Date, before limit: Date
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
