/// What was said of the time of day: "two" may still mean the night or the afternoon.
struct ClockTime: Sendable, Equatable {
    /// 0...1440, by the hour that was named.
    var minutes: Int
    var seconds = 0.0
    /// Whether the hour counts from midnight, as in "14:00" and "02:00".
    var isLiteral: Bool

    /// - Throws: when no clock shows it.
    static func reading(_ hour: Int, _ minute: Int, isLiteral: Bool = false) throws(Impossible) -> ClockTime {
        guard (0...24).contains(hour), (0...59).contains(minute), hour < 24 || minute == 0 else {
            throw Impossible(reason: "\(text(hour, minute)) is not a time of day")
        }
        return ClockTime(minutes: hour * 60 + minute, isLiteral: isLiteral || hour == 0 || hour > 12)
    }

    static func text(_ hour: Int, _ minute: Int) -> String { "\(hour):\(minute < 10 ? "0" : "")\(minute)" }

    /// Minutes since midnight.
    ///
    /// - Parameters:
    ///   - morningHasNoon: whether twelve "in the morning" is noon, as in Spanish, and not midnight, as in English.
    func minute(_ meridiem: Meridiem?, _ part: DayPart?, morningHasNoon: Bool) throws(Impossible) -> Int {
        let hour = minutes / 60
        if hour > 12 {
            guard meridiem != .am, meridiem != nil || part != .morning else {
                throw Impossible(reason: "\(Self.text(hour, minutes % 60)) is not in the morning")
            }
            return minutes
        }
        if let meridiem { return minutes % 720 + (meridiem == .pm ? 720 : 0) }
        switch part {
        case .morning: return hour == 12 && !morningHasNoon ? minutes - 720 : minutes
        case .noon: return afternoon(9)
        case .afternoon: return afternoon(11)
        case .evening: return minutes % 720 + (hour == 12 || hour == 0 && isLiteral ? 0 : 720)
        case .night: return minutes % 720 + ((6...11).contains(hour) ? 720 : 0)
        case nil: return isLiteral ? minutes : afternoon(7)
        }
    }

    /// Appointments are at business hours: "at two" is 14:00, "at eight" is 8:00.
    private func afternoon(_ latestHour: Int) -> Int { minutes / 60 <= latestHour ? minutes + 720 : minutes }
}
