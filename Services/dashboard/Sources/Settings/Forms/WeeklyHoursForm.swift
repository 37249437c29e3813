internal import CivilTime

/// The hours of a week as they were typed: for each day whether it is one, and some windows.
///
/// A window without times is none. One that ends at 00:00 ends with the day, since a browser's field knows no 24:00.
struct WeeklyHoursForm: Sendable, Equatable {
    struct Window: Sendable, Equatable {
        var from = ""
        var to = ""
        var isEmpty: Bool { from.isEmpty && to.isEmpty }
    }

    struct Day: Sendable, Equatable {
        var isOn = false
        var windows: [Window] = []
    }

    enum Problem: Sendable, Equatable {
        /// Only one of the two times.
        case incomplete
        /// No time, or an end that is not after the beginning.
        case impossible
        /// A day that is on and has no window.
        case empty
    }

    /// Windows of one day at the most.
    static let most = 12

    var days: [Weekday: Day]

    init(_ hours: WeeklyHours) {
        days = Dictionary(
            uniqueKeysWithValues: Weekday.allCases.map { day in
                let windows = hours.windows(on: day)
                return (day, Day(isOn: !windows.isEmpty, windows: windows.map(Window.init)))
            })
    }

    /// - Parameter prefix: of the fields' names, such as `hours` for `hours-mon`, `hours-mon-0-from`.
    init(_ form: Form, prefix: String) {
        days = Dictionary(
            uniqueKeysWithValues: Weekday.allCases.map { day in
                let windows = (0..<Self.most).map { index in
                    Window(
                        from: form[Self.field(prefix, day, index, "from")],
                        to: form[Self.field(prefix, day, index, "to")])
                }
                return (day, Day(isOn: form.has("\(prefix)-\(day.name)"), windows: windows.filter { !$0.isEmpty }))
            })
    }

    static func field(_ prefix: String, _ day: Weekday, _ index: Int, _ end: String) -> String {
        "\(prefix)-\(day.name)-\(index)-\(end)"
    }

    /// What cannot be, by day.
    var problems: [Weekday: Problem] {
        days.compactMapValues { day in
            guard day.isOn else { return nil }
            if day.windows.isEmpty { return .empty }
            if day.windows.contains(where: { $0.from.isEmpty || $0.to.isEmpty }) { return .incomplete }
            return day.windows.contains { $0.window == nil } ? .impossible : nil
        }
    }

    /// Nil while there are problems. What stands on a day that is not on does not count.
    var hours: WeeklyHours? {
        guard problems.isEmpty else { return nil }
        return WeeklyHours(days.mapValues { $0.isOn ? $0.windows.compactMap(\.window) : [] })
    }
}

extension WeeklyHoursForm.Window {
    init(_ window: TimeWindow) {
        let halves = window.text.split(separator: "-").map(String.init)
        self.init(from: halves.first ?? "", to: halves.last.map { $0 == "24:00" ? "00:00" : $0 } ?? "")
    }

    /// Nil for what is no part of a day.
    var window: TimeWindow? { TimeWindow("\(from)-\(to == "00:00" ? "24:00" : to)") }
}
