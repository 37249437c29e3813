import Testing

@testable import Dashboard

@Suite struct PrettyJSONTests {
    @Test func isIndentedAndSorted() {
        let shown = PrettyJSON.text(Array(#"{"b":1,"a":{"url":"https://x"}}"#.utf8))
        #expect(shown.text == "{\n  \"a\" : {\n    \"url\" : \"https://x\"\n  },\n  \"b\" : 1\n}")
        #expect(!shown.isCut)
    }

    @Test func whatIsNoJSONIsShownAsItIs() {
        #expect(PrettyJSON.text(Array("From=%2B1&Body=Hi".utf8)).text == "From=%2B1&Body=Hi")
        #expect(PrettyJSON.text([]).text == "")
    }

    @Test func whatIsLongIsCut() {
        let shown = PrettyJSON.text(Array(repeating: 0x61, count: PrettyJSON.most + 1))
        #expect(shown.isCut)
        #expect(shown.text.count == PrettyJSON.most)
    }
}
