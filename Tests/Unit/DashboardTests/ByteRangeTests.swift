import Testing

@testable import Dashboard

@Suite struct ByteRangeTests {
    @Test(arguments: [
        ("bytes=0-499", 0..<500), ("bytes=500-999", 500..<1000), ("bytes=999-", 999..<1000), ("bytes=0-", 0..<1000),
        ("bytes=-1", 999..<1000), ("bytes=-500", 500..<1000),
        // More than there is.
        ("bytes=-5000", 0..<1000), ("bytes=900-5000", 900..<1000),
        ("bytes=0-99999999999999999999999", 0..<1000), ("bytes=-99999999999999999999999", 0..<1000),
        // The unit is a token without case, and a list may have empty elements.
        ("Bytes=1-1", 1..<2), ("bytes= 5-6 ", 5..<7), ("bytes=,5-6,", 5..<7),
    ])
    func oneRangeIsAPart(_ header: String, _ range: Range<Int>) {
        #expect(ByteRange(header, length: 1000) == .part(range))
    }

    @Test(arguments: ["bytes=1000-", "bytes=1000-2000", "bytes=-0", "bytes=99999999999999999999999-"])
    func whatBeginsBehindTheEndCannotBeSatisfied(_ header: String) {
        #expect(ByteRange(header, length: 1000) == .unsatisfiable)
    }

    @Test(arguments: [
        nil, "", "bytes", "bytes=", "bytes=-", "bytes=5-4", "bytes=a-b", "bytes=1", "items=0-5", "bytes=0-1,5-6",
        "bytes=+1-5", "bytes=1-5-9", "bytes=١-٢",
    ])
    func whatIsNoSingleRangeIsAnsweredWithTheWhole(_ header: String?) {
        #expect(ByteRange(header, length: 1000) == .whole)
    }

    @Test func aRangeCountsOnlyForTheFileThatIsMeant() {
        func range(_ ifRange: String?) -> ByteRange {
            ByteRange("bytes=0-9", ifRange: ifRange, entityTag: "\"abc\"", length: 1000)
        }
        #expect(range(nil) == .part(0..<10))
        #expect(range("\"abc\"") == .part(0..<10))
        #expect(range("\"other\"") == .whole)
        // A weak validator is none here, nor is a date.
        #expect(range("W/\"abc\"") == .whole)
        #expect(range("Sun, 01 Mar 2026 10:00:00 GMT") == .whole)
    }

    @Test func anEntityTagIsKnownInAnyOfItsForms() {
        #expect(RecordingRoutes.isKnown("\"a\", \"b\"", "\"b\""))
        #expect(RecordingRoutes.isKnown("W/\"b\"", "\"b\""))
        #expect(RecordingRoutes.isKnown("*", "\"b\""))
        #expect(!RecordingRoutes.isKnown("\"c\"", "\"b\""))
        #expect(!RecordingRoutes.isKnown(nil, "\"b\""))
    }
}
