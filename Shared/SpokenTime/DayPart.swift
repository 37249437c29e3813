internal import CivilTime

/// A part of the day, as people name it.
enum DayPart: Sendable, Hashable {
    case morning, noon, afternoon, evening, night

    /// When appointments in it lie; nil for noon, which is a time.
    var window: TimeWindow? {
        switch self {
        case .morning: TimeWindow(8 * 60, 12 * 60)
        case .noon: nil
        case .afternoon: TimeWindow(12 * 60, 17 * 60)
        case .evening, .night: TimeWindow(17 * 60, 21 * 60)
        }
    }
}

/// AM or PM.
enum Meridiem: Sendable, Hashable {
    case am, pm
}
