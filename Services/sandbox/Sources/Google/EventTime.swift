internal import Foundation

/// A time as RFC 3339 writes it; the offset may be missing.
struct Timestamp: Sendable, Equatable {
    /// What the clock shows, as if it showed UTC.
    var wall: Date
    /// Seconds east of UTC.
    var offset: Int?

    /// - Parameter text: fractions of a second are read over, as Google reads over them.
    init?(_ text: String) {
        let style = Date.ISO8601FormatStyle()
        guard let wall = try? style.parse(text.prefix(19) + "Z"), wall.formatted(style).dropLast() == text.prefix(19)
        else { return nil }
        self.wall = wall
        var rest = text.dropFirst(19)
        if rest.first == "." {
            let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty else { return nil }
            rest = rest[digits.endIndex...]
        }
        if rest.isEmpty { return }
        guard let offset = Self.offset(rest) else { return nil }
        self.offset = offset
    }

    /// `Z` or `+01:00`.
    private static func offset(_ text: Substring) -> Int? {
        if text == "Z" || text == "z" { return 0 }
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard text.first == "+" || text.first == "-", parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
            let hours = Int(parts[0]), let minutes = Int(parts[1]), (0...23).contains(hours),
            (0...59).contains(minutes)
        else { return nil }
        return (text.first == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    /// Its moment; nil when it has no offset.
    var date: Date? { offset.map { wall.addingTimeInterval(-Double($0)) } }
}

/// `start` or `end` of an event (https://developers.google.com/workspace/calendar/api/v3/reference/events#start).
enum EventTime: Sendable, Equatable {
    /// A day of the calendar's zone, like `2026-03-29`.
    case day(String)
    /// The zone is IANA's name of it, when it came with one.
    case moment(Date, zone: String?)

    /// - Parameter name: `start` or `end`.
    init(_ json: JSON?, _ name: String) throws(CalendarProblem) {
        let day = json?["date"]?.string
        let time = json?["dateTime"]?.string
        let zone = json?["timeZone"]?.string
        if let zone, TimeZone(identifier: zone) == nil {
            throw .invalid("Invalid time zone definition for \(name) time.")
        }
        switch (day, time) {
        case (nil, nil): throw .required("\(name) time")
        case (.some, .some): throw .invalid("Invalid \(name) time.")
        case (.some(let day), nil):
            guard Timestamp(day + "T00:00:00") != nil else { throw .invalid("Invalid \(name) time.") }
            self = .day(day)
        case (nil, .some(let text)):
            guard let stamp = Timestamp(text) else { throw .invalid("Invalid value for: \(name).dateTime \(text)") }
            guard let date = stamp.date ?? zone.flatMap({ TimeZone(identifier: $0) })?.date(wall: stamp.wall) else {
                throw .required("time zone definition for \(name) time")
            }
            self = .moment(date, zone: zone)
        }
    }

    var isDay: Bool {
        if case .day = self { true } else { false }
    }

    /// Its moment, for a day that of its beginning.
    func date(in zone: TimeZone) -> Date {
        switch self {
        case .day(let day): zone.date(wall: Timestamp(day + "T00:00:00")?.wall ?? .distantPast)
        case .moment(let date, _): date
        }
    }

    /// As Google shows it: whatever offset it came with, it has the calendar's.
    ///
    /// - Parameters:
    ///   - calendar: the calendar's zone.
    ///   - shown: the zone that the reader asked for, if it did.
    func json(in calendar: TimeZone, shown: TimeZone? = nil) -> JSON {
        switch self {
        case .day(let day): ["date": .string(day)]
        case .moment(let date, let zone):
            [
                "dateTime": .string((shown ?? calendar).text(date)),
                "timeZone": .string(zone ?? calendar.identifier),
            ]
        }
    }
}

extension TimeZone {
    /// The moment at which clocks there show that: the first of two; in an hour that is left out, as much later.
    func date(wall: Date) -> Date {
        let offsets = [-86_400.0, 86_400].map { secondsFromGMT(for: wall.addingTimeInterval($0)) }
        let dates = offsets.map { wall.addingTimeInterval(-Double($0)) }
        let exact = zip(dates, offsets).first { secondsFromGMT(for: $0) == $1 }
        return exact?.0 ?? dates[0]
    }

    /// `2026-03-29T10:00:00+02:00`.
    func text(_ date: Date) -> String {
        let offset = secondsFromGMT(for: date)
        let wall = date.addingTimeInterval(Double(offset)).formatted(Date.ISO8601FormatStyle()).dropLast()
        guard offset != 0 else { return wall + "Z" }
        let (hours, minutes) = (abs(offset) / 3600, abs(offset) / 60 % 60)
        return wall + (offset < 0 ? "-" : "+") + Self.padded(hours) + ":" + Self.padded(minutes)
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
