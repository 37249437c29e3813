internal import CivilTime
internal import Foundation

/// A day and a time as a form's fields name them.
struct PlannedTime: Sendable, Equatable {
    var date: CivilDate
    /// Of the day.
    var minute: Int

    /// Nil when they are none.
    init?(date: String, time: String) {
        let parts = time.split(separator: ":", omittingEmptySubsequences: false)
        // Browsers send seconds where a step asks for them.
        guard let date = CivilDate(date), (2...3).contains(parts.count), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
        else { return nil }
        self.date = date
        self.minute = hour * 60 + minute
    }

    init?(_ form: Form) { self.init(date: form["date"], time: form["time"]) }

    func instant(_ time: ViewerTime) -> Date { time.instant(date: date, minute: minute) }
}
