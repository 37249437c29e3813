import Availability
import CivilTime
import Foundation
import Testing

/// One agent's Thursday, 20 August 2026, in UTC.
@Suite struct FreeTimeTests {
    private static let date = "2026-08-20"

    private static func day() throws -> Range<Date> { try time("00:00-24:00", on: date) }

    private static func at(_ clock: String) throws -> Date { try instant("\(date)T\(clock):00Z") }

    private static func free(
        _ windows: String..., rules: BookingRules = .atOnce, busy: [Busy] = [], timeOff: [String] = []
    ) throws -> FreeTime {
        var schedule = try AgentSchedule.daily("UTC")
        schedule.hours = WeeklyHours([.thursday: windows.compactMap { TimeWindow($0) }])
        schedule.timeOff = try timeOff.map { try time($0, on: date) }
        return FreeTime(schedule: schedule, rules: rules, busy: busy)
    }

    private static func appointment(_ window: String, id: String? = nil) throws -> Busy {
        Busy(time: try time(window, on: date), kind: .appointment, id: id)
    }

    private static func event(_ window: String, id: String? = nil) throws -> Busy {
        Busy(time: try time(window, on: date), kind: .calendar, id: id)
    }

    /// The starts that are offered on the day, as the clock shows them.
    private static func slots(_ free: FreeTime, limit: Int = .max, ignoring id: String? = nil) throws -> [String] {
        let slots = free.slots(in: try day(), now: try at("00:00"), limit: limit, ignoring: id)
        return slots.map { String(text($0).dropFirst(11).prefix(5)) }
    }

    // MARK: What stands against a time

    @Test(arguments: [
        ("2026-08-19T11:59:59Z", SlotProblem.past), ("2026-08-19T12:00:00Z", .tooSoon),
        ("2026-08-19T13:59:59Z", .tooSoon), ("2026-08-19T14:00:00Z", nil), ("2026-08-22T11:59:59Z", nil),
        ("2026-08-22T12:00:00Z", .tooFar), ("2027-08-22T12:00:00Z", .tooFar),
    ])
    func itIsNeitherPastNorTooSoonNorTooFar(start: String, problem: SlotProblem?) throws {
        let rules = BookingRules.changed { $0.horizon = 3 }
        let free = FreeTime(schedule: try .daily("UTC", "00:00-24:00"), rules: rules, busy: [])
        #expect(free.problem(with: try instant(start), now: try instant("2026-08-19T12:00:00Z")) == problem)
    }

    @Test(arguments: [
        ("08:59", SlotProblem.outsideHours), ("09:00", nil), ("09:01", nil), ("11:30", nil), ("11:31", .outsideHours),
        ("12:00", .outsideHours), ("12:59", .outsideHours), ("13:00", nil),
        // An hour off that begins in the hours and ends after them.
        ("16:30", nil), ("16:31", .timeOff), ("17:00", .timeOff), ("17:30", .timeOff), ("17:31", .outsideHours),
    ])
    func itFitsWhollyIntoWorkingTime(start: String, problem: SlotProblem?) throws {
        let free = try Self.free("09:00-12:00", "13:00-18:00", timeOff: ["17:00-19:00"])
        #expect(free.problem(with: try Self.at(start), now: try Self.at("00:00")) == problem)
    }

    @Test(arguments: [
        ("09:30", nil), ("09:31", SlotProblem.taken), ("10:00", .taken), ("10:59", .taken), ("11:00", nil),
        ("13:30", nil),
        ("13:31", .busy), ("14:59", .busy), ("15:00", nil),
        // Both at once: ours is said.
        ("15:45", .busy), ("16:00", .taken),
    ])
    func itMeetsNothingElse(start: String, problem: SlotProblem?) throws {
        let free = try Self.free(
            "09:00-18:00",
            busy: [
                Self.event("14:00-15:00"), Self.appointment("10:00-11:00"), Self.event("16:00-17:00"),
                Self.appointment("16:15-16:45"),
                // Takes no time.
                Busy(time: try Self.at("12:00")..<Self.at("12:00"), kind: .appointment),
            ])
        #expect(free.problem(with: try Self.at(start), now: try Self.at("00:00")) == problem)
        #expect(free.problem(with: try Self.at("11:45"), now: try Self.at("00:00")) == nil)
    }

    /// Each appointment has its buffers, also the new one: which of two was made first makes no difference.
    @Test(arguments: [(20, 5), (5, 20), (20, 0), (0, 20)])
    func buffersStayFreeOnBothSides(before: Int, after: Int) throws {
        let rules = BookingRules.changed { ($0.minimumNotice, $0.bufferBefore, $0.bufferAfter) = (0, before, after) }
        for (busy, problem) in [
            (try Self.appointment("12:00-13:00"), SlotProblem.taken), (try Self.event("12:00-13:00"), .busy),
        ] {
            let free = try Self.free("09:00-18:00", rules: rules, busy: [busy])
            for (start, expected) in [("11:10", nil), ("11:11", problem), ("13:19", problem), ("13:20", nil)] {
                #expect(free.problem(with: try Self.at(start), now: try Self.at("00:00")) == expected, "\(start)")
            }
        }
        // The edges of the working time need none.
        #expect(try Self.slots(Self.free("09:00-10:00", rules: rules)) == ["09:00", "09:30"])
    }

    @Test func aDateTakesOnlySoMany() throws {
        let rules = BookingRules.changed { ($0.minimumNotice, $0.appointmentsPerDay) = (0, 2) }
        let two = [try Self.appointment("09:00-09:30", id: "a"), try Self.appointment("10:00-10:30", id: "b")]
        let full = try Self.free("09:00-12:00", rules: rules, busy: two)
        #expect(full.problem(with: try Self.at("11:00"), now: try Self.at("00:00")) == .dayFull)
        #expect(full.problem(with: try Self.at("10:00"), now: try Self.at("00:00")) == .taken)
        #expect(try Self.slots(full).isEmpty)
        // The week after is not full.
        #expect(full.problem(with: try instant("2026-08-27T11:00:00Z"), now: try Self.at("00:00")) == nil)
        // What is moved does not count, what is in the calendar neither.
        #expect(full.problem(with: try Self.at("11:00"), ignoring: "a", now: try Self.at("00:00")) == nil)
        #expect(try Self.slots(full, ignoring: "a") == ["09:00", "09:30", "10:30", "11:00", "11:30"])
        let event = try Self.free("09:00-12:00", rules: rules, busy: [two[0], Self.event("10:00-10:30")])
        #expect(event.problem(with: try Self.at("11:00"), now: try Self.at("00:00")) == nil)
    }

    @Test func whatIsMovedDoesNotStandInItsOwnWay() throws {
        let busy = [
            try Self.appointment("09:00-10:00", id: "a"), try Self.event("09:00-10:00", id: "a"),
            try Self.appointment("10:00-10:30", id: "b"), try Self.appointment("10:30-11:00"),
        ]
        let free = try Self.free("09:00-11:30", busy: busy)
        #expect(free.problem(with: try Self.at("09:15"), now: try Self.at("00:00")) == .taken)
        #expect(free.problem(with: try Self.at("09:15"), ignoring: "a", now: try Self.at("00:00")) == nil)
        #expect(free.problem(with: try Self.at("09:45"), ignoring: "a", now: try Self.at("00:00")) == .taken)
        #expect(free.problem(with: try Self.at("10:30"), ignoring: "c", now: try Self.at("00:00")) == .taken)
        #expect(try Self.slots(free, ignoring: "a") == ["09:00", "09:30", "11:00"])
        #expect(try Self.slots(free) == ["11:00"])
        let found = free.nearest(to: try Self.at("09:00"), now: try Self.at("00:00"), limit: 2, ignoring: "a")
        #expect(found == [try Self.at("09:00"), try Self.at("09:30")])
    }

    @Test func itCanBeLongerOrShorterThanTheRulesSay() throws {
        let free = try Self.free("09:00-12:00", busy: [Self.appointment("10:00-11:00")])
        for (start, length, problem) in [
            ("09:00", 60, nil), ("09:00", 61, SlotProblem.taken), ("09:50", 10, nil), ("11:00", 60, nil),
            ("11:00", 61, .outsideHours),
        ] {
            let found = free.problem(with: try Self.at(start), length: length, now: try Self.at("00:00"))
            #expect(found == problem, "\(start), \(length) minutes")
        }
    }

    @Test func eachProblemHasWordsAndANameOfItsOwn() {
        #expect(
            SlotProblem.allCases.map(\.rawValue) == [
                "past", "too_soon", "too_far", "outside_hours", "time_off", "taken", "busy", "day_full",
            ])
        #expect(Set(SlotProblem.allCases.map(\.description)).count == 8)
        #expect(SlotProblem.allCases.allSatisfy { $0.description != $0.rawValue && !$0.description.isEmpty })
    }

    // MARK: What is offered

    @Test func startsAreOnTheGrid() throws {
        // The grid is counted from midnight, not from when work begins.
        #expect(try Self.slots(Self.free("09:10-11:10")) == ["09:30", "10:00", "10:30"])
        let hourly = BookingRules.changed { ($0.minimumNotice, $0.step, $0.length) = (0, 60, 90) }
        #expect(try Self.slots(Self.free("09:00-12:30", rules: hourly)) == ["09:00", "10:00", "11:00"])
    }

    @Test func startsLeaveOutWhatIsNotFree() throws {
        let free = try Self.free(
            "09:00-12:00", "13:00-15:00",
            busy: [Self.appointment("09:30-10:00"), Self.event("10:15-10:45"), Self.event("08:00-09:00")],
            timeOff: ["14:00-14:30"])
        #expect(try Self.slots(free) == ["09:00", "11:00", "11:30", "13:00", "13:30", "14:30"])
        #expect(try Self.slots(free, limit: 4) == ["09:00", "11:00", "11:30", "13:00"])
        #expect(try Self.slots(free, limit: 0).isEmpty && Self.slots(free, limit: -1).isEmpty)
    }

    @Test func theRangeIsOfTheStarts() throws {
        let free = try Self.free("09:00-12:00")
        let range = try time("09:30-10:30", on: Self.date)
        let slots = free.slots(in: range, now: try Self.at("00:00"), limit: 9)
        #expect(slots == [try Self.at("09:30"), try Self.at("10:00")])
    }

    @Test func startsKeepTheNoticeAndTheHorizon() throws {
        let rules = BookingRules.changed { ($0.minimumNotice, $0.horizon) = (45, 1) }
        let free = FreeTime(schedule: try .daily("UTC", "09:00-10:30"), rules: rules, busy: [])
        let week = try time("2026-08-17T00:00:00Z", "2026-08-24T00:00:00Z")
        // The notice ends on a start, and just after one; the horizon on one, and just after one.
        for (now, starts) in [
            ("08:45:00", ["20T09:30", "20T10:00"]), ("08:45:01", ["20T10:00"]),
            ("09:30:00", ["21T09:00"]), ("09:30:01", ["21T09:00", "21T09:30"]),
        ] {
            let slots = free.slots(in: week, now: try instant("2026-08-20T\(now)Z"), limit: 9)
            #expect(slots.map { String(text($0).dropFirst(8).prefix(8)) } == starts, "\(now)")
        }
    }

    // MARK: What is nearest

    @Test func theNearestOfTheDayComeFirst() throws {
        let free = FreeTime(
            schedule: try .daily("UTC", "09:00-11:00", "20:00-21:00"), rules: .atOnce,
            busy: [try Self.appointment("10:00-10:30", id: "a")])
        let now = try instant("2026-08-20T00:00:00Z")
        func nearest(to start: String, limit: Int) throws -> [String] {
            free.nearest(to: try instant(start), now: now, limit: limit).map { String(text($0).dropFirst(8).prefix(8)) }
        }
        #expect(
            try nearest(to: "2026-08-20T10:00:00Z", limit: 7) == [
                "20T09:30", "20T10:30", "20T09:00", "20T20:00", "20T20:30", "21T09:00", "21T09:30",
            ])
        #expect(try nearest(to: "2026-08-20T10:20:00Z", limit: 2) == ["20T10:30", "20T09:30"])
        #expect(try [0, -1].allSatisfy { try nearest(to: "2026-08-20T10:00:00Z", limit: $0).isEmpty })
        // Nearer ones of the day before are not meant.
        #expect(try nearest(to: "2026-08-21T00:30:00Z", limit: 1) == ["21T09:00"])
        #expect(try nearest(to: "2026-08-20T23:30:00Z", limit: 5).last == "20T09:00")
        // A day that has passed has none; beyond the horizon there is none.
        #expect(try nearest(to: "2026-08-18T10:00:00Z", limit: 1) == ["20T09:00"])
        #expect(try nearest(to: "2027-08-18T10:00:00Z", limit: 1).isEmpty)
    }
}
