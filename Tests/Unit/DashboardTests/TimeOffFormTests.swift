import Foundation
import Testing

@testable import Dashboard

@Suite struct TimeOffFormTests {
    private static let madrid = TimeZone(identifier: "Europe/Madrid") ?? .gmt

    private static func read(
        _ from: String, _ fromTime: String = "", _ to: String = "", _ toTime: String = "", note: String = ""
    ) -> Result<Range<Date>, TimeOffForm.Refusal> {
        TimeOffForm(
            Form([
                ("from_date", from), ("from_time", fromTime), ("to_date", to), ("to_time", toTime), ("note", note),
            ])
        ).read(zone: madrid)
    }

    private static func text(_ range: Range<Date>) -> [String] {
        [range.lowerBound.ISO8601Format(), range.upperBound.ISO8601Format()]
    }

    @Test func withoutTimesWholeDaysAreOff() throws {
        #expect(Self.text(try Self.read("2026-12-24").get()) == ["2026-12-23T23:00:00Z", "2026-12-24T23:00:00Z"])
        #expect(
            Self.text(try Self.read("2026-08-01", "", "2026-08-15").get())
                == ["2026-07-31T22:00:00Z", "2026-08-15T22:00:00Z"])
    }

    @Test func timesAreByTheAgentsClock() throws {
        #expect(
            Self.text(try Self.read("2026-12-24", "12:00", "", "15:30").get())
                == ["2026-12-24T11:00:00Z", "2026-12-24T14:30:00Z"])
        #expect(
            Self.text(try Self.read("2026-12-24", "12:00", "2026-12-24", "00:00").get())
                == ["2026-12-24T11:00:00Z", "2026-12-24T23:00:00Z"])
    }

    /// On 25 October 2026 clocks in Madrid go back at three: that day has 25 hours.
    @Test func aDayOnWhichClocksAreChangedIsAWholeDay() throws {
        let range = try Self.read("2026-10-25").get()
        #expect(range.upperBound.timeIntervalSince(range.lowerBound) == 25 * 3600)
    }

    @Test func whatCannotBeIsToldAtItsField() {
        func refusal(_ result: Result<Range<Date>, TimeOffForm.Refusal>) -> TimeOffForm.Refusal? {
            if case .failure(let refusal) = result { refusal } else { nil }
        }
        #expect(refusal(Self.read("")) == .from)
        #expect(refusal(Self.read("2026-02-30")) == .from)
        #expect(refusal(Self.read("2026-12-24", "noon")) == .from)
        #expect(refusal(Self.read("2026-12-24", "", "soon")) == .to)
        #expect(refusal(Self.read("2026-12-24", "", "", "24:01")) == .to)
        #expect(refusal(Self.read("2026-12-24", "", "2026-12-23")) == .order)
        #expect(refusal(Self.read("2026-12-24", "12:00", "", "12:00")) == .order)
        #expect(refusal(Self.read("2026-12-24", "", "2036-12-24")) == .order)
        #expect(refusal(Self.read("2026-12-24", note: String(repeating: "x", count: 201))) == .note)
    }
}
