internal import CivilTime
internal import Foundation

/// The windows of a week as a form has them: of each day, whether it is open, and some pairs of times.
struct WeeklyHoursForm: Sendable, Equatable {
    struct Day: Sendable, Equatable {
        var isOpen = false
        /// As `09:00`; empty ones are left out.
        var windows: [(from: String, until: String)] = []

        static func == (one: Day, other: Day) -> Bool {
            one.isOpen == other.isOpen && one.windows.map(\.from) == other.windows.map(\.from)
                && one.windows.map(\.until) == other.windows.map(\.until)
        }
    }

    /// How many windows of a day can be typed, unless it has more.
    private static let windowsShown = 2
    private static let most = 6

    let name: String
    private(set) var days: [Weekday: Day] = [:]

    init(_ name: String, _ hours: WeeklyHours) {
        self.name = name
        for day in Weekday.allCases {
            let windows = hours.windows(on: day)
            days[day] = Day(
                isOpen: !windows.isEmpty, windows: windows.map { (Self.clock($0.start), Self.clock($0.end % 1440)) })
        }
    }

    init(_ name: String, _ form: Form) {
        self.name = name
        for day in Weekday.allCases {
            let windows = (0..<Self.most).map { index in
                (
                    from: form["\(name)-\(day.name)-from-\(index)"],
                    until: form["\(name)-\(day.name)-until-\(index)"]
                )
            }
            days[day] = Day(
                isOpen: form.has("\(name)-\(day.name)"),
                windows: windows.filter { !$0.from.isEmpty || !$0.until.isEmpty })
        }
    }

    /// What was meant; nil, and said in `check`, when it is none. Midnight as an end is the day's end.
    func read(_ check: inout FormCheck, _ label: Phrase) -> WeeklyHours? {
        var result: [Weekday: [TimeWindow]] = [:]
        for day in Weekday.allCases {
            guard let typed = days[day], typed.isOpen else { continue }
            guard !typed.windows.isEmpty else {
                check.note(name, label, check.words(.hoursMissing, ["day": check.words(Self.title(day))]))
                return nil
            }
            for window in typed.windows {
                let until = window.until == "00:00" ? "24:00" : window.until
                guard let read = TimeWindow("\(window.from)-\(until)") else {
                    check.note(
                        name, label,
                        check.words(
                            .hoursNotThat,
                            [
                                "day": check.words(Self.title(day)), "from": window.from,
                                "until": window.until,
                            ]))
                    return nil
                }
                result[day, default: []].append(read)
            }
        }
        return WeeklyHours(result)
    }

    func html(_ view: FieldView, _ legend: Phrase, hint: Phrase? = nil) -> HTML {
        let words = view.words
        let rows = Weekday.allCases.html { day in
            let typed = days[day] ?? Day()
            let title = words(Self.title(day))
            let windows = (0..<max(Self.windowsShown, typed.windows.count)).html { index in
                let window = index < typed.windows.count ? typed.windows[index] : (from: "", until: "")
                return """
                    <div class="inline"><input type="time" name="\(name)-\(day.name)-from-\(index)" value="\(window.from)" aria-label="\(title) \(words(.hoursFrom)) \(index + 1)"> <span>\(words(.hoursTo))</span> <input type="time" name="\(name)-\(day.name)-until-\(index)" value="\(window.until)" aria-label="\(title) \(words(.hoursUntil)) \(index + 1)"></div>
                    """
            }
            return """
                <li><label class="check"><input type="checkbox" name="\(name)-\(day.name)" value="on"\(" checked", when: typed.isOpen)> <span>\(title)</span></label>\(windows)</li>

                """
        }
        return view.group(name, legend, hint: hint, #"<ul class="hours">\#(rows)</ul>"#)
    }

    private static func clock(_ minutes: Int) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60)
        return "\(hours < 10 ? "0" : "")\(hours):\(rest < 10 ? "0" : "")\(rest)"
    }

    static func title(_ day: Weekday) -> Phrase {
        switch day {
        case .monday: Phrase("Monday", es: "Lunes")
        case .tuesday: Phrase("Tuesday", es: "Martes")
        case .wednesday: Phrase("Wednesday", es: "Miércoles")
        case .thursday: Phrase("Thursday", es: "Jueves")
        case .friday: Phrase("Friday", es: "Viernes")
        case .saturday: Phrase("Saturday", es: "Sábado")
        case .sunday: Phrase("Sunday", es: "Domingo")
        }
    }
}

extension Phrase {
    fileprivate static let hoursFrom = Phrase("from", es: "desde")
    fileprivate static let hoursUntil = Phrase("until", es: "hasta")
    fileprivate static let hoursTo = Phrase("to", es: "a")
    fileprivate static let hoursMissing = Phrase(
        "{day} is ticked, but has no times.", es: "{day} está marcado, pero no tiene horas.")
    fileprivate static let hoursNotThat = Phrase(
        "{day}: “{from}” to “{until}” is no part of a day. The end comes after the beginning; midnight is 00:00.",
        es:
            "{day}: «{from}» a «{until}» no es una parte del día. El final va después del principio; medianoche es 00:00."
    )
}
