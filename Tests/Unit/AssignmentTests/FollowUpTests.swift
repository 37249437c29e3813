import Availability
import CivilTime
import Foundation
import Testing

@testable import Assignment

@Suite struct FollowUpTests {
    static let start = Date(timeIntervalSince1970: 1_800_000_000)

    static func minutes(_ minutes: Double) -> Date { start.addingTimeInterval(minutes * 60) }

    static func followUp(_ change: (inout FollowUpRules) -> Void = { _ in }) -> FollowUp {
        var rules = FollowUpRules.standard
        change(&rules)
        return FollowUp(beganAt: start, rules: rules)
    }

    /// Does what is due, when it is due, until nothing is.
    static func course(_ followUp: FollowUp) -> [String] {
        var followUp = followUp
        var course: [String] = []
        while let due = followUp.dueAt, let step = followUp.next(at: due) {
            course.append("\(step) \(Int(due.timeIntervalSince(start) / 60))")
            followUp = followUp.after(step)
        }
        return course
    }

    @Test func theAgentIsRemindedThenTheOwnersAreTold() {
        #expect(Self.course(Self.followUp()) == ["remind 15", "escalate 60"])
    }

    @Test func somebodyElseGetsItInBetween() {
        #expect(
            Self.course(Self.followUp { $0.reassignAfter = 30 }) == ["remind 15", "reassign 30", "escalate 60"])
    }

    @Test func somebodyElseGetsItAfterTheOwnersKnow() {
        #expect(
            Self.course(Self.followUp { $0.reassignAfter = 90 }) == ["remind 15", "escalate 60", "reassign 90"])
    }

    @Test func nobodyIsRemindedOfWhatIsTakenAwayAtOnce() {
        #expect(Self.course(Self.followUp { $0.reassignAfter = 15 }) == ["reassign 15", "escalate 60"])
        let late = Self.followUp { $0.reassignAfter = 30 }
        #expect(late.next(at: Self.minutes(29)) == .remind)
        #expect(late.next(at: Self.minutes(31)) == .reassign)
    }

    @Test func afterADowntimeEachStepStillHappensOnce() {
        let followUp = Self.followUp()
        let now = Self.minutes(500)
        #expect(followUp.next(at: now) == .remind)
        #expect(followUp.after(.remind).next(at: now) == .escalate)
        #expect(followUp.after(.remind).after(.escalate).next(at: now) == nil)
    }

    @Test func whoHasLeftIsNotReminded() {
        var gone = Self.followUp()
        gone.isAgentActive = false
        #expect(gone.next(at: Self.minutes(15)) == .escalate)
        var passedOn = Self.followUp { $0.reassignAfter = 30 }
        passedOn.isAgentActive = false
        #expect(passedOn.next(at: Self.minutes(15)) == .reassign)
    }

    @Test func withoutStepsNothingIsEverDue() {
        let never = Self.followUp {
            $0.remindAfter = nil
            $0.escalateAfter = nil
        }
        #expect(never.dueAt == nil)
        #expect(never.next(at: Self.minutes(10_000)) == nil)
    }

    @Test func stepsThatHaveBeenTurnedOffSinceAreLeftOut() {
        var followUp = Self.followUp().after(.remind)
        followUp.rules.escalateAfter = nil
        #expect(followUp.next(at: Self.minutes(60)) == nil)
    }

    @Test func whoIsThereToTakeItIsLookedAtForADay() {
        let followUp = Self.followUp { $0.reassignAfter = 30 }.after(.escalate)
        #expect(followUp.nextLook(after: Self.minutes(30)) == Self.minutes(45))
        #expect(followUp.nextLook(after: Self.minutes(30 + 1439)) == Self.minutes(30 + 1454))
        #expect(followUp.nextLook(after: Self.minutes(30 + 1440)) == nil)
        // Each time, that is what is to be done.
        #expect(followUp.next(at: Self.minutes(45)) == .reassign)
        #expect(Self.followUp().nextLook(after: Self.minutes(30)) == nil)
        // The day begins when somebody else was to have it, however long after the call.
        let slow = Self.followUp { $0.reassignAfter = 3 * 1440 }
        #expect(slow.nextLook(after: Self.minutes(3 * 1440)) == Self.minutes(3 * 1440 + 15))
    }

    @Test func minutesCountWhileTheAgentWorks() {
        var followUp = Self.followUp()
        // Friday, 15 January 2027, 08:00 UTC.
        followUp.schedule = AgentSchedule(
            zone: .gmt, hours: WeeklyHours(TimeWindow("08:30-08:50"), on: [.friday, .saturday]))
        #expect(followUp.dueAt == Self.minutes(45))
        #expect(followUp.after(.remind).dueAt == Self.minutes(7 * 1440 + 50))
        followUp.rules.countsWorkingHours = false
        #expect(followUp.dueAt == Self.minutes(15))
    }

    @Test func ofWhoNeverWorksEveryMinuteCounts() {
        var followUp = Self.followUp()
        followUp.schedule = AgentSchedule(zone: .gmt, hours: WeeklyHours([:]))
        #expect(followUp.dueAt == Self.minutes(15))
    }
}

@Suite struct WorkingMinutesTests {
    let officeHours = WeeklyHours(TimeWindow("09:00-17:00"), on: [.monday, .tuesday, .wednesday, .thursday, .friday])

    private func berlin(_ hours: WeeklyHours, _ exceptions: [CivilDate: [TimeWindow]] = [:]) throws -> AgentSchedule {
        AgentSchedule(
            zone: try #require(TimeZone(identifier: "Europe/Berlin")), hours: hours, exceptions: exceptions)
    }

    private func date(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    @Test(arguments: [
        // Within a day; over its end, which is still of that day; over a night; over a weekend; from outside the hours.
        (15, "2026-07-01T10:00:00Z", "2026-07-01T10:15:00Z"), (60, "2026-07-01T14:00:00Z", "2026-07-01T15:00:00Z"),
        (61, "2026-07-01T14:00:00Z", "2026-07-02T07:01:00Z"), (15, "2026-07-03T14:50:00Z", "2026-07-06T07:05:00Z"),
        (15, "2026-07-04T12:00:00Z", "2026-07-06T07:15:00Z"), (1, "2026-07-01T22:00:30Z", "2026-07-02T07:01:00Z"),
        // A working week of 2400 minutes.
        (2400, "2026-07-06T07:00:00Z", "2026-07-10T15:00:00Z"),
        (10_080, "2026-07-06T07:00:00Z", "2026-08-03T15:00:00Z"),
    ])
    func minutesOfWorkAreAdded(minutes: Int, start: String, end: String) throws {
        let moment = try berlin(officeHours).moment(after: minutes, ofWorkFrom: try date(start))
        #expect(try moment == date(end))
    }

    @Test func aNightInWhichTheClockIsPutOnIsAnHourShorter() throws {
        let nights = try berlin(WeeklyHours(TimeWindow("01:00-05:00")))
        // 29 March 2026: 02:00 is 03:00.
        let spring = nights.moment(after: 180, ofWorkFrom: try date("2026-03-28T12:00:00Z"))
        #expect(try spring == date("2026-03-29T03:00:00Z"))
        let next = nights.moment(after: 181, ofWorkFrom: try date("2026-03-28T12:00:00Z"))
        #expect(try next == date("2026-03-29T23:01:00Z"))
    }

    @Test func aNightInWhichTheClockIsPutBackIsAnHourLonger() throws {
        let nights = try berlin(WeeklyHours(TimeWindow("01:00-05:00")))
        // 25 October 2026: 03:00 is 02:00 once more.
        let autumn = nights.moment(after: 300, ofWorkFrom: try date("2026-10-24T12:00:00Z"))
        #expect(try autumn == date("2026-10-25T04:00:00Z"))
    }

    @Test func datesWithHoursOfTheirOwnCount() throws {
        let closed = try #require(CivilDate("2026-07-02"))
        let short = try #require(CivilDate("2026-07-03"))
        let window = try #require(TimeWindow("12:00-12:10"))
        let schedule = try berlin(officeHours, [closed: [], short: [window]])
        let moment = schedule.moment(after: 15, ofWorkFrom: try date("2026-07-01T15:00:00Z"))
        #expect(try moment == date("2026-07-06T07:05:00Z"))
    }

    @Test func whoNeverWorksNeverGetsThere() throws {
        #expect(try berlin(WeeklyHours([:])).moment(after: 1, ofWorkFrom: date("2026-07-01T00:00:00Z")) == nil)
        let past = try #require(CivilDate("2020-01-01"))
        let window = try #require(TimeWindow("09:00-17:00"))
        let once = try berlin(WeeklyHours([:]), [past: [window]])
        #expect(try once.moment(after: 1, ofWorkFrom: date("2026-07-01T00:00:00Z")) == nil)
    }

    @Test func whoAlwaysWorksHasMinutesLikeEverybodyElse() throws {
        let start = try date("2026-03-28T12:00:00Z")
        #expect(try berlin(.always).moment(after: 10_080, ofWorkFrom: start) == start.addingTimeInterval(604_800))
    }
}
