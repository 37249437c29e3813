import CivilTime
import Foundation
import RulesJSON
import Testing

@testable import Dashboard

@Suite struct WeeklyHoursFormTests {
    private static func form(_ fields: [(String, String)]) -> WeeklyHoursForm {
        WeeklyHoursForm(Form(fields), prefix: "hours")
    }

    private static func json(_ form: WeeklyHoursForm) throws -> String? {
        try form.hours.map { String(decoding: try RulesJSON.encoded($0), as: UTF8.self) }
    }

    @Test func severalWindowsOfADayAreRead() throws {
        let form = Self.form([
            ("hours-mon", "on"), ("hours-mon-0-from", "09:00"), ("hours-mon-0-to", "13:00"),
            ("hours-mon-1-from", "15:00"), ("hours-mon-1-to", "19:30"), ("hours-mon-2-from", ""),
            ("hours-mon-2-to", ""), ("hours-sat", "on"), ("hours-sat-0-from", "10:00"), ("hours-sat-0-to", "00:00"),
        ])
        #expect(form.problems.isEmpty)
        #expect(try Self.json(form) == #"{"mon":["09:00-13:00","15:00-19:30"],"sat":["10:00-24:00"]}"#)
    }

    @Test func windowsThatTouchBecomeOne() throws {
        let form = Self.form([
            ("hours-tue", "on"), ("hours-tue-0-from", "13:00"), ("hours-tue-0-to", "17:00"),
            ("hours-tue-1-from", "09:00"), ("hours-tue-1-to", "13:00"),
        ])
        #expect(try Self.json(form) == #"{"tue":["09:00-17:00"]}"#)
    }

    @Test func aDayThatIsNotMarkedIsClosedWhateverStandsThere() throws {
        let form = Self.form([("hours-wed-0-from", "17:00"), ("hours-wed-0-to", "x")])
        #expect(form.problems.isEmpty && form.hours?.isEmpty == true)
        #expect(form.days[.wednesday]?.windows == [.init(from: "17:00", to: "x")])
    }

    @Test(arguments: [
        ("09:00", "", WeeklyHoursForm.Problem.incomplete), ("", "17:00", .incomplete), ("17:00", "09:00", .impossible),
        ("09:00", "09:00", .impossible), ("9 o'clock", "17:00", .impossible), ("09:00", "25:00", .impossible),
        ("", "", .empty),
    ])
    func whatCannotBeIsToldByDay(from: String, to: String, problem: WeeklyHoursForm.Problem) {
        let form = Self.form([
            ("hours-wed", "on"), ("hours-wed-0-from", from), ("hours-wed-0-to", to), ("hours-thu", "on"),
            ("hours-thu-0-from", "09:00"), ("hours-thu-0-to", "10:00"),
        ])
        #expect(form.problems == [.wednesday: problem])
        #expect(form.hours == nil)
    }

    @Test func whatIsStoredComesBackAsItWas() throws {
        let stored = #"{"fri":["00:00-06:00","20:00-24:00"],"mon":["09:00-13:00"]}"#
        let hours = try JSONDecoder().decode(WeeklyHours.self, from: Data(stored.utf8))
        let form = WeeklyHoursForm(hours)
        #expect(form.days[.friday]?.windows.last == .init(from: "20:00", to: "00:00"))
        #expect(form.days[.sunday] == .init(isOn: false, windows: []))
        #expect(try Self.json(form) == stored)
    }

    @Test func exceptionsAreKeptAndForgotten() throws {
        var exceptions = AgentExceptions(stored: #"{"2026-12-24": ["09:00-12:00"], "2026-01-01": [], "x": []}"#)
        let christmas = try #require(CivilDate("2026-12-25"))
        exceptions.set([], on: christmas)
        exceptions.set(
            [TimeWindow(600, 720), TimeWindow(720, 780)].compactMap(\.self), on: try #require(CivilDate("2026-12-31")))
        exceptions.forget(before: try #require(CivilDate("2026-06-01")))
        #expect(try exceptions.json == #"{"2026-12-24":["09:00-12:00"],"2026-12-25":[],"2026-12-31":["10:00-13:00"]}"#)
        exceptions.remove(christmas)
        #expect(exceptions.sorted.map(\.date.description) == ["2026-12-24", "2026-12-31"])
        #expect(AgentExceptions(stored: "nonsense").days.isEmpty)
    }

    @Test func anExceptionIsADayFromTodayOnWithTimesThatCanBe() throws {
        let today = try #require(CivilDate("2026-11-29"))
        func read(_ fields: [(String, String)]) -> Result<
            (date: CivilDate, windows: [TimeWindow]), AgentExceptionForm.Refusal
        > {
            AgentExceptionForm(Form(fields)).read(today: today)
        }
        let off = try read([("date", "2026-11-29")]).get()
        #expect(off.date == today && off.windows.isEmpty)
        let open = try read([("date", "2026-12-24"), ("from-0", "09:00"), ("to-0", "12:00")]).get()
        #expect(open.windows.map(\.text) == ["09:00-12:00"])
        for date in ["2026-11-28", "", "29/11/2026", "2026-02-30", "2999-01-01"] {
            #expect(throws: AgentExceptionForm.Refusal.date) { try read([("date", date)]).get() }
        }
        #expect(throws: AgentExceptionForm.Refusal.times) {
            try read([("date", "2026-12-24"), ("from-0", "12:00"), ("to-0", "09:00")]).get()
        }
    }
}
