import Availability
import CivilTime
import Foundation
import Testing

/// Starts and dates are those of the agent's own clock.
@Suite struct ClockChangeTests {
    @Test(arguments: [
        // Forward at 1:00 UTC: 2:00 and 2:30 are left out.
        ("Europe/Berlin", 30, "2026-03-29T00:00:00Z", ["00:00", "00:30", "01:00", "01:30"]),
        // Back at 1:00 UTC: 2:00 and 2:30 come twice.
        (
            "Europe/Berlin", 30, "2026-10-24T23:00:00Z",
            ["23:00", "23:30", "00:00", "00:30", "01:00", "01:30", "02:00", "02:30"]
        ),
        ("America/New_York", 60, "2026-03-08T06:00:00Z", ["06:00", "07:00"]),
        ("America/New_York", 60, "2026-11-01T05:00:00Z", ["05:00", "06:00", "07:00", "08:00"]),
        // By half an hour: full hours are half hours of UTC on one side of the change. Back at 15:00 UTC to 1:30.
        ("Australia/Lord_Howe", 60, "2026-04-04T14:00:00Z", ["14:00", "15:30", "16:30"]),
        // Forward at 15:30 UTC to 2:30.
        ("Australia/Lord_Howe", 60, "2026-10-03T14:30:00Z", ["14:30", "16:00"]),
    ])
    func theGridIsThatOfTheClock(zone: String, step: Int, opening: String, starts: [String]) throws {
        let rules = BookingRules.changed { ($0.minimumNotice, $0.step, $0.length) = (0, step, 30) }
        let free = FreeTime(schedule: try .daily(zone, "01:00-04:00"), rules: rules, busy: [])
        let opening = try instant(opening)
        let slots = free.slots(in: opening..<opening.addingTimeInterval(6 * 3600), now: opening, limit: 99)
        #expect(slots.map { String(text($0).dropFirst(11).prefix(5)) } == starts)
        #expect(slots.allSatisfy { free.problem(with: $0, now: opening) == nil })
    }

    /// Nine o'clock stays nine o'clock, and a day of 25 hours is one date.
    @Test func offersMoveWithTheClock() throws {
        let free = FreeTime(schedule: try .daily("America/New_York", "09:00-09:30"), rules: .atOnce, busy: [])
        let now = try instant("2026-10-30T00:00:00Z")
        let slots = free.slots(in: now..<now.addingTimeInterval(5 * 86_400), now: now, limit: 99)
        #expect(
            slots.map(text) == [
                "2026-10-30T13:00:00Z", "2026-10-31T13:00:00Z", "2026-11-01T14:00:00Z", "2026-11-02T14:00:00Z",
                "2026-11-03T14:00:00Z",
            ])
    }

    /// At 14 hours ahead of UTC a morning is in the day before.
    @Test func aDayIsThatOfTheAgent() throws {
        let rules = BookingRules.changed { ($0.minimumNotice, $0.appointmentsPerDay) = (0, 1) }
        let busy = Busy(time: try time("2026-08-19T19:00:00Z", "2026-08-19T19:30:00Z"), kind: .appointment)
        let free = FreeTime(schedule: try .daily("Pacific/Kiritimati", "09:00-16:00"), rules: rules, busy: [busy])
        let now = try instant("2026-08-18T00:00:00Z")
        // The 20th is full from its first hour, on the 19th of UTC, to its last, on the 20th.
        #expect(free.problem(with: try instant("2026-08-19T20:00:00Z"), now: now) == .dayFull)
        #expect(free.problem(with: try instant("2026-08-20T01:30:00Z"), now: now) == .dayFull)
        #expect(free.problem(with: try instant("2026-08-20T19:00:00Z"), now: now) == nil)
        #expect(free.problem(with: try instant("2026-08-19T01:30:00Z"), now: now) == nil)
        let nearest = free.nearest(to: try instant("2026-08-19T19:00:00Z"), now: now, limit: 1)
        #expect(nearest.map(text) == ["2026-08-20T19:00:00Z"])
    }

    /// The least that a moment can be past a start is past it, also where its seconds take one bit more on the wall's
    /// clock: that is 2³⁰ seconds after 2001, in January 2035.
    @Test func hardlyPastAStartIsPastIt() throws {
        let free = FreeTime(schedule: try .daily("Pacific/Kiritimati", "00:00-24:00"), rules: .atOnce, busy: [])
        let start = try instant("2035-01-10T12:00:00Z")
        let now = Date(timeIntervalSinceReferenceDate: start.timeIntervalSinceReferenceDate.nextUp)
        #expect(free.slots(in: start..<start.addingTimeInterval(3600), now: start, limit: 1) == [start])
        let next = free.slots(in: start..<start.addingTimeInterval(3600), now: now, limit: 1)
        #expect(next == [start.addingTimeInterval(1800)])
    }

    /// At midnight a clock can be put back into the date before, which is then an hour longer.
    @Test func aDateCanEndTwice() throws {
        // Beirut, 25 October 2026: at 21:00 UTC on the 24th 24:00 becomes 23:00.
        let rules = BookingRules.changed { ($0.minimumNotice, $0.appointmentsPerDay) = (0, 1) }
        let schedule = try AgentSchedule.daily("Asia/Beirut", "23:00-24:00")
        let evening = try time("2026-10-24T20:00:00Z", "2026-10-24T22:00:00Z")
        #expect(schedule.workingTimes(in: try time("2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z")) == [evening])
        let busy = Busy(time: evening.lowerBound..<evening.lowerBound.addingTimeInterval(1800), kind: .appointment)
        let free = FreeTime(schedule: schedule, rules: rules, busy: [busy])
        let now = try instant("2026-10-24T00:00:00Z")
        #expect(free.problem(with: try instant("2026-10-24T21:30:00Z"), now: now) == .dayFull)
        #expect(free.problem(with: try instant("2026-10-25T21:30:00Z"), now: now) == nil)
    }
}
