import Foundation
import Testing

@testable import Dashboard

@Suite struct OverviewNumbersTests {
    private let ana = UUID()
    private let tom = UUID()
    private let gone = UUID()

    private func numbers(_ calls: [CountCallsByAgent.Row], booked: Int = 0) -> OverviewNumbers {
        OverviewNumbers(
            calls: calls, bookings: [.init(agentID: ana, fromCalls: booked)],
            unopened: [.init(agentID: ana, unopened: 4, late: 1)],
            names: [
                NamedAgent(id: ana, name: "Ana", isActive: true), NamedAgent(id: tom, name: "Tom", isActive: true),
                NamedAgent(id: gone, name: "Gone", isActive: false),
            ], firstCalls: nil, openings: nil)
    }

    @Test func theFunnelCountsEverybodyAndNobody() {
        let result = numbers(
            [
                .init(agentID: ana, calls: 6, answered: 5, conversations: 4),
                .init(agentID: nil, calls: 3, answered: 0, conversations: 0),
            ], booked: 2)
        #expect(result.calls == 9)
        #expect(result.answered == .init(count: 5, share: 56))
        #expect(result.conversations == .init(count: 4, share: 44))
        #expect(result.booked == .init(count: 2, share: 22))
        #expect((result.unopened, result.late) == (4, 1))
    }

    @Test func withoutCallsThereAreNoShares() {
        #expect(numbers([]).answered == .init(count: 0, share: nil))
        #expect(numbers([]).firstCalls.median == nil)
    }

    @Test func moreAppointmentsThanCallsAreNoMoreThanAll() {
        let result = numbers([.init(agentID: ana, calls: 1, answered: 1, conversations: 1)], booked: 3)
        #expect(result.booked == .init(count: 3, share: 100))
    }

    @Test func whoIsThereHasALineAndWhoLeftOnlyWithCalls() {
        #expect(numbers([]).agents.map(\.name) == ["Ana", "Tom"])
        let result = numbers([
            .init(agentID: gone, calls: 2, answered: 1, conversations: 1),
            .init(agentID: nil, calls: 5, answered: 0, conversations: 0),
        ])
        #expect(result.agents.map(\.name) == [nil, "Gone", "Ana", "Tom"])
    }

    @Test func periodsEndWithTheDay() throws {
        let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
        let now = try Date("2026-11-29T10:00:00Z", strategy: .iso8601)
        let time = ViewerTime(zone: zone, language: .english, now: now)
        let today = OverviewPeriod.today.range(time)
        #expect(today.from.ISO8601Format() == "2026-11-28T23:00:00Z")
        #expect(today.to.ISO8601Format() == "2026-11-29T23:00:00Z")
        // Across the end of summer time, by the clock.
        #expect(OverviewPeriod.month.range(time).from.ISO8601Format() == "2026-10-30T23:00:00Z")
        let summer = ViewerTime(
            zone: zone, language: .english, now: try Date("2026-10-27T10:00:00Z", strategy: .iso8601))
        #expect(OverviewPeriod.week.range(summer).from.ISO8601Format() == "2026-10-20T22:00:00Z")
    }
}
