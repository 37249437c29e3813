internal import CivilTime
internal import Foundation

/// A day and a time as a form's fields name them.
struct PlannedTime: Sendable, Equatable {
    var date: CivilDate
    /// Of the day.
    var minute: Int

    /// Nil when they are none.
    init?(date: String, time: String) {
        guard let date = CivilDate(date), let minute = ChosenTime.minute(time) else { return nil }
        self.date = date
        self.minute = minute
    }

    init?(_ form: Form) { self.init(date: form["date"], time: form["time"]) }

    /// The first, where the clocks go back over it; nil where they go forward over it: that day does not have this time.
    func instant(_ time: ViewerTime) -> Date? { LocalClock(time.zone).instants(of: date, minute: minute).first }
}
