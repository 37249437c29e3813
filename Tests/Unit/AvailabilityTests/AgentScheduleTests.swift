import Availability
import CivilTime
import Foundation
import Testing

@Suite struct AgentScheduleTests {
    @Test func workIsInTheWindowsOfTheWeek() throws {
        let hours = WeeklyHours([
            .thursday: ["13:00-17:00", "09:00-12:00"].compactMap { TimeWindow($0) },
            .friday: ["10:00-11:00"].compactMap { TimeWindow($0) },
        ])
        let schedule = AgentSchedule(zone: try #require(TimeZone(identifier: "Europe/Berlin")), hours: hours)
        let week = try time("2026-08-17T00:00:00Z", "2026-08-24T00:00:00Z")
        let thursday = [try time("07:00-10:00", on: "2026-08-20"), try time("11:00-15:00", on: "2026-08-20")]
        #expect(schedule.workingTimes(in: week) == thursday + [try time("08:00-09:00", on: "2026-08-21")])
        for (moment, isWorking) in [
            ("06:59:59", false), ("07:00:00", true), ("09:59:59", true), ("10:00:00", false), ("11:00:00", true),
            ("15:00:00", false),
        ] {
            #expect(schedule.isWorking(at: try instant("2026-08-20T\(moment)Z")) == isWorking, "\(moment)")
        }
    }

    @Test func onlyWhatIsAskedForIsTold() throws {
        let schedule = try AgentSchedule.daily("UTC", "09:00-12:00", "13:00-17:00")
        let part = try time("11:00-14:00", on: "2026-08-20")
        #expect(
            schedule.workingTimes(in: part) == [
                try time("11:00-12:00", on: "2026-08-20"), try time("13:00-14:00", on: "2026-08-20"),
            ])
        #expect(schedule.workingTimes(in: try time("12:00-13:00", on: "2026-08-20")).isEmpty)
        #expect(schedule.workingTimes(in: part.lowerBound..<part.lowerBound).isEmpty)
    }

    @Test func hoursOverMidnightAreOneStretch() throws {
        let schedule = try AgentSchedule.daily("Asia/Tokyo", "00:00-02:00", "22:00-24:00")
        let night = try time("2026-08-20T13:00:00Z", "2026-08-20T17:00:00Z")
        #expect(schedule.workingTimes(in: try time("2026-08-20T04:00:00Z", "2026-08-21T04:00:00Z")) == [night])
        #expect(schedule.isWorking(at: try instant("2026-08-20T15:00:00Z")))
    }

    @Test func anExceptionStandsForTheDatesHours() throws {
        var schedule = try AgentSchedule.daily("UTC", "09:00-17:00")
        schedule.exceptions = [
            try #require(CivilDate("2026-12-24")): ["11:00-12:00", "08:00-10:00", "09:00-11:00"].compactMap {
                TimeWindow($0)
            },
            try #require(CivilDate("2026-12-25")): [],
        ]
        #expect(
            schedule.workingTimes(in: try time("2026-12-24T00:00:00Z", "2026-12-27T00:00:00Z")) == [
                try time("08:00-12:00", on: "2026-12-24"), try time("09:00-17:00", on: "2026-12-26"),
            ])
        #expect(!schedule.isWorking(at: try instant("2026-12-25T10:00:00Z")))
    }

    @Test func timeOffIsCutOut() throws {
        var schedule = try AgentSchedule.daily("UTC", "09:00-17:00")
        // Out of order, overlapping, within the hours and over their edges, and a time of no length.
        schedule.timeOff = [
            try time("16:00-20:00", on: "2026-08-20"), try time("10:00-11:00", on: "2026-08-20"),
            try time("2026-08-19T12:00:00Z", "2026-08-20T09:30:00Z"), try time("10:30-12:00", on: "2026-08-20"),
            try instant("2026-08-20T13:00:00Z")..<instant("2026-08-20T13:00:00Z"),
        ]
        #expect(
            schedule.workingTimes(in: try time("2026-08-20T00:00:00Z", "2026-08-21T00:00:00Z")) == [
                try time("09:30-10:00", on: "2026-08-20"), try time("12:00-16:00", on: "2026-08-20"),
            ])
        for (moment, isWorking) in [("09:15", false), ("09:30", true), ("10:00", false), ("12:00", true)] {
            #expect(schedule.isWorking(at: try instant("2026-08-20T\(moment):00Z")) == isWorking, "\(moment)")
        }
    }

    /// Windows over, in, and beside a change of the clock.
    @Test(arguments: [
        // 29 March 2026: 2:00 becomes 3:00 at 1:00 UTC. 25 October: 3:00 becomes 2:00 at 1:00 UTC.
        ("Europe/Berlin", "2026-03-29", "01:00-04:00", "2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z"),
        ("Europe/Berlin", "2026-03-29", "02:30-04:00", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"),
        ("Europe/Berlin", "2026-03-29", "01:00-02:30", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "2026-10-25", "01:00-04:00", "2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z"),
        ("Europe/Berlin", "2026-10-25", "02:30-04:00", "2026-10-25T00:30:00Z", "2026-10-25T03:00:00Z"),
        ("Europe/Berlin", "2026-10-25", "01:00-02:30", "2026-10-24T23:00:00Z", "2026-10-25T00:30:00Z"),
        ("Europe/Berlin", "2026-10-25", "09:00-17:00", "2026-10-25T08:00:00Z", "2026-10-25T16:00:00Z"),
        // 8 March 2026: 2:00 becomes 3:00 at 7:00 UTC. 1 November: 2:00 becomes 1:00 at 6:00 UTC.
        ("America/New_York", "2026-03-08", "00:00-24:00", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"),
        ("America/New_York", "2026-11-01", "00:00-24:00", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"),
        ("America/New_York", "2026-11-01", "01:15-01:45", "2026-11-01T05:15:00Z", "2026-11-01T05:45:00Z"),
        // 5 April 2026: 2:00 becomes 1:30 at 15:00 UTC the day before. 4 October: 2:00 becomes 2:30 at 15:30 UTC.
        ("Australia/Lord_Howe", "2026-04-05", "01:00-03:00", "2026-04-04T14:00:00Z", "2026-04-04T16:30:00Z"),
        ("Australia/Lord_Howe", "2026-10-04", "01:00-03:00", "2026-10-03T14:30:00Z", "2026-10-03T16:00:00Z"),
        ("Pacific/Kiritimati", "2026-08-20", "09:00-17:00", "2026-08-19T19:00:00Z", "2026-08-20T03:00:00Z"),
    ])
    func windowsFollowTheClock(zone: String, date: String, window: String, start: String, end: String) throws {
        var schedule = try AgentSchedule.daily(zone)
        schedule.exceptions = [try #require(CivilDate(date)): [try #require(TimeWindow(window))]]
        let (start, end) = (try instant(start), try instant(end))
        let around = start.addingTimeInterval(-86_400)..<end.addingTimeInterval(86_400)
        #expect(schedule.workingTimes(in: around) == [start..<end])
        #expect(schedule.isWorking(at: start) && schedule.isWorking(at: end.addingTimeInterval(-1)))
        #expect(!schedule.isWorking(at: start.addingTimeInterval(-1)) && !schedule.isWorking(at: end))
    }

    /// St John's put its clock back at a minute past midnight, into the date before.
    @Test func aDatesHoursCanGoOnInTheDateBefore() throws {
        var schedule = try AgentSchedule.daily("America/St_Johns")
        schedule.exceptions = [try #require(CivilDate("2006-10-29")): ["00:00-01:00"].compactMap { TimeWindow($0) }]
        // Midnight, and an hour later again, after 29 October had begun.
        let hours = try time("2006-10-29T02:30:00Z", "2006-10-29T04:30:00Z")
        #expect(schedule.workingTimes(in: try time("2006-10-28T00:00:00Z", "2006-10-30T00:00:00Z")) == [hours])
        #expect(schedule.isWorking(at: try instant("2006-10-29T03:00:00Z")))
    }

    @Test func aDateLastsUntilItsVeryEnd() throws {
        let schedule = try AgentSchedule.daily("UTC", "22:00-24:00")
        let midnight = try instant("2026-08-21T00:00:00Z")
        #expect(schedule.isWorking(at: midnight.addingTimeInterval(-0.0001)))
        #expect(!schedule.isWorking(at: midnight))
    }

    @Test func aWindowInTheMissingHourIsNone() throws {
        var schedule = try AgentSchedule.daily("Europe/Berlin")
        schedule.exceptions = [try #require(CivilDate("2026-03-29")): ["02:15-02:45"].compactMap { TimeWindow($0) }]
        #expect(schedule.workingTimes(in: try time("2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z")).isEmpty)
    }
}
