internal import CivilTime
internal import Foundation

/// Times as people read them: by the viewer's clock and in their words.
struct ViewerTime: Sendable {
    let zone: TimeZone
    let language: ConsoleLanguage
    let now: Date

    private var clock: LocalClock { LocalClock(zone) }

    /// `14:32`
    func time(_ instant: Date) -> String { Self.time(clock.reading(at: instant)) }

    /// `29 Nov 2026`, without the year when it is this one.
    func day(_ instant: Date) -> String { day(clock.reading(at: instant).date) }

    func day(_ date: CivilDate) -> String {
        let year = date.year == today.year ? "" : " \(date.year)"
        return "\(date.day) \(Self.months[language]?[date.month - 1] ?? "")\(year)"
    }

    /// `Fri 29 Nov`
    func weekday(_ date: CivilDate) -> String {
        "\(Self.weekdays[language]?[date.weekday.rawValue - 1] ?? "") \(day(date))"
    }

    func dayTitle(_ instant: Date) -> String { weekday(clock.reading(at: instant).date) }

    /// `Today 14:32`, `Yesterday 14:32`, else day and time.
    func moment(_ instant: Date) -> String {
        let reading = clock.reading(at: instant)
        let words = Words(language: language)
        let day =
            switch reading.date.dayNumber - today.dayNumber {
            case 0: words(.today)
            case -1: words(.yesterday)
            case 1: words(.tomorrow)
            default: self.day(reading.date)
            }
        return "\(day) \(Self.time(reading))"
    }

    /// Everything, for a title: `29 Nov 2026 14:32:07, Europe/Berlin`.
    func exact(_ instant: Date, in other: TimeZone? = nil) -> String {
        let reading = LocalClock(other ?? zone).reading(at: instant)
        let seconds = String(Int(reading.second)).leftPadded(2)
        let month = Self.months[language]?[reading.date.month - 1] ?? ""
        return "\(reading.date.day) \(month) \(reading.date.year) \(Self.time(reading)):\(seconds), "
            + (other ?? zone).identifier.replacing("_", with: " ")
    }

    /// A `time` element whose title says it exactly, also by the lead's clock where that is another.
    func element(_ instant: Date, _ text: String? = nil, lead: TimeZone? = nil) -> HTML {
        let there = lead.flatMap { $0.secondsFromGMT(for: instant) == zone.secondsFromGMT(for: instant) ? nil : $0 }
        let titles = [exact(instant)] + (there.map { [exact(instant, in: $0)] } ?? [])
        return """
            <time datetime="\(instant.ISO8601Format())" title="\(titles.joined(separator: "\n"))">\(text ?? moment(instant))</time>
            """
    }

    /// `3:05`, or `1:02:03`.
    static func duration(_ seconds: Int) -> String {
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
        let tail = String(rest).leftPadded(2)
        return hours > 0 ? "\(hours):\(String(minutes).leftPadded(2)):\(tail)" : "\(minutes):\(tail)"
    }

    var today: CivilDate { clock.reading(at: now).date }

    /// When that day begins by the viewer's clock.
    func start(of date: CivilDate) -> Date { clock.instant(of: date, minute: 0) }

    /// `2026-11-29` and `14:30`, as a form's fields want them.
    func fields(_ instant: Date) -> (date: String, time: String) {
        let reading = clock.reading(at: instant)
        return (reading.date.description, Self.time(reading))
    }

    private static func time(_ reading: LocalClock.Reading) -> String {
        "\(String(reading.minute / 60).leftPadded(2)):\(String(reading.minute % 60).leftPadded(2))"
    }

    private static let months: [ConsoleLanguage: [String]] = [
        .english: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        .spanish: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
    ]

    private static let weekdays: [ConsoleLanguage: [String]] = [
        .english: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        .spanish: ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
    ]
}

extension String {
    fileprivate func leftPadded(_ length: Int) -> String {
        String(repeating: "0", count: max(0, length - count)) + self
    }
}

extension Phrase {
    static let today = Phrase("Today", es: "Hoy")
    static let yesterday = Phrase("Yesterday", es: "Ayer")
    static let tomorrow = Phrase("Tomorrow", es: "Mañana")
}
