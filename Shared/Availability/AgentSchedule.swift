package import CivilTime
package import Foundation

/// When an agent works, by the clock where they are.
package struct AgentSchedule: Sendable, Equatable {
    package var zone: TimeZone
    package var hours: WeeklyHours
    /// Dates that have hours of their own instead of the week's; without a window the date is closed.
    package var exceptions: [CivilDate: [TimeWindow]]
    package var timeOff: [Range<Date>]

    package init(
        zone: TimeZone, hours: WeeklyHours, exceptions: [CivilDate: [TimeWindow]] = [:], timeOff: [Range<Date>] = []
    ) {
        self.zone = zone
        self.hours = hours
        self.exceptions = exceptions
        self.timeOff = timeOff
    }

    package func isWorking(at instant: Date) -> Bool {
        openings(around: instant..<instant).contains(instant) && !timeOff.contains { $0.contains(instant) }
    }

    /// The working times within `range` without the time off: in order, apart from each other.
    package func workingTimes(in range: Range<Date>) -> [Range<Date>] {
        openings(around: range).clamped(to: range).subtracting(TimeRanges(timeOff)).ranges
    }

    /// The windows of all dates that `range` touches, in full, with no regard to time off.
    ///
    /// A window lasts from the first moment at which the clock has come to its start until the first at which it has
    /// come to its end: what a change of the clock leaves out is missing from it, what comes twice within it belongs to
    /// it twice.
    func openings(around range: Range<Date>) -> TimeRanges {
        let clock = LocalClock(zone)
        // A reading is rounded: just before midnight it may be the next date's. And a clock that is put back after
        // midnight shows the date before once more, in hours of the next.
        let first = clock.reading(at: range.lowerBound).date.dayNumber - 1
        let last = clock.reading(at: range.upperBound).date.dayNumber + 1
        return TimeRanges(
            (first...last).lazy.map { CivilDate(dayNumber: $0) }.flatMap { date in
                windows(on: date).compactMap { window in
                    let start = clock.instant(of: date, minute: window.start)
                    let end = clock.instant(of: date, minute: window.end)
                    return start < end ? start..<end : nil
                }
            })
    }

    private func windows(on date: CivilDate) -> [TimeWindow] { exceptions[date] ?? hours.windows(on: date.weekday) }
}
