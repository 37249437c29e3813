/// From one minute of a day until before another.
package struct TimeWindow: Sendable, Hashable {
    /// Minutes since midnight on the wall's clock.
    package let start: Int
    /// Not included; 1440 is the day's end.
    package let end: Int

    /// Nil unless `0 ≤ start < end ≤ 1440`.
    package init?(_ start: Int, _ end: Int) {
        guard start >= 0, start < end, end <= 1440 else { return nil }
        self.start = start
        self.end = end
    }

    /// Reads `09:00-20:00`; `24:00` is the day's end.
    package init?(_ text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Self.minutes(String($0)) }
        guard ends.count == 2, let start = ends[0], let end = ends[1] else { return nil }
        self.init(start, end)
    }

    private static func minutes(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.utf8.count) }), let hours = Int(parts[0]),
            let minutes = Int(parts[1]), (0...59).contains(minutes), (0...24).contains(hours)
        else { return nil }
        return hours * 60 + minutes
    }

    /// `09:00-20:00`
    package var text: String { "\(Self.clock(start))-\(Self.clock(end))" }

    private static func clock(_ minutes: Int) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60)
        return "\(hours < 10 ? "0" : "")\(hours):\(rest < 10 ? "0" : "")\(rest)"
    }
}

/// When somebody may be called: windows for each day of the week, by the clock where they are.
package struct WeeklyHours: Sendable, Hashable {
    /// Each day's windows: in order, apart from each other.
    private var days: [Weekday: [TimeWindow]]

    /// Windows that overlap or touch become one.
    package init(_ days: [Weekday: [TimeWindow]]) {
        self.days = days.mapValues(Self.merged).filter { !$0.value.isEmpty }
    }

    /// The same window on each of these days.
    package init(_ window: TimeWindow?, on weekdays: [Weekday] = Weekday.allCases) {
        self.init(Dictionary(uniqueKeysWithValues: weekdays.map { ($0, [window].compactMap { $0 }) }))
    }

    package static let always = WeeklyHours(TimeWindow(0, 1440))

    package func windows(on day: Weekday) -> [TimeWindow] { days[day] ?? [] }

    /// Whether there is no window at all.
    package var isEmpty: Bool { days.isEmpty }

    /// When both allow it.
    package func intersection(_ other: WeeklyHours) -> WeeklyHours {
        WeeklyHours(
            Dictionary(
                uniqueKeysWithValues: Weekday.allCases.map { day in
                    let both = windows(on: day).flatMap { one in
                        other.windows(on: day).compactMap { TimeWindow(max(one.start, $0.start), min(one.end, $0.end)) }
                    }
                    return (day, both)
                }))
    }

    private static func merged(_ windows: [TimeWindow]) -> [TimeWindow] {
        windows.sorted { $0.start < $1.start }.reduce(into: []) { merged, window in
            guard let last = merged.last, window.start <= last.end,
                let joined = TimeWindow(last.start, max(last.end, window.end))
            else { return merged.append(window) }
            merged[merged.count - 1] = joined
        }
    }
}

extension WeeklyHours: Codable {
    /// Reads `{"mon": ["09:00-12:00", "13:00-20:00"], …}`; a day left out is closed.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        var days: [Weekday: [TimeWindow]] = [:]
        for (name, texts) in try container.decode([String: [String]].self) {
            guard let day = Weekday(name: name) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "\"\(name)\" is no day; days are mon, tue, wed, thu, fri, sat, sun"
                )
            }
            days[day] = try texts.map { text in
                guard let window = TimeWindow(text) else {
                    throw DecodingError.dataCorruptedError(
                        in: container, debugDescription: "\"\(text)\" is no window like 09:00-20:00")
                }
                return window
            }
        }
        self.init(days)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(
            Dictionary(uniqueKeysWithValues: days.map { ($0.key.name, $0.value.map(\.text)) }))
    }
}
