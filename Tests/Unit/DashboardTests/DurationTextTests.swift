import Testing

@testable import Dashboard

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("2 h, 24 h", [7200, 86_400]), ("2h;1d", [7200, 86_400]), ("90 min", [5400]), ("10 s\n20s", [10, 20]),
        ("2", [7200]), ("1 día", [86_400]), ("", []), (" , ", []),
    ])
    func isReadAsPeopleTypeIt(_ text: String, _ seconds: [Int]) { #expect(DurationText.list(text) == seconds) }

    @Test(arguments: ["soon", "2 weeks", "-1 h", "1.5 h", "h", "99999999999999999999 s", "2 h, ?"])
    func whatIsNoneIsNone(_ text: String) { #expect(DurationText.list(text) == nil) }

    @Test(arguments: [0, 1, 59, 60, 90, 5400, 7200, 86_400, 172_800, 259_200, 2_592_000, 90_061])
    func whatIsWrittenReadsTheSame(_ seconds: Int) {
        #expect(DurationText.seconds(DurationText.text(seconds)) == seconds)
    }

    @Test func isWrittenInTheLargestUnit() {
        #expect(DurationText.text([7200, 86_400, 300, 10, 604_800]) == "2 h, 24 h, 5 min, 10 s, 7 d")
    }

    @Test(arguments: [
        (48.0, "0:48"), (-3, "0:00"), (600, "10:00"), (3600, "1 h"), (7500, "2 h 5 min"), (172_800, "2 d"),
        (277_200, "3 d 5 h"),
    ])
    func delaysAreSaidShortly(_ seconds: Double, _ text: String) { #expect(DelayText.text(seconds) == text) }
}
