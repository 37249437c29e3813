internal import CivilTime

/// How a language says days and times.
///
/// Names and order are written down here, and not asked of the system, so that they are the same everywhere.
struct SpeakingStyle: Sendable {
    private let language: Language
    private let monthFirst: Bool
    private let names: Names

    /// The words of one language.
    struct Names: Sendable {
        var today: String
        var tomorrow: String
        var or: String
        /// From Monday.
        var weekdays: [String]
        /// From January.
        var months: [String]
    }

    init(_ language: SpokenLanguage) {
        self.language = language.language
        monthFirst = language.monthFirst
        names = Names.of(language.language)
    }

    var today: String { names.today }
    var tomorrow: String { names.tomorrow }

    /// Days with their times: the last is set off by a comma, as each may hold an "or" itself.
    func list(days: [String]) -> String {
        guard let last = days.last else { return "" }
        return days.count == 1 ? last : "\(days.dropLast().joined(separator: ", ")), \(names.or) \(last)"
    }

    /// "At 10 AM, 11 AM or 2:30 PM"; other languages than English repeat the "at".
    func list(times minutes: [Int]) -> String {
        // In an hour that comes twice, two moments have one name.
        let distinct = minutes.indices.filter { $0 == 0 || minutes[$0] != minutes[$0 - 1] }.map { minutes[$0] }
        var texts = distinct.map(at)
        if language == .english { texts = texts.prefix(1) + distinct.dropFirst().map(time) }
        guard let last = texts.popLast() else { return "" }
        return texts.isEmpty ? last : "\(texts.joined(separator: ", ")) \(names.or) \(last)"
    }

    func day(_ date: CivilDate, withYear: Bool) -> String {
        let weekday = names.weekdays[date.weekday.rawValue - 1]
        let month = names.months[date.month - 1]
        let year = withYear ? "\(yearSeparator)\(date.year)" : ""
        return switch language {
        case .english: "\(weekday), \(monthFirst ? "\(month) \(date.day)" : "\(date.day) \(month)")\(year)"
        case .german: "\(weekday), \(date.day). \(month)\(year)"
        case .spanish: "el \(weekday) \(date.day) de \(month)\(year)"
        case .french: "\(weekday) \(first(date.day, "1er")) \(month)\(year)"
        case .italian: "\(weekday) \(first(date.day, "1º")) \(month)\(year)"
        case .portuguese: "\(weekday), \(first(date.day, "1º")) de \(month)\(year)"
        }
    }

    private var yearSeparator: String {
        switch language {
        case .english: monthFirst ? ", " : " "
        case .spanish, .portuguese: " de "
        case .french, .german, .italian: " "
        }
    }

    /// Where the first of a month is said as an ordinal.
    private func first(_ day: Int, _ ordinal: String) -> String { day == 1 ? ordinal : "\(day)" }
}

/// Times of the day.
extension SpeakingStyle {
    /// "10:30 AM", "14:00 Uhr"; before eight the part of the day is said where the clock has 24 hours.
    func time(_ minute: Int) -> String {
        let (hour, rest) = (minute / 60, minute % 60)
        let digits = ClockTime.text(hour, rest)
        let isEarly = (1...7).contains(hour)
        return switch language {
        case .english: Self.english(hour, rest)
        case .german: "\(digits) Uhr\(isEarly ? " morgens" : "")"
        case .spanish: "\(digits)\(isEarly ? " de la mañana" : "")"
        case .french: "\(Self.withH(hour, rest))\(isEarly ? " du matin" : "")"
        case .portuguese: "\(Self.withH(hour, rest))\(isEarly ? " da manhã" : "")"
        case .italian: "\(digits)\(isEarly ? " di mattina" : "")"
        }
    }

    /// With its preposition.
    private func at(_ minute: Int) -> String {
        let isOne = minute / 60 == 1
        let time = time(minute)
        return switch language {
        case .english: "at \(time)"
        case .german: "um \(time)"
        case .spanish: "\(isOne ? "a la" : "a las") \(time)"
        case .french: "à \(time)"
        case .portuguese: "\(isOne ? "à" : "às") \(time)"
        case .italian: isOne ? "all'\(time)" : "alle \(time)"
        }
    }

    private static func english(_ hour: Int, _ minute: Int) -> String {
        if hour == 12, minute == 0 { return "noon" }
        let twelve = (hour + 11) % 12 + 1
        return "\(minute == 0 ? "\(twelve)" : ClockTime.text(twelve, minute)) \(hour < 12 ? "AM" : "PM")"
    }

    /// "14h30", "14h"
    private static func withH(_ hour: Int, _ minute: Int) -> String {
        "\(hour)h\(minute == 0 ? "" : minute < 10 ? "0\(minute)" : "\(minute)")"
    }
}
