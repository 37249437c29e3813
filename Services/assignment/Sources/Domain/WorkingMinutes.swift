internal import Availability
internal import CivilTime
internal import Foundation

extension AgentSchedule {
    /// When so many minutes of work have passed since `start`; nil when that is not within a year.
    ///
    /// A minute is a minute: what a change of the clock leaves out is not worked, what comes twice is worked twice.
    func moment(after minutes: Int, ofWorkFrom start: Date) -> Date? {
        guard !hours.isEmpty || !exceptions.isEmpty else { return nil }
        let limit = start.addingTimeInterval(366 * 86_400)
        var rest = Double(minutes) * 60
        var now = start
        // Most of the time it is today or tomorrow.
        var days = 2.0
        while now < limit {
            let end = now.addingTimeInterval(days * 86_400)
            for times in workingTimes(in: now..<end) {
                let length = times.upperBound.timeIntervalSince(times.lowerBound)
                if rest <= length { return times.lowerBound.addingTimeInterval(rest) }
                rest -= length
            }
            now = end
            days = min(days * 2, 32)
        }
        return nil
    }
}
