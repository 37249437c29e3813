internal import CivilTime

/// A part of each day, by the clock where somebody is, in which they are left alone: from one minute until before
/// another, over midnight when the end is not after the beginning.
struct QuietHours: Sendable, Equatable {
    /// Minutes since midnight, below 1440.
    let from: Int
    /// From 1 to 1440, which is midnight.
    let to: Int

    /// Reads `21:00` and `07:00`; nil for what is no time, and for a day without beginning or end.
    init?(from: String, to: String) {
        guard let start = Self.minute(from), let end = Self.minute(to), start < 1440 else { return nil }
        let last = end == 0 ? 1440 : end
        guard start != last, !(start == 0 && last == 1440) else { return nil }
        self.from = start
        self.to = last
    }

    /// When they are not left alone.
    var open: WeeklyHours {
        let windows = from < to ? [TimeWindow(0, from), TimeWindow(to, 1440)] : [TimeWindow(to, from)]
        return WeeklyHours(
            Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, windows.compactMap { $0 }) }))
    }

    var fromText: String { Self.text(from) }
    var toText: String { Self.text(to) }

    /// `07:00`, `7:00` or `24:00`: as windows are written.
    private static func minute(_ text: String) -> Int? {
        if let window = TimeWindow("00:00-\(text)") { return window.end }
        // No window ends at its beginning.
        return TimeWindow("\(text)-24:00").flatMap { $0.start == 0 ? 0 : nil }
    }

    private static func text(_ minute: Int) -> String {
        TimeWindow(0, max(1, minute)).map { minute == 0 ? "00:00" : String($0.text.suffix(5)) } ?? ""
    }
}
