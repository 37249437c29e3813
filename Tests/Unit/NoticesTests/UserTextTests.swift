import Testing

@testable import Notices

@Suite struct UserTextTests {
    @Test(arguments: [
        ("Ana", "Ana"), (" Ana\t\n Pérez ", "Ana Pérez"), ("a\r\nb", "a b"), ("a\u{2028}b\u{85}c", "a b c"),
        ("\u{202E}abc\u{202C}", "abc"), ("\u{2068}abc\u{2069}", "abc"), ("a\u{0}b\u{1B}c\u{7F}", "abc"),
        ("👩‍👩‍👧", "👩‍👩‍👧"), ("\u{2}x\u{3}", "x"), ("1\u{A0}234", "1\u{A0}234"),
    ])
    func linesAreClean(text: String, line: String) { #expect(UserText.line(text) == line) }

    @Test(arguments: ["", " ", "\n\t", "\u{200B}\u{200D}", "\u{202E}", "\u{0}", "\u{A0}", "\u{FEFF}", "\u{FE0F}"])
    func whatCannotBeSeenIsAbsent(text: String) {
        #expect(UserText.line(text) == nil)
        #expect(UserText.paragraphs(text) == nil)
    }

    @Test func longLinesAreCut() {
        #expect(UserText.line(String(repeating: "é", count: 120)) == String(repeating: "é", count: 120))
        #expect(UserText.line(String(repeating: "é", count: 121)) == String(repeating: "é", count: 119) + "…")
        #expect(UserText.line(String(repeating: "x", count: 10_000_000))?.count == 120)
        let accents = UserText.line("e" + String(repeating: "\u{301}", count: 1_000_000))
        #expect((accents?.utf8.count ?? 0) <= 16 * 120 + 3)
    }

    @Test func paragraphsAreCut() throws {
        let few = try #require(UserText.paragraphs("a\n\n b \r\nc"))
        #expect(few.paragraphs == ["a", "b", "c"] && few.isWhole)
        let many = try #require(UserText.paragraphs(String(repeating: "a\n", count: 41)))
        #expect(many.paragraphs.count == 40 && !many.isWhole)
        let exact = try #require(UserText.paragraphs(String(repeating: "a\n", count: 40)))
        #expect(exact.paragraphs.count == 40 && exact.isWhole)
        let long = try #require(UserText.paragraphs(String(repeating: "a", count: 3990) + "\nbbbbbbbbbbbbbbb\nc"))
        #expect(long.paragraphs.count == 2 && long.paragraphs[1] == "bbbbbbbbb…" && !long.isWhole)
        let huge = try #require(UserText.paragraphs(String(repeating: "a b", count: 5_000_000)))
        #expect(huge.paragraphs[0].count == 4000 && !huge.isWhole)
    }

    @Test func whatIsReadFromTheRightIsKeptTogether() throws {
        #expect(UserText.isolated("Ana", marked: false) == "Ana")
        #expect(UserText.isolated("محمد", marked: false) == "\u{2068}محمد\u{2069}")
        let name = try #require(SampleFacts.rightToLeft.lead)
        let rendered = try Samples.renderer().render(SampleFacts.rightToLeft.notice(.callCompleted, in: "en"))
        #expect(rendered.subject == "Call with \u{2068}\(name)\u{2069}, 3 min 12 s")
        #expect(rendered.html.contains("dir=\"auto\">\(name)</td>"))
        #expect(!rendered.text.contains("\u{202E}"))
        // However short it is cut, what was opened is closed.
        let cut = rendered.message.fitted(to: 1).text
        #expect(cut.unicodeScalars.filter { $0.value == 0x2068 }.count == 1)
        #expect(cut.unicodeScalars.filter { $0.value == 0x2069 }.count == 1)
    }
}
