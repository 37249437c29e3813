internal import Foundation

/// When things happened at the demo agency: by its clock, on working days mostly.
struct DemoCalendar: Sendable {
    /// How many calls there are in each hour of a working day, one in relation to the other.
    private static let hours = [
        8: 3, 9: 8, 10: 10, 11: 10, 12: 5, 13: 5, 14: 8, 15: 9, 16: 9, 17: 9, 18: 6, 19: 3,
    ]

    let now: Date
    private let calendar: Calendar

    init(now: Date) {
        self.now = now
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "Europe/Berlin") ?? .gmt
        self.calendar = calendar
    }

    /// Moments of the last two weeks, the earliest first.
    func moments(_ count: Int, _ chance: inout DemoChance) -> [Date] {
        let hours = busyHours()
        let total = hours.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return [] }
        var moments: [Date] = []
        for _ in 0..<count {
            var point = chance.int(0..<total)
            for hour in hours {
                point -= hour.weight
                guard point < 0 else { continue }
                moments.append(hour.start.addingTimeInterval(chance.seconds(0...3300)))
                break
            }
        }
        return moments.sorted()
    }

    /// The hours of the last two weeks that are over, each with how many of the calls it gets.
    private func busyHours() -> [(start: Date, weight: Int)] {
        (0..<14).flatMap { daysAgo -> [(start: Date, weight: Int)] in
            guard let day = day(-daysAgo) else { return [] }
            let share = dayShare(day)
            return Self.hours.sorted { $0.key < $1.key }.compactMap { hour, weight in
                guard let start = calendar.date(bySettingHour: hour, minute: 0, second: 0, of: day),
                    start.addingTimeInterval(4500) < now
                else { return nil }
                return (start, weight * share)
            }
        }
    }

    private func dayShare(_ day: Date) -> Int {
        switch calendar.component(.weekday, from: day) {
        case 1: 1
        case 7: 3
        default: 10
        }
    }

    private func day(_ days: Int) -> Date? {
        calendar.date(byAdding: .day, value: days, to: calendar.startOfDay(for: now))
    }

    /// An hour of a working day, so many working days away from today: before it when that is negative.
    func workingHour(_ hour: Int, daysAway: Int) -> Date {
        var (left, step) = (abs(daysAway), 0)
        while left > 0 {
            step += daysAway > 0 ? 1 : -1
            if let day = day(step), dayShare(day) == 10 { left -= 1 }
        }
        return day(step).flatMap { calendar.date(bySettingHour: hour, minute: 0, second: 0, of: $0) } ?? now
    }

    /// The hour of the day at a moment, where somebody is.
    static func hour(_ moment: Date, zone: String?) -> Int {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone.flatMap { TimeZone(identifier: $0) } ?? .gmt
        return calendar.component(.hour, from: moment)
    }
}
