import Testing

@testable import Dashboard

@Suite struct LocalPathTests {
    @Test(arguments: ["/", "/calls", "/calls?q=new%20house", "/calls?q=100%25", "/calls?next=%2F%2Fevil.example"])
    func aPathOfTheConsoleStaysAsItIs(_ path: String) {
        #expect(localPath(path) == path)
    }

    @Test(arguments: [
        "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "%2F%2Fevil.example",
        "https://evil.example", "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", "/\u{0}", "/\u{7F}",
        "/a b", "/\u{2028}", "", "calls",
    ])
    func nothingLeadsElsewhere(_ path: String) {
        #expect(localPath(path) == nil)
    }

    @Test func noPathIsNone() {
        #expect(localPath(nil) == nil)
    }
}
