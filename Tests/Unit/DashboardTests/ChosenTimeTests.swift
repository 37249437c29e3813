import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct ChosenTimeTests {
    private static let madrid = TimeZone(identifier: "Europe/Madrid") ?? .gmt

    private static func read(_ fields: [(String, String)]) -> Result<Date, ChosenTime.Failure> {
        ChosenTime(Form(fields)).read(in: madrid)
    }

    private static func problems(_ fields: [(String, String)]) -> [ChosenTime.Problem] {
        guard case .failure(let failure) = read(fields) else { return [] }
        return failure.problems
    }

    @Test func aFreeTimeIsTakenAsItIs() {
        let time = Date(timeIntervalSince1970: 1_796_151_600)
        #expect(Self.read([("at", "1796151600"), ("date", "2026-01-01")]) == .success(time))
    }

    @Test(arguments: ["own", ""])
    func onesOwnIsByTheViewersClock(pick: String) throws {
        let fields = [("at", pick), ("date", "2026-12-01"), ("time", "14:30")]
        #expect(Self.read(fields) == .success(try #require(Date(rfc3339: "2026-12-01T13:30:00Z"))))
    }

    @Test func secondsAreTolerated() { #expect(ChosenTime.minute("08:05:00") == 485) }

    @Test(arguments: ["", "8", "24:00", "08:60", "a:b", "08:05:00:00", "-1:00", "123:00"])
    func whatIsNoTimeIsNone(text: String) { #expect(ChosenTime.minute(text) == nil) }

    @Test func aTimeThatComesTwiceIsItsFirst() throws {
        let fields = [("date", "2026-10-25"), ("time", "02:30")]
        #expect(Self.read(fields) == .success(try #require(Date(rfc3339: "2026-10-25T00:30:00Z"))))
    }

    @Test func aTimeThatIsLeftOutIsTold() {
        #expect(Self.problems([("date", "2026-03-29"), ("time", "02:30")]) == [.notThatDay])
    }

    @Test func whatIsMissingIsTold() {
        #expect(Self.problems([]) == [.nothingChosen])
        #expect(Self.problems([("at", "own")]) == [.noDate, .noTime])
        #expect(Self.problems([("date", "2026-12-01")]) == [.noTime])
        #expect(Self.problems([("date", "2026-02-30"), ("time", "10:00")]) == [.noDate])
        #expect(Self.problems([("at", "soon")]) == [.nothingChosen])
        #expect(Self.problems([("at", "99999999999999")]) == [.nothingChosen])
    }
}
