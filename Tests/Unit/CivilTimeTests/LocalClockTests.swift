import CivilTime
import Foundation
import TestSupport
import Testing

@Suite struct LocalClockTests {
    private static func clock(_ zone: String) throws -> LocalClock {
        LocalClock(try #require(TimeZone(identifier: zone)))
    }

    private static func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

    /// 2:30 does not exist on the day the clocks go forward, and comes twice on the day they go back.
    @Test func anHourCanBeMissingOrComeTwice() throws {
        let berlin = try Self.clock("Europe/Berlin")
        #expect(berlin.instants(of: try Self.date("2026-03-29"), minute: 150).isEmpty)
        let twice = berlin.instants(of: try Self.date("2026-10-25"), minute: 150)
        #expect(twice.map(\.timeIntervalSince1970) == [1_792_888_200, 1_792_891_800])
        // The next moment that exists.
        let next = berlin.instant(of: try Self.date("2026-03-29"), minute: 150)
        #expect(berlin.reading(at: next).minute == 180)
    }

    @Test func endOfDayIsTheNextDaysBeginning() throws {
        let clock = try Self.clock("America/New_York")
        #expect(
            clock.instants(of: try Self.date("2026-12-31"), minute: 1440)
                == clock.instants(of: try Self.date("2027-01-01"), minute: 0))
    }

    /// What a clock is said to show at a moment is what it shows, in every zone, around every change.
    @Test func whatItReadsIsWhereItIsFoundAgain() throws {
        var generator = SeededGenerator(seed: 7)
        for zone in TimeZone.knownTimeZoneIdentifiers {
            let clock = try Self.clock(zone)
            for _ in 0..<20 {
                let minutes = Double(Int.random(in: 29_300_000...30_400_000, using: &generator))
                let moment = Date(timeIntervalSince1970: minutes * 60)
                let reading = clock.reading(at: moment)
                // Zones whose offset has seconds begin their minutes elsewhere.
                let begun = moment.addingTimeInterval(-reading.second)
                #expect(
                    clock.instants(of: reading.date, minute: reading.minute).contains(begun), "\(zone) \(moment)")
                #expect(clock.instant(of: reading.date, minute: reading.minute) <= moment, "\(zone) \(moment)")
            }
        }
    }
}
