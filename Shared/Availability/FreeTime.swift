internal import CivilTime
package import Foundation

/// A time at which an agent has something else to do.
package struct Busy: Sendable, Equatable {
    /// An empty one takes no time.
    package var time: Range<Date>
    package var kind: Kind
    /// By which it can be left out when it is itself to be moved.
    package var id: String?

    package enum Kind: Sendable {
        /// One of ours.
        case appointment
        /// Found in the agent's calendar.
        case calendar
    }

    package init(time: Range<Date>, kind: Kind, id: String? = nil) {
        self.time = time
        self.kind = kind
        self.id = id
    }
}

/// When an appointment with one agent can be made.
package struct FreeTime: Sendable {
    private let schedule: AgentSchedule
    private let rules: BookingRules
    private let clock: LocalClock
    private let timeOff: TimeRanges
    private let busy: [Busy]
    private let blocks: Blocks

    /// - Parameters:
    ///   - rules: without ``BookingRules/problems``.
    ///   - busy: in any order. Nothing may be missing that is nearer than the rules' buffers to a time that is asked
    ///     about, nor any appointment of such a time's date.
    package init(schedule: AgentSchedule, rules: BookingRules, busy: [Busy]) {
        precondition(rules.length > 0 && rules.step > 0, "rules that can work")
        self.schedule = schedule
        self.rules = rules
        self.busy = busy
        clock = LocalClock(schedule.zone)
        timeOff = TimeRanges(schedule.timeOff)
        blocks = Blocks(busy, rules: rules, clock: clock)
    }

    /// What stands against an appointment, the first in the order of ``SlotProblem``; nil when it can be made.
    ///
    /// - Parameters:
    ///   - start: need not be one that ``slots(in:now:limit:ignoring:)`` offers.
    ///   - length: in minutes, at least 1; the rules' when nil.
    ///   - id: whose busy times, of either kind, do not count.
    package func problem(
        with start: Date, length: Int? = nil, ignoring id: String? = nil, now: Date
    ) -> SlotProblem? {
        if start < now { return .past }
        if start < earliest(now) { return .tooSoon }
        if start >= end(now) { return .tooFar }
        let slot = start..<start.addingTimeInterval(Double(length ?? rules.length) * 60)
        guard schedule.openings(around: slot).covers(slot) else { return .outsideHours }
        if timeOff.overlaps(slot) { return .timeOff }
        let blocks = blocks(ignoring: id)
        if blocks.appointments.overlaps(slot) { return .taken }
        if blocks.calendar.overlaps(slot) { return .busy }
        return isFull(start, blocks) ? .dayFull : nil
    }

    /// The first free starts in `range`, in order, at which the agent's clock shows a multiple of the rules' step.
    ///
    /// - Parameters:
    ///   - range: of the starts; the last appointment may end after it.
    ///   - id: whose busy times, of either kind, do not count.
    package func slots(in range: Range<Date>, now: Date, limit: Int, ignoring id: String? = nil) -> [Date] {
        let (from, end) = (max(range.lowerBound, earliest(now)), min(range.upperBound, end(now)))
        guard from < end, limit > 0 else { return [] }
        let length = Double(rules.length) * 60
        let reach = from..<end.addingTimeInterval(length)
        let blocks = blocks(ignoring: id)
        let free = schedule.openings(around: reach).clamped(to: reach).subtracting(timeOff).subtracting(blocks.all)
        let grid = WallGrid(zone: schedule.zone, step: rules.step, over: from..<end)
        var slots: [Date] = []
        for stretch in free.ranges {
            let last = stretch.upperBound.addingTimeInterval(-length)
            guard stretch.lowerBound <= last else { continue }
            slots += grid.moments(in: stretch.lowerBound...last).filter { !isFull($0, blocks) }
            if slots.count >= limit { return Array(slots.prefix(limit)) }
        }
        return slots
    }

    /// The free starts nearest to one that was asked for: those on its date, by the agent's clock, from the nearest to
    /// the furthest, the earlier one first when two are as near; after them those of the following days.
    ///
    /// - Parameter id: whose busy times, of either kind, do not count.
    package func nearest(to start: Date, now: Date, limit: Int, ignoring id: String? = nil) -> [Date] {
        let date = clock.reading(at: start).date
        let midnight = clock.instant(of: date, minute: 0)
        let nextMidnight = clock.instant(of: date, minute: 1440)
        func distance(_ slot: Date) -> Double { abs(slot.timeIntervalSince(start)) }
        let sameDay = slots(in: midnight..<nextMidnight, now: now, limit: .max, ignoring: id)
            .sorted { (distance($0), $0) < (distance($1), $1) }
            .prefix(max(0, limit))
        let later = slots(
            in: nextMidnight..<max(nextMidnight, end(now)), now: now, limit: limit - sameDay.count, ignoring: id)
        return sameDay + later
    }

    private func earliest(_ now: Date) -> Date { now.addingTimeInterval(Double(rules.minimumNotice) * 60) }

    /// No appointment begins then or later.
    private func end(_ now: Date) -> Date { now.addingTimeInterval(Double(rules.horizon) * 86_400) }

    private func isFull(_ start: Date, _ blocks: Blocks) -> Bool {
        !blocks.fullDates.isEmpty && blocks.fullDates.contains(clock.reading(at: start).date)
    }

    private func blocks(ignoring id: String?) -> Blocks {
        guard let id, busy.contains(where: { $0.id == id }) else { return blocks }
        return Blocks(busy.filter { $0.id != id }, rules: rules, clock: clock)
    }
}

/// What busy times leave no room for.
private struct Blocks: Sendable {
    let appointments: TimeRanges
    let calendar: TimeRanges
    let all: TimeRanges
    /// On which there are as many appointments as the rules allow.
    let fullDates: Set<CivilDate>

    init(_ busy: [Busy], rules: BookingRules, clock: LocalClock) {
        // Of two that follow each other, one needs its buffer after it and the other its buffer before it, whichever
        // was there first: the longer of the buffers on both sides is room for either.
        let buffer = Double(max(rules.bufferBefore, rules.bufferAfter)) * 60
        func blocked(_ kind: Busy.Kind) -> TimeRanges {
            TimeRanges(
                busy.lazy.filter { $0.kind == kind && !$0.time.isEmpty }.map {
                    $0.time.lowerBound.addingTimeInterval(-buffer)..<$0.time.upperBound.addingTimeInterval(buffer)
                })
        }
        appointments = blocked(.appointment)
        calendar = blocked(.calendar)
        all = TimeRanges(appointments.ranges + calendar.ranges)
        let dates = busy.lazy.filter { $0.kind == .appointment }.map { (clock.reading(at: $0.time.lowerBound).date, 1) }
        fullDates = Set(
            Dictionary(dates, uniquingKeysWith: +).filter { $0.value >= rules.appointmentsPerDay }.keys)
    }
}
