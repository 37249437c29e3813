import Testing

@testable import Dashboard

@Suite struct ReadableJSONTests {
    @Test func isIndentedAndSorted() {
        let shown = ReadableJSON.text(Array(#"{"b":1,"a":{"url":"https://x"}}"#.utf8))
        #expect(shown.text == "{\n  \"a\" : {\n    \"url\" : \"https://x\"\n  },\n  \"b\" : 1\n}")
        #expect(!shown.isCut)
    }

    @Test func whatIsNoJSONIsShownAsItIs() {
        #expect(ReadableJSON.text(Array("From=%2B1&Body=Hi".utf8)).text == "From=%2B1&Body=Hi")
        #expect(ReadableJSON.text([]).text == "")
    }

    @Test func whatIsLongIsCut() {
        let shown = ReadableJSON.text(Array(repeating: 0x61, count: ReadableJSON.most + 1))
        #expect(shown.isCut)
        #expect(shown.text.count == ReadableJSON.most)
    }
}
