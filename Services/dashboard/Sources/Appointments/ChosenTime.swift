internal import CivilTime
internal import Foundation

/// When an appointment is to be, as a form says it: a free time that was picked, or a day and a time of one's own.
struct ChosenTime: Sendable, Equatable {
    /// The value of ``pick`` that says that day and time count.
    static let own = "own"

    /// A free time, in seconds since 1970; ``own``, or empty, for one's own.
    var pick = ""
    /// As they were typed: `2026-11-29` and `14:30`.
    var date = ""
    var time = ""

    init() {}

    init(_ form: Form) {
        pick = form["at"]
        date = form["date"]
        time = form["time"]
    }

    var isOwn: Bool { pick.isEmpty || pick == Self.own }

    /// As a form's fields show them again: browsers take nothing else there.
    var shown: (date: String, time: String) {
        (CivilDate(date) == nil ? "" : date, Self.minute(time) == nil ? "" : time)
    }

    enum Problem: Sendable, Equatable {
        case noTime, noDate, notThatDay, nothingChosen

        /// The field that it is about.
        var field: String {
            switch self {
            case .noTime, .notThatDay: "time"
            case .noDate: "date"
            case .nothingChosen: "at"
            }
        }

        var phrase: Phrase {
            switch self {
            case .noTime: Phrase("Enter a time, such as 14:30.", es: "Indique una hora, por ejemplo 14:30.")
            case .noDate: Phrase("Enter a day.", es: "Indique un día.")
            case .notThatDay:
                Phrase(
                    "The clocks go forward then: that day does not have this time.",
                    es: "Los relojes se adelantan: ese día no existe esa hora.")
            case .nothingChosen: Phrase("Choose a time.", es: "Elija una hora.")
            }
        }
    }

    /// - Parameter zone: whose clock one's own time is by. A time that comes twice is its first.
    func read(in zone: TimeZone) -> Result<Date, Failure> {
        guard isOwn else {
            guard let seconds = Int(pick), (0...32_503_680_000).contains(seconds) else {
                return .failure(Failure([.nothingChosen]))
            }
            return .success(Date(timeIntervalSince1970: Double(seconds)))
        }
        if pick.isEmpty, date.isEmpty, time.isEmpty { return .failure(Failure([.nothingChosen])) }
        let day = CivilDate(date)
        let minute = Self.minute(time)
        guard let day, let minute else {
            return .failure(Failure([day == nil ? .noDate : nil, minute == nil ? .noTime : nil].compactMap(\.self)))
        }
        guard let instant = LocalClock(zone).instants(of: day, minute: minute).first else {
            return .failure(Failure([.notThatDay]))
        }
        return .success(instant)
    }

    struct Failure: Error, Equatable {
        var problems: [Problem]
        init(_ problems: [Problem]) { self.problems = problems }
    }

    /// Reads `14:30`, and with seconds, as some browsers send it.
    static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts.allSatisfy({ (1...2).contains($0.count) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }
}
