/// Durations as people type them: `2 h, 24 h`, `90 min`, `1 d`, `10 s`.
enum DurationText {
    private static let units: [(names: Set<String>, seconds: Int)] = [
        (["d", "day", "days", "día", "días", "dia", "dias"], 86_400),
        (["h", "hour", "hours", "hora", "horas"], 3600),
        (["m", "min", "minute", "minutes", "minuto", "minutos"], 60),
        (["s", "sec", "second", "seconds", "segundo", "segundos"], 1),
    ]

    /// Seconds; nil when it is none. A number without a unit is hours.
    static func seconds(_ text: some StringProtocol) -> Int? {
        let blankless = String(text.filter { !$0.isWhitespace }).lowercased()
        let digits = blankless.prefix { $0.isASCII && $0.isNumber }
        let unit = String(blankless.dropFirst(digits.count))
        guard let number = Int(digits), number <= 10_000_000 else { return nil }
        if unit.isEmpty { return number * 3600 }
        return units.first { $0.names.contains(unit) }.map { number * $0.seconds }
    }

    /// Several, with commas or semicolons between them; nil when one is none.
    static func list(_ text: String) -> [Int]? {
        let parts = text.split { $0 == "," || $0 == ";" || $0.isNewline }.filter { !$0.allSatisfy(\.isWhitespace) }
        let seconds = parts.map { Self.seconds($0) }
        return seconds.contains(nil) ? nil : seconds.compactMap(\.self)
    }

    /// In the largest unit that leaves nothing over. A day is written as hours up to two days.
    static func text(_ seconds: Int) -> String {
        switch seconds {
        case 0: "0 s"
        case let whole where whole % 86_400 == 0 && whole > 172_800: "\(whole / 86_400) d"
        case let whole where whole % 3600 == 0: "\(whole / 3600) h"
        case let whole where whole % 60 == 0: "\(whole / 60) min"
        default: "\(seconds) s"
        }
    }

    static func text(_ list: [Int]) -> String { list.map { text($0) }.joined(separator: ", ") }
}
