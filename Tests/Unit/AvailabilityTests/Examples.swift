import Availability
import CivilTime
import Foundation
import Testing

/// Reads `2026-08-20T07:00:00Z`.
func instant(_ text: String) throws -> Date { try #require(try? Date.ISO8601FormatStyle().parse(text)) }

/// As ``instant(_:)`` reads it.
func text(_ instant: Date) -> String { instant.formatted(.iso8601) }

/// From the one moment until before the other.
func time(_ start: String, _ end: String) throws -> Range<Date> { try instant(start)..<instant(end) }

/// Reads `07:00-09:00` of a day in UTC.
func time(_ window: String, on date: String) throws -> Range<Date> {
    let window = try #require(TimeWindow(window))
    let midnight = try instant("\(date)T00:00:00Z")
    return midnight.addingTimeInterval(Double(window.start) * 60)..<midnight.addingTimeInterval(Double(window.end) * 60)
}

extension AgentSchedule {
    /// With the same hours every day.
    static func daily(_ zone: String, _ windows: String...) throws -> AgentSchedule {
        let windows = try windows.map { try #require(TimeWindow($0)) }
        return AgentSchedule(
            zone: try #require(TimeZone(identifier: zone)),
            hours: WeeklyHours(Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, windows) })))
    }
}

extension BookingRules {
    /// The standard rules, but nothing of notice.
    static var atOnce: BookingRules { changed { $0.minimumNotice = 0 } }

    /// The standard rules, but for what `change` does.
    static func changed(_ change: (inout BookingRules) -> Void) -> BookingRules {
        var rules = BookingRules.standard
        change(&rules)
        return rules
    }
}
