import CivilTime
import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct AppointmentWeekTests {
    private static let madrid = TimeZone(identifier: "Europe/Madrid") ?? .gmt
    private static let kathmandu = TimeZone(identifier: "Asia/Kathmandu") ?? .gmt

    private static func week(_ day: String) throws -> AppointmentWeek {
        AppointmentWeek(of: try #require(CivilDate(day)))
    }

    private static func instant(_ text: String) throws -> Date { try #require(Date(rfc3339: text)) }

    @Test(arguments: ["2026-11-30", "2026-12-03", "2026-12-06"])
    func everyDayIsInTheWeekOfItsMonday(day: String) throws {
        let week = try Self.week(day)
        #expect(week.monday.description == "2026-11-30")
        #expect(week.sunday.description == "2026-12-06")
        #expect(week.days.map(\.day) == [30, 1, 2, 3, 4, 5, 6])
        #expect(week.previous.monday.description == "2026-11-23")
        #expect(week.next.monday.description == "2026-12-07")
    }

    @Test func weeksLieBesideEachOtherAcrossYears() throws {
        let week = try Self.week("2027-01-01")
        #expect(week.monday.description == "2026-12-28")
        #expect(week.next.previous == week)
        #expect(week.range(in: Self.madrid).upperBound == week.next.range(in: Self.madrid).lowerBound)
    }

    /// In Madrid the clocks go forward on 29 March 2026 and back on 25 October.
    @Test(arguments: [("2026-03-29", 167.0), ("2026-10-25", 169), ("2026-07-01", 168)])
    func aWeekIsAsLongAsItsClockHasIt(day: String, hours: Double) throws {
        let range = try Self.week(day).range(in: Self.madrid)
        #expect(range.upperBound.timeIntervalSince(range.lowerBound) == hours * 3600)
    }

    @Test func itBeginsAtMidnightByThatClock() throws {
        let range = try Self.week("2026-03-29").range(in: Self.madrid)
        #expect(range.lowerBound == (try Self.instant("2026-03-22T23:00:00Z")))
        #expect(range.upperBound == (try Self.instant("2026-03-29T22:00:00Z")))
    }

    @Test func anAppointmentStandsWhereTheClockShowsIt() throws {
        let week = try Self.week("2026-12-01")
        let instant = try Self.instant("2026-12-01T23:30:00Z")
        #expect(week.place(of: instant, in: .gmt) == .init(day: 1, hour: 23))
        #expect(week.place(of: instant, in: Self.madrid) == .init(day: 2, hour: 0))
        #expect(week.place(of: instant, in: Self.kathmandu) == .init(day: 2, hour: 5))
    }

    @Test func anHourThatComesTwiceIsOneRow() throws {
        let week = try Self.week("2026-10-25")
        for time in ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"] {
            #expect(week.place(of: try Self.instant(time), in: Self.madrid) == .init(day: 6, hour: 2))
        }
    }

    @Test func whatIsInAnotherWeekHasNoPlace() throws {
        let week = try Self.week("2026-12-01")
        #expect(week.place(of: try Self.instant("2026-11-29T22:59:59Z"), in: Self.madrid) == nil)
        #expect(week.place(of: try Self.instant("2026-11-29T23:00:00Z"), in: Self.madrid) == .init(day: 0, hour: 0))
        #expect(week.place(of: try Self.instant("2026-12-06T23:00:00Z"), in: Self.madrid) == nil)
    }

    @Test func theHoursShownAreAnOfficesDayAndWhatLiesOutside() {
        #expect(AppointmentWeek.hours(of: []) == 9...17)
        #expect(AppointmentWeek.hours(of: [.init(day: 0, hour: 7), .init(day: 3, hour: 20)]) == 7...20)
        #expect(AppointmentWeek.hours(of: [.init(day: 0, hour: 12)]) == 9...17)
    }
}
