import CivilTime
import Foundation
import Telephony
import TestSupport
import Testing

@testable import Calling

@Suite struct CallingWindowTests {
    static func window(
        _ zones: [String], hours: WeeklyHours = WeeklyHours(TimeWindow("09:00-20:00")), holidays: [String] = [],
        law: CallingLaw? = nil
    ) -> CallingWindow {
        var rules = CallingRules.standard
        rules.hours = hours
        rules.holidays = Set(holidays.compactMap { CivilDate($0) })
        let free = CallingLaw(
            hours: .always, holidays: nil, needsConsent: false, callsPerDay: nil, source: "none")
        return CallingWindow(rules: rules, law: law ?? free, clocks: zones)
    }

    static func date(_ text: String) throws -> Date {
        try #require(try? Date.ISO8601FormatStyle().parse(text))
    }

    @Test(arguments: [
        // Before, in, at both edges, and after the window, in Berlin's summer.
        ("2026-08-20T05:00:00Z", "2026-08-20T07:00:00Z"), ("2026-08-20T10:00:00Z", "2026-08-20T10:00:00Z"),
        ("2026-08-20T07:00:00Z", "2026-08-20T07:00:00Z"), ("2026-08-20T17:59:59Z", "2026-08-20T17:59:59Z"),
        ("2026-08-20T18:00:00Z", "2026-08-21T07:00:00Z"),
        // Over both changes of the clock: 25 October and 29 March.
        ("2026-10-24T19:00:00Z", "2026-10-25T08:00:00Z"), ("2027-03-27T19:00:00Z", "2027-03-28T07:00:00Z"),
    ])
    func theNextOpeningIsFound(from: String, opening: String) throws {
        #expect(Self.window(["Europe/Berlin"]).nextOpening(from: try Self.date(from)) == (try Self.date(opening)))
    }

    @Test func allClocksMustAllowIt() throws {
        let window = Self.window(["America/New_York", "Pacific/Honolulu"])
        // 9:00 in Honolulu is 15:00 in New York in summer; 20:00 in New York is 14:00 in Honolulu.
        #expect(
            window.nextOpening(from: try Self.date("2026-08-20T13:00:00Z")) == (try Self.date("2026-08-20T19:00:00Z")))
        #expect(window.isOpen(at: try Self.date("2026-08-20T23:59:00Z")))
        #expect(!window.isOpen(at: try Self.date("2026-08-21T00:00:00Z")))
    }

    @Test func windowsThatNeverMeetNeverOpen() throws {
        let mornings = WeeklyHours(TimeWindow("08:00-09:00"))
        #expect(Self.window(["Asia/Tokyo", "Europe/London"], hours: mornings).nextOpening(from: Date()) == nil)
        #expect(Self.window(["Asia/Tokyo"], hours: WeeklyHours([:])).nextOpening(from: Date()) == nil)
    }

    @Test func holidaysAndDaysOffArePassedOver() throws {
        let weekdays = WeeklyHours(TimeWindow("09:00-20:00"), on: [.monday, .tuesday, .wednesday, .thursday, .friday])
        let window = Self.window(["Europe/Berlin"], hours: weekdays, holidays: ["2026-12-25", "2026-12-28"])
        #expect(
            window.nextOpening(from: try Self.date("2026-12-25T10:00:00Z")) == (try Self.date("2026-12-29T08:00:00Z")))
    }

    @Test(arguments: [
        // 14 July 2026 is a Tuesday; the window of the 15th opens at 10:00, which is 8:00 UTC.
        ("FR", "Europe/Paris", "2026-07-13T18:00:00Z", "2026-07-15T08:00:00Z"),
        ("FR", "Europe/Paris", "2026-07-14T09:00:00Z", "2026-07-15T08:00:00Z"),
        ("GP", "America/Guadeloupe", "2026-07-14T15:00:00Z", "2026-07-15T14:00:00Z"),
        // Good Friday is followed by a day that is none, Easter by its Monday.
        ("AU", "Australia/Sydney", "2026-04-03T00:00:00Z", "2026-04-03T22:00:00Z"),
        ("AU", "Australia/Brisbane", "2026-04-05T00:00:00Z", "2026-04-06T23:00:00Z"),
        // Without a rule about holidays the day is as any other.
        ("CA", "America/Toronto", "2026-07-01T15:00:00Z", "2026-07-01T15:00:00Z"),
    ])
    func theHolidaysOfTheLawArePassedOver(country: String, zone: String, from: String, opening: String) throws {
        let window = Self.window([zone], law: .of(country: country, subdivision: nil))
        #expect(window.nextOpening(from: try Self.date(from)) == (try Self.date(opening)))
    }

    @Test(
        arguments: [
            // Sunday 19 July 2026: closed by law in France and Alabama, open in Canada from 10:00, in Texas from 12:00.
            ("FR", nil, "Europe/Paris", "2026-07-20T08:00:00Z"),
            ("US", "AL", "America/Chicago", "2026-07-20T14:00:00Z"),
            ("CA", nil, "America/Toronto", "2026-07-19T14:00:00Z"),
            ("US", "TX", "America/Chicago", "2026-07-19T17:00:00Z"),
        ] as [(String, String?, String, String)])
    func sundaysAreTheLawsWithoutAnyHoliday(
        country: String, subdivision: String?, zone: String, opening: String
    ) throws {
        let window = Self.window([zone], law: .of(country: country, subdivision: subdivision))
        #expect(window.nextOpening(from: try Self.date("2026-07-19T07:00:00Z")) == (try Self.date(opening)))
    }

    /// In an hour that is left out nothing opens, and a window that begins in it opens when it is over.
    @Test func aWindowThatBeginsInTheMissingHour() throws {
        let hours = WeeklyHours(TimeWindow("02:30-04:00"))
        // 29 March 2026 in Berlin: 2:00 becomes 3:00 at 1:00 UTC.
        #expect(
            Self.window(["Europe/Berlin"], hours: hours).nextOpening(from: try Self.date("2026-03-29T00:00:00Z"))
                == (try Self.date("2026-03-29T01:00:00Z")))
    }

    /// An hour that comes twice opens the window twice.
    @Test func aWindowInTheRepeatedHour() throws {
        let hours = WeeklyHours(TimeWindow("02:15-02:45"))
        let window = Self.window(["Europe/Berlin"], hours: hours)
        // 25 October 2026: 3:00 becomes 2:00 at 1:00 UTC.
        #expect(
            window.nextOpening(from: try Self.date("2026-10-25T00:00:00Z")) == (try Self.date("2026-10-25T00:15:00Z")))
        #expect(
            window.nextOpening(from: try Self.date("2026-10-25T00:45:00Z")) == (try Self.date("2026-10-25T01:15:00Z")))
    }

    /// In every zone of the tz database, around random moments and both changes of the clock: what is found is open, and
    /// nothing before it is, minute by minute, by Foundation's own calendar.
    @Test func inEveryZoneNothingOpensEarlierAndTheOpeningIsOpen() throws {
        var random = SeededGenerator.random()
        let zones = TimeZone.knownTimeZoneIdentifiers
        #expect(zones.count > 400)
        for name in zones {
            let zone = try #require(TimeZone(identifier: name))
            let anchor = Date(timeIntervalSince1970: Double.random(in: 1_780_000_000...1_840_000_000, using: &random))
            let change = zone.nextDaylightSavingTimeTransition(after: anchor) ?? anchor
            let second = zone.nextDaylightSavingTimeTransition(after: change) ?? change
            for moment in [anchor, change, second] {
                let hours = Self.randomHours(&random)
                let start = Date(
                    timeIntervalSince1970: (moment.timeIntervalSince1970 / 60).rounded(.down) * 60
                        + Double(Int.random(in: -180...180, using: &random) * 60))
                Self.check(hours, zone, from: start, seed: random.seed)
            }
        }
    }

    private static func randomHours(_ random: inout SeededGenerator) -> WeeklyHours {
        var days: [Weekday: [TimeWindow]] = [:]
        for day in Weekday.allCases where Int.random(in: 0...4, using: &random) > 0 {
            days[day] = (0..<Int.random(in: 1...2, using: &random)).compactMap { _ in
                let start = Int.random(in: 0...1380, using: &random)
                return TimeWindow(start, min(1440, start + Int.random(in: 5...300, using: &random)))
            }
        }
        return WeeklyHours(days)
    }

    private static func check(_ hours: WeeklyHours, _ zone: TimeZone, from start: Date, seed: UInt64) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        func isOpen(_ instant: Date) -> Bool {
            let parts = calendar.dateComponents([.weekday, .hour, .minute], from: instant)
            // Calendar counts from Sunday.
            guard let weekday = Weekday(rawValue: ((parts.weekday ?? 1) + 5) % 7 + 1) else { return false }
            let minute = (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
            return hours.windows(on: weekday).contains { $0.start <= minute && minute < $0.end }
        }
        let opening = window([zone.identifier], hours: hours).nextOpening(from: start)
        guard let opening else {
            #expect(hours.isEmpty, "\(zone.identifier) \(start) seed \(seed)")
            return
        }
        #expect(isOpen(opening), "\(zone.identifier): \(opening) from \(start) seed \(seed)")
        var instant = start
        // Two days are enough to meet each change; the rest of a long wait is not looked at minute by minute.
        let limit = min(opening, start.addingTimeInterval(2 * 86_400))
        while instant < limit {
            guard !isOpen(instant) else {
                Issue.record("\(zone.identifier): open at \(instant), found \(opening) from \(start), seed \(seed)")
                return
            }
            instant = instant.addingTimeInterval(60)
        }
    }
}
