import Testing

@testable import Dashboard

@Suite struct PrettyJSONTests {
    @Test func jsonIsShownALineEach() {
        let pretty = PrettyJSON(Array(#"{"a":[1,{}],"b":"x\u003cy","c":null}"#.utf8), limit: 1000)
        #expect(
            pretty.text == """
                {
                  "a": [
                    1,
                    {}
                  ],
                  "b": "x<y",
                  "c": null
                }
                """)
        #expect(!pretty.isCut)
    }

    @Test func whatIsTooLongIsCut() {
        let long = "[" + (0..<1000).map { "\($0)" }.joined(separator: ",") + "]"
        let pretty = PrettyJSON(Array(long.utf8), limit: 100)
        #expect(pretty.isCut && pretty.text.utf8.count < 200)
        #expect(PrettyJSON(Array("a=b&c=d".utf8), limit: 3).text == "a=b")
    }
}
