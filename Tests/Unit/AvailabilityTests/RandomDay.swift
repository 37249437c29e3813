import Availability
import CivilTime
import Foundation
import TestSupport
import Testing

/// An agent's two days and a bit around a moment: all times are full five minutes, so that looking at each of them
/// finds everything.
struct RandomDay: CustomStringConvertible {
    let schedule: AgentSchedule
    let rules: BookingRules
    let busy: [Busy]
    let now: Date
    let free: FreeTime
    /// Where the moments begin.
    let start: Date
    let seed: UInt64
    /// What the clock shows at each moment and for some hours after them, in minutes since 1970.
    private let wall: [Int]
    /// Whether the agent's hours are open in the five minutes from each moment.
    private let isOpen: [Bool]

    static let moments = 54 * 12

    var description: String { "\(schedule.zone.identifier) \(start) seed \(seed)" }

    var range: Range<Date> { start..<moment(Self.moments) }

    func moment(_ index: Int) -> Date { start.addingTimeInterval(Double(index) * 300) }

    func date(of instant: Date) -> CivilDate { LocalClock(schedule.zone).reading(at: instant).date }

    func slots() -> [Date] { free.slots(in: range, now: now, limit: .max) }

    /// - Returns: the number of zones.
    static func inEveryZone(_ check: (RandomDay, inout SeededGenerator) throws -> Void) throws -> Int {
        var random = SeededGenerator.random()
        for name in TimeZone.knownTimeZoneIdentifiers {
            let zone = try #require(TimeZone(identifier: name))
            let anchor = Date(timeIntervalSince1970: Double.random(in: 1_780_000_000...1_840_000_000, using: &random))
            let change = zone.nextDaylightSavingTimeTransition(after: anchor)
            let second = change.flatMap { zone.nextDaylightSavingTimeTransition(after: $0) }
            for moment in [anchor, change, second].compactMap({ $0 }) {
                try check(RandomDay(zone, around: moment, &random), &random)
            }
        }
        return TimeZone.knownTimeZoneIdentifiers.count
    }

    init(_ zone: TimeZone, around moment: Date, _ random: inout SeededGenerator) {
        seed = random.seed
        let full = (moment.timeIntervalSince1970 / 300).rounded(.down) * 300
        let start = Date(timeIntervalSince1970: full - 18 * 3600)
        func some(_ count: ClosedRange<Int>, longest: Int) -> [Range<Date>] {
            (0..<Int.random(in: count, using: &random)).map { _ in
                let from = start.addingTimeInterval(300 * Double(Int.random(in: -24...Self.moments, using: &random)))
                return from..<from.addingTimeInterval(300 * Double(Int.random(in: 0...longest, using: &random)))
            }
        }
        let date = LocalClock(zone).reading(at: moment).date
        var exceptions: [CivilDate: [TimeWindow]] = [:]
        if Bool.random(using: &random) { exceptions[date] = Self.windows(&random) }
        schedule = AgentSchedule(
            zone: zone,
            hours: WeeklyHours(
                Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, Self.windows(&random)) })),
            exceptions: exceptions, timeOff: some(0...2, longest: 60))
        busy = some(0...9, longest: 15).map {
            Busy(time: $0, kind: Bool.random(using: &random) ? .appointment : .calendar)
        }
        rules = Self.rules(&random)
        now = start.addingTimeInterval(300 * Double(Int.random(in: -200...60, using: &random)))
        free = FreeTime(schedule: schedule, rules: rules, busy: busy)
        self.start = start
        (wall, isOpen) = Self.look(at: schedule, from: start)
    }

    private static func rules(_ random: inout SeededGenerator) -> BookingRules {
        .changed {
            $0.length = 5 * Int.random(in: 1...24, using: &random)
            $0.step = [5, 15, 20, 30, 60, 90, 240].randomElement(using: &random) ?? 30
            $0.bufferBefore = 5 * Int.random(in: 0...4, using: &random)
            $0.bufferAfter = 5 * Int.random(in: 0...4, using: &random)
            $0.minimumNotice = 5 * Int.random(in: 0...36, using: &random)
            $0.horizon = Int.random(in: 1...4, using: &random)
            $0.appointmentsPerDay = Int.random(in: 1...6, using: &random)
        }
    }

    private static func windows(_ random: inout SeededGenerator) -> [TimeWindow] {
        (0..<Int.random(in: 0...3, using: &random)).compactMap { _ in
            let start = 5 * Int.random(in: 0...276, using: &random)
            return TimeWindow(start, min(1440, start + 5 * Int.random(in: 1...140, using: &random)))
        }
    }

    /// The furthest that the clock has come decides: in an hour for the second time it is no earlier in the day's work.
    private static func look(at schedule: AgentSchedule, from start: Date) -> (wall: [Int], isOpen: [Bool]) {
        var (wall, isOpen): ([Int], [Bool]) = ([], [])
        var furthest = Int.min
        for index in -600..<moments + 100 {
            let instant = start.addingTimeInterval(Double(index) * 300)
            let seconds = Int(instant.timeIntervalSince1970) + schedule.zone.secondsFromGMT(for: instant)
            furthest = max(furthest, seconds / 60)
            guard index >= 0 else { continue }
            wall.append(seconds / 60)
            let date = CivilDate(dayNumber: furthest / 1440)
            let windows = schedule.exceptions[date] ?? schedule.hours.windows(on: date.weekday)
            isOpen.append(windows.contains { $0.start <= furthest % 1440 && furthest % 1440 < $0.end })
        }
        return (wall, isOpen)
    }

    // MARK: What is expected

    func expectedSlots() -> [Date] {
        (0..<Self.moments).filter { wall[$0] % rules.step == 0 && expectedProblem(at: $0) == nil }.map(moment)
    }

    func expectedProblem(at index: Int) -> SlotProblem? {
        let start = moment(index)
        let end = start.addingTimeInterval(Double(rules.length) * 60)
        if start < now { return .past }
        if start.timeIntervalSince(now) < Double(rules.minimumNotice) * 60 { return .tooSoon }
        if start.timeIntervalSince(now) >= Double(rules.horizon) * 86_400 { return .tooFar }
        if isOpen[index..<index + rules.length / 5].contains(false) { return .outsideHours }
        if schedule.timeOff.contains(where: { $0.overlaps(start..<end) }) { return .timeOff }
        if isBlocked(start..<end, by: .appointment) { return .taken }
        if isBlocked(start..<end, by: .calendar) { return .busy }
        let day = wall[index] / 1440
        let count = busy.count { $0.kind == .appointment && self.day(of: $0.time.lowerBound) == day }
        return count >= rules.appointmentsPerDay ? .dayFull : nil
    }

    private func day(of instant: Date) -> Int {
        (Int(instant.timeIntervalSince1970) + schedule.zone.secondsFromGMT(for: instant)) / 86_400
    }

    /// Whether too little time lies between, or none.
    private func isBlocked(_ slot: Range<Date>, by kind: Busy.Kind) -> Bool {
        busy.contains { other in
            guard other.kind == kind, !other.time.isEmpty else { return false }
            let gap = max(
                other.time.lowerBound.timeIntervalSince(slot.upperBound),
                slot.lowerBound.timeIntervalSince(other.time.upperBound))
            return gap < Double(max(rules.bufferBefore, rules.bufferAfter)) * 60
        }
    }
}
