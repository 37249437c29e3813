import CivilTime
import Testing

@testable import Calling

@Suite struct PublicHolidaysTests {
    /// U.S. Census Bureau, "Easter Dates from 1600 to 2099"; 1818 and 1943 are the earliest and the latest that can be.
    @Test(arguments: [
        "1818-03-22", "1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23", "2024-03-31", "2025-04-20",
        "2026-04-05", "2027-03-28", "2038-04-25", "2049-04-18",
    ])
    func easter(text: String) throws {
        let sunday = try #require(CivilDate(text))
        #expect(PublicHolidays.easter(sunday.year) == sunday)
    }

    @Test func easterIsASundayBetweenItsEarliestAndLatestDay() throws {
        for year in 1583...9999 {
            let easter = try #require(PublicHolidays.easter(year))
            #expect(easter.weekday == .sunday)
            #expect((322...425).contains(easter.month * 100 + easter.day))
        }
    }

    @Test(arguments: [
        ("2026-01-01", true), ("2026-07-03", true), ("2026-07-04", true), ("2026-07-06", false), ("2026-11-26", true),
        ("2026-11-19", false), ("2026-05-25", true), ("2026-05-18", false), ("2026-01-19", true), ("2027-06-18", true),
        ("2026-09-07", true), ("2026-10-12", true), ("2026-12-24", false), ("2027-12-24", true), ("2028-01-03", false),
    ])
    func federal(text: String, isHoliday: Bool) throws {
        #expect(PublicHolidays.unitedStates.contains(try #require(CivilDate(text))) == isHoliday)
    }

    /// Every holiday of one year, Sundays too.
    @Test(
        arguments: [
            (
                .france, 2026,
                [
                    "01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25",
                ]
            ),
            (
                .spain, 2026,
                ["01-01", "01-06", "04-03", "05-01", "08-15", "10-12", "11-01", "12-06", "12-08", "12-25"]
            ),
            (
                .italy, 2025,
                [
                    "01-01", "01-06", "04-20", "04-21", "04-25", "05-01", "06-02", "08-15", "11-01", "12-08", "12-25",
                    "12-26",
                ]
            ),
            // Saint Francis.
            (
                .italy, 2027,
                [
                    "01-01", "01-06", "03-28", "03-29", "04-25", "05-01", "06-02", "08-15", "10-04", "11-01", "12-08",
                    "12-25", "12-26",
                ]
            ),
            // Anzac Day on a Saturday, and Boxing Day.
            (
                .australia, 2026,
                ["01-01", "01-26", "04-03", "04-06", "04-25", "04-27", "12-25", "12-26", "12-28"]
            ),
            // New Year on a Saturday, Christmas on a Sunday.
            (
                .australia, 2022,
                ["01-01", "01-03", "01-26", "04-15", "04-18", "04-25", "12-25", "12-26", "12-27"]
            ),
            // Australia Day on a Sunday.
            (.australia, 2025, ["01-01", "01-26", "01-27", "04-18", "04-21", "04-25", "12-25", "12-26"]),
            // Christmas on a Saturday, Boxing Day on a Sunday, and Anzac Day.
            (
                .australia, 2027,
                ["01-01", "01-26", "03-26", "03-29", "04-25", "04-26", "12-25", "12-26", "12-27", "12-28"]
            ),
        ] as [(PublicHolidays, Int, [String])])
    func ofAYear(country: PublicHolidays, year: Int, days: [String]) throws {
        let first = try #require(CivilDate(year: year, month: 1, day: 1))
        let last = try #require(CivilDate(year: year, month: 12, day: 31))
        let found = (first.dayNumber...last.dayNumber).map { CivilDate(dayNumber: $0) }.filter(country.contains)
        #expect(found.map(\.description) == days.map { "\(year)-\($0)" })
    }

    @Test(
        arguments: [
            ("FR", .france), ("ES", .spain), ("IT", .italy), ("AU", .australia), ("DE", nil), ("CA", nil), ("PR", nil),
        ] as [(String, PublicHolidays?)])
    func whoseHolidaysCloseALaw(country: String, holidays: PublicHolidays?) {
        #expect(CallingLaw.of(country: country, subdivision: nil).holidays == holidays)
    }
}
