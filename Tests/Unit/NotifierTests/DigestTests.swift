import CivilTime
import Contracts
import Foundation
import Notices
import ServiceKit
import TestSupport
import Testing

@testable import Notifier

@Suite struct DigestScheduleTests {
    static func schedule(_ hour: Int = 7) throws -> DigestSchedule { try #require(DigestSchedule(hour: hour)) }

    static func zone(_ name: String) throws -> TimeZone { try #require(TimeZone(identifier: name)) }

    static func date(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    /// The day that is due, its length in hours, and the next moment.
    static func look(
        _ zone: String, at now: String, hour: Int = 7
    ) throws -> (day: String?, hours: Double?, next: Date) {
        let (schedule, zone, now) = (try schedule(hour), try Self.zone(zone), try date(now))
        let day = schedule.day(at: now, in: zone)
        return (
            day?.date.description, day.map { $0.ended.timeIntervalSince($0.began) / 3600 },
            schedule.next(after: now, in: zone)
        )
    }

    @Test func itIsDueFromTheHourUntilTheDayIsOver() throws {
        let before = try Self.look("Europe/Berlin", at: "2026-08-20T04:59:59Z")
        #expect(before.day == nil)
        #expect(before.next == (try Self.date("2026-08-20T05:00:00Z")))
        let tomorrow = try Self.date("2026-08-21T05:00:00Z")
        for now in ["2026-08-20T05:00:00Z", "2026-08-20T12:00:00Z", "2026-08-20T21:59:59Z"] {
            let look = try Self.look("Europe/Berlin", at: now)
            #expect(look.day == "2026-08-19" && look.hours == 24, "\(now)")
            #expect(look.next == tomorrow, "\(now)")
        }
        // Not made up for on the day after.
        #expect(try Self.look("Europe/Berlin", at: "2026-08-20T22:00:00Z").day == nil)
    }

    @Test(arguments: [
        // One moment, three answers.
        ("Pacific/Kiritimati", "2026-01-01T17:30:00Z", "2026-01-01"),
        ("America/New_York", "2026-01-01T17:30:00Z", "2025-12-31"), ("Pacific/Pago_Pago", "2026-01-01T17:30:00Z", nil),
        ("Pacific/Pago_Pago", "2026-01-01T18:00:00Z", "2025-12-31"),
        ("Asia/Kathmandu", "2026-03-01T01:14:59Z", nil), ("Asia/Kathmandu", "2026-03-01T01:15:00Z", "2026-02-28"),
    ])
    func theHourIsThatOfTheZone(zone: String, now: String, day: String?) throws {
        #expect(try Self.look(zone, at: now).day == day)
    }

    /// Seven is seven on the day of the change, and the day told about is as long as it was.
    @Test func clocksThatChangeAreFollowed() throws {
        let spring = try Self.look("Europe/Berlin", at: "2026-03-28T20:00:00Z")
        #expect(spring.next == (try Self.date("2026-03-29T05:00:00Z")))
        #expect(try Self.look("Europe/Berlin", at: "2026-03-29T05:00:00Z").day == "2026-03-28")
        let short = try Self.look("Europe/Berlin", at: "2026-03-30T05:00:00Z")
        #expect(short.day == "2026-03-29" && short.hours == 23)
        let autumn = try Self.look("Europe/Berlin", at: "2026-10-24T20:00:00Z")
        #expect(autumn.next == (try Self.date("2026-10-25T06:00:00Z")))
        let long = try Self.look("Europe/Berlin", at: "2026-10-26T06:00:00Z")
        #expect(long.day == "2026-10-25" && long.hours == 25)
    }

    @Test func anHourThatIsLeftOutBeginsAtItsEnd() throws {
        let skipped = try Self.date("2026-03-29T01:00:00Z")
        #expect(try Self.look("Europe/Berlin", at: "2026-03-29T00:59:59Z", hour: 2).next == skipped)
        #expect(try Self.look("Europe/Berlin", at: "2026-03-29T00:59:59Z", hour: 2).day == nil)
        #expect(try Self.look("Europe/Berlin", at: "2026-03-29T01:00:00Z", hour: 2).day == "2026-03-28")
        // Its last hour: another day would have begun.
        let last = try Self.look("America/Nuuk", at: "2026-03-28T20:00:00Z", hour: 23)
        #expect(last.next == (try Self.date("2026-03-29T00:59:00Z")))
        #expect(try Self.look("America/Nuuk", at: "2026-03-29T00:59:30Z", hour: 23).day == "2026-03-27")
        #expect(try Self.look("America/Nuuk", at: "2026-03-29T01:00:00Z", hour: 23).day == nil)
        // Midnight: in Beirut the day begins at one.
        let first = try Self.look("Asia/Beirut", at: "2026-03-28T12:00:00Z", hour: 0)
        #expect(first.next == (try Self.date("2026-03-28T22:00:00Z")))
        #expect(try Self.look("Asia/Beirut", at: "2026-03-28T22:00:00Z", hour: 0).day == "2026-03-28")
        #expect(try Self.look("Asia/Beirut", at: "2026-03-29T22:00:00Z", hour: 0).hours == 23)
    }

    @Test func anHourThatComesTwiceIsItsFirst() throws {
        let look = try Self.look("Europe/Berlin", at: "2026-10-24T22:30:00Z", hour: 2)
        #expect(look.next == (try Self.date("2026-10-25T00:00:00Z")))
        let again = try Self.look("Europe/Berlin", at: "2026-10-25T01:00:00Z", hour: 2)
        #expect(again.day == "2026-10-24")
        #expect(again.next == (try Self.date("2026-10-26T01:00:00Z")))
    }

    /// Samoa went over the date line and left out a Friday: on Saturday it is Thursday that is told about.
    @Test func aDateThatIsLeftOutIsNotTheDayBefore() throws {
        let thursday = try Self.look("Pacific/Apia", at: "2011-12-30T17:00:00Z")
        #expect(thursday.day == "2011-12-29" && thursday.hours == 24)
        #expect(try Self.look("Pacific/Apia", at: "2011-12-30T09:00:00Z").next == Self.date("2011-12-30T17:00:00Z"))
    }

    /// Whoever always sleeps until the next moment is told of each day once, in order, around every change of every zone.
    @Test(arguments: [0, 2, 7, 23]) func noDayIsLeftOutOrComesTwice(hour: Int) throws {
        let schedule = try Self.schedule(hour)
        for name in TimeZone.knownTimeZoneIdentifiers {
            let zone = try Self.zone(name)
            var change = zone.nextDaylightSavingTimeTransition(after: try Self.date("2026-01-01T12:00:00Z"))
            for _ in 0..<2 {
                guard let moment = change else { break }
                var (now, last) = (moment.addingTimeInterval(-3 * 86_400), nil as DigestDay?)
                for _ in 0..<7 {
                    now = schedule.next(after: now, in: zone)
                    let day = try #require(schedule.day(at: now, in: zone), "\(name) \(now)")
                    #expect(last.map { $0.date.dayNumber + 1 == day.date.dayNumber } ?? true, "\(name) \(day.date)")
                    #expect(
                        last.map { $0.ended == day.began && $0.nextEnds == day.ended } ?? true, "\(name) \(day.date)")
                    last = day
                }
                change = zone.nextDaylightSavingTimeTransition(after: moment)
            }
        }
    }

    @Test func onlyHoursOfADayAreHours() {
        #expect(DigestSchedule(hour: -1) == nil && DigestSchedule(hour: 24) == nil)
        #expect(DigestSchedule(hour: 0) != nil && DigestSchedule(hour: 23) != nil)
    }
}

@Suite struct DigestLookTests {
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    /// Agencies where it is this hour, each told last about that many days ago.
    static func look(_ agencies: [(hour: Int, lastDay: Int?)]) throws -> DigestLook {
        // 2026-09-21, 14:13:20 in UTC.
        let hourInUTC = 14
        let list = try agencies.map { hour, lastDay in
            let zone = try #require(TimeZone(secondsFromGMT: (hour - hourInUTC) * 3600))
            let today = LocalClock(zone).reading(at: now).date.dayNumber
            return DigestAgency(
                id: .new(), timeZone: zone, lastDay: lastDay.map { CivilDate(dayNumber: today - $0) })
        }
        return DigestLook(list, try DigestScheduleTests.schedule(), now: now)
    }

    @Test func whoWasToldOrIsNotUpYetIsLeftAlone() throws {
        #expect(LocalClock(.gmt).reading(at: Self.now).minute == 14 * 60 + 13)
        // Not told ever, told about yesterday, about the day before, and about a day that is yet to come here.
        #expect(try Self.look([(13, nil), (13, 1), (13, 2), (13, 0)]).due.count == 2)
        #expect(try Self.look([(6, nil), (6, 2)]).due.isEmpty)
        let due = try Self.look([(20, nil)]).due
        #expect(due.map(\.day.date.description) == ["2026-09-20"])
    }

    @Test func nobodyIsWaitedForTooLongOrLookedAtTooOften() throws {
        func pause(_ agencies: [(hour: Int, lastDay: Int?)], after seconds: Double = 0) throws -> Duration {
            try Self.look(agencies).pause(at: Self.now.addingTimeInterval(seconds))
        }
        // 14:13:20 is 2800 seconds before the next hour.
        #expect(try pause([(6, 1), (13, 1)]) == .seconds(900))
        #expect(try pause([(6, 1), (13, 1)], after: 2200) == .seconds(600))
        #expect(try pause([(6, 1), (13, 1)], after: 2790) == .seconds(60))
        #expect(try pause([(6, 1)], after: 5000) == .seconds(60))
        #expect(try pause([]) == .seconds(900))
    }

    @Test func theEventIsTheSameForTheSameDay() throws {
        let (agency, day) = (AgencyID.new(), try #require(CivilDate("2026-09-20")))
        let id = EventID.digest(of: agency, day)
        #expect(id == .digest(of: agency, day))
        #expect(id != .digest(of: .new(), day))
        #expect(id != .digest(of: agency, CivilDate(dayNumber: day.dayNumber + 1)))
    }

    @Test func aDayOnWhichNothingHappenedSaysNothing() {
        let empty = DigestNotice(
            day: Self.now, calls: 0, conversations: 0, newLeads: 0, appointmentsBooked: 0, overdue: 0,
            link: "https://x.example")
        #expect(empty.saysNothing)
        let changes: [(inout DigestNotice) -> Void] = [
            { $0.calls = 1 }, { $0.newLeads = 1 }, { $0.appointmentsBooked = 1 }, { $0.overdue = 1 },
            { $0.upcoming = [.init(startsAt: Self.now, leadName: nil)] },
        ]
        for change in changes {
            var notice = empty
            change(&notice)
            #expect(!notice.saysNothing)
        }
    }
}

@Suite struct DigestSettingTests {
    private static func configure(_ hour: String?) throws -> Notifier.Configuration {
        var environment = [
            "DATABASE_URL": "postgres://u@h/x", "AMQP_URL": "amqp://u:p@h/", "RESEND_API_KEY": "re_x",
            "PUBLIC_URL": "https://x.example", "RESEND_FROM_EMAIL": "a@b.example",
        ]
        environment["DIGEST_HOUR"] = hour
        var settings = Settings(environment: environment)
        return try Notifier.configure(&settings)
    }

    @Test func theHourIsReadAndCanBeOff() throws {
        #expect(try Self.configure(nil).digest == DigestSchedule(hour: 7))
        #expect(try Self.configure("0").digest == DigestSchedule(hour: 0))
        #expect(try Self.configure("off").digest == nil)
    }

    @Test(arguments: ["24", "-1", "7:00", "OFF", "never"]) func whatIsNoHourIsRefused(text: String) {
        #expect(throws: ConfigurationError(key: "DIGEST_HOUR", problem: "must be an hour from 0 to 23, or off")) {
            try Self.configure(text)
        }
    }
}
