internal import Availability
internal import CivilTime
internal import RulesJSON

/// Days on which an agent's hours are others than the week's, as they are stored: `{"2026-12-24": ["09:00-12:00"]}`; a day
/// without a window is closed.
struct AgentExceptions: Sendable, Equatable {
    /// So many days at a time are more than anybody plans.
    static let most = 200

    private(set) var days: [CivilDate: [TimeWindow]]

    init(stored json: String) { days = AgentHours.exceptions(json) }

    var sorted: [(date: CivilDate, windows: [TimeWindow])] {
        days.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    mutating func set(_ windows: [TimeWindow], on date: CivilDate) {
        days[date] = WeeklyHours([date.weekday: windows]).windows(on: date.weekday)
    }

    mutating func remove(_ date: CivilDate) { days[date] = nil }

    /// What is long past is of use to nobody.
    mutating func forget(before date: CivilDate) { days = days.filter { $0.key >= date } }

    var json: String {
        get throws {
            let texts = days.map { ($0.key.description, $0.value.map(\.text)) }
            return String(
                decoding: try RulesJSON.encoded(Dictionary(uniqueKeysWithValues: texts)), as: UTF8.self)
        }
    }
}

/// One such day as it was typed; without times, the day is off.
struct AgentExceptionForm: Sendable, Equatable {
    var date = ""
    var windows: [WeeklyHoursForm.Window] = []

    init() {}

    init(_ form: Form) {
        date = form["date"]
        windows = (0..<2).map { .init(from: form["from-\($0)"], to: form["to-\($0)"]) }.filter { !$0.isEmpty }
    }

    /// - Parameter today: by the agent's clock.
    func read(today: CivilDate) -> Result<(date: CivilDate, windows: [TimeWindow]), Refusal> {
        guard let day = CivilDate(date), (today.dayNumber...today.dayNumber + 1100).contains(day.dayNumber) else {
            return .failure(.date)
        }
        let read = windows.map(\.window)
        guard read.allSatisfy({ $0 != nil }) else { return .failure(.times) }
        return .success((day, read.compactMap(\.self)))
    }

    enum Refusal: Error, Equatable { case date, times }
}
