internal import CivilTime
internal import Foundation

/// Time off as it was typed: from a day, or a time of it, to a day, or a time of it, by the agent's clock.
struct TimeOffForm: Sendable, Equatable {
    enum Refusal: Error, Equatable {
        case from, to, order, note
    }

    /// What is longer is no time off.
    static let longestDays = 800

    var fromDate = ""
    var fromTime = ""
    var toDate = ""
    var toTime = ""
    var note = ""

    init() {}

    init(_ form: Form) {
        fromDate = form["from_date"]
        fromTime = form["from_time"]
        toDate = form["to_date"]
        toTime = form["to_time"]
        note = form["note"]
    }

    /// Without times it begins with the first day and ends with the last; without a last day there is one day.
    func read(zone: TimeZone) -> Result<Range<Date>, Refusal> {
        guard let first = CivilDate(fromDate), let start = Self.minute(fromTime, otherwise: 0) else {
            return .failure(.from)
        }
        guard let last = CivilDate(toDate.isEmpty ? fromDate : toDate),
            let end = Self.minute(toTime == "00:00" ? "" : toTime, otherwise: 1440)
        else { return .failure(.to) }
        guard note.count <= 200 else { return .failure(.note) }
        let clock = LocalClock(zone)
        let (from, to) = (clock.instant(of: first, minute: start), clock.instant(of: last, minute: end))
        guard from < to, last.dayNumber - first.dayNumber <= Self.longestDays else { return .failure(.order) }
        return .success(from..<to)
    }

    private static func minute(_ text: String, otherwise: Int) -> Int? {
        if text.isEmpty { return otherwise }
        // A window from there to the day's end begins at that minute.
        return TimeWindow("\(text)-24:00")?.start
    }
}
