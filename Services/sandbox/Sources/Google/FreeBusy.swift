internal import Foundation

/// The body of `freebusy.query` (https://developers.google.com/workspace/calendar/api/v3/reference/freebusy/query).
struct FreeBusyQuery: Sendable {
    /// How much may be asked for at a time, in days.
    static let longest = 90.0
    static let mostCalendars = 50

    let range: Range<Date>
    let zone: TimeZone
    let calendars: [String]

    init(_ body: JSON) throws(CalendarProblem) {
        guard body.members != nil else { throw .parseError }
        let from = try Self.date(body, "timeMin")
        let to = try Self.date(body, "timeMax")
        guard from < to else { throw .emptyRange }
        guard to.timeIntervalSince(from) <= Self.longest * 86_400 else { throw .longRange }
        range = from..<to
        let name = body["timeZone"]?.string ?? "UTC"
        guard let zone = TimeZone(identifier: name) else { throw .invalidParameter("timeZone", name) }
        self.zone = zone
        calendars = (body["items"]?.elements ?? []).compactMap { $0["id"]?.string }
    }

    private static func date(_ body: JSON, _ name: String) throws(CalendarProblem) -> Date {
        guard let text = body[name]?.string else { throw .required("\(name) parameter") }
        guard let date = Timestamp(text)?.date else { throw .badRequest }
        return date
    }

    /// - Parameter calendar: by the id that was asked for; nil for one that cannot be seen.
    func answer(_ calendar: (String) -> AccountCalendar?) -> JSON {
        var calendars: JSON = [:]
        for id in self.calendars {
            if self.calendars.count > Self.mostCalendars {
                calendars[id] = Self.refusal("tooManyCalendarsRequested")
            } else if let found = calendar(id) {
                calendars[id] = ["busy": .array(found.busy(in: range).map(period))]
            } else {
                calendars[id] = Self.refusal("notFound")
            }
        }
        return [
            "kind": "calendar#freeBusy", "timeMin": .string(range.lowerBound.iso),
            "timeMax": .string(range.upperBound.iso),
            "calendars": calendars,
        ]
    }

    /// A calendar that could not be looked into: an error inside an answer that looks like success.
    static func refusal(_ reason: String) -> JSON {
        ["errors": [["domain": "global", "reason": .string(reason)]], "busy": []]
    }

    private func period(_ time: Range<Date>) -> JSON {
        ["start": .string(zone.text(time.lowerBound)), "end": .string(zone.text(time.upperBound))]
    }
}

extension AccountCalendar {
    /// When it is busy, within the range; what overlaps or touches is one.
    func busy(in range: Range<Date>) -> [Range<Date>] {
        let times = events.filter(\.isBusy).map { $0.time(in: zone).clamped(to: range) }.filter { !$0.isEmpty }
        return times.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, time in
            if let last = merged.last, time.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, time.upperBound)
            } else {
                merged.append(time)
            }
        }
    }
}
