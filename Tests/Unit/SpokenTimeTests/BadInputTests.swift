import Foundation
import TestSupport
import Testing

@testable import SpokenTime

@Suite struct BadInputTests {
    static let languages = ["en", "es", "fr", "de", "pt", "it"]

    @Test(arguments: [
        "", " ", "\n", ".", ":", "::", "-", "/", "[", "]", "[]", "(Europe/Berlin)", "Europe/Berlin", "🙂", "🙂🙂 👩‍👩‍👧",
        "غدا في الساعة الثانية", "מחר בשעה שתיים", "٢٠٢٦-١٢-٠١", "明日の午後2時", "\u{0}", "\u{202e}", "T", "TT", "Z",
        "99999999999999999999999999", "-1", "in 999999999 weeks", "in 99999999999999999999 hours", "0/0/0", "٣",
        "1:2:3:4:5",
        "in 0 hours", "2026-", "2026-12", "+", "e\u{301}", "[[[[", "in in in in", "NaN",
    ])
    func nothingIsUnderstoodAndNothingBreaks(text: String) throws {
        for language in Self.languages {
            switch try Transcript(language).reader.read(text) {
            case nil, .impossible: break
            case let reading?: Issue.record("\(language): \(reading)")
            }
        }
    }

    @Test func whatIsTooLongIsNotRead() throws {
        let reader = try Transcript("en").reader
        #expect(reader.read(String(repeating: "a", count: 1_000_000)) == nil)
        #expect(reader.read("tomorrow at 2" + String(repeating: " ", count: 10_000)) == nil)
        #expect(reader.read("tomorrow at 2" + String(repeating: " ", count: 9_000)) != nil)
    }

    @Test(arguments: [
        "tomorrow ", "2 ", "at ", "2:30", "in ", "and ", "half ", "12/", "[", "y ", "–", "🙂", "1.", "T1", "of ", "a ",
    ])
    func longTextsAreReadInTime(piece: String) throws {
        let text = String(repeating: piece, count: 10_000 / piece.unicodeScalars.count)
        let elapsed = try ContinuousClock().measure {
            for language in ["en", "es"] { _ = try Transcript(language).reader.read(text) }
        }
        #expect(elapsed < .seconds(5))
    }

    /// Pieces of real texts in any order, and characters of all kinds.
    @Test func randomTextsBreakNothing() throws {
        var generator = SeededGenerator(seed: 26)
        let pieces =
            """
            tomorrow at 2 half past to 31 February in hours 14:30 . / - : 99 0 24 am pm noon next Tuesday halb vier Uhr um 12. y \
            media menos cuarto 2026 - T Z +01:00 [Europe/Berlin] et demie fra due ore week from the 1st , de 1999 day \u{301} 🙂
            """.split(separator: " ").map(String.init)
        for _ in 0..<3000 {
            let count = Int.random(in: 1...9, using: &generator)
            let separator = Bool.random(using: &generator) ? " " : ""
            let text = (0..<count).compactMap { _ in pieces.randomElement(using: &generator) }.joined(
                separator: separator)
            let language = Self.languages.randomElement(using: &generator) ?? "en"
            let reader = try Transcript(language).reader
            if case .time(let minute) = reader.read(text) { #expect((0..<1440).contains(minute), "\(text)") }
            _ = reader.read(date: text, time: pieces.randomElement(using: &generator))
        }
    }

    @Test(arguments: [
        "", "-", "_", "x", "de-", "en-US-POSIX", "EN", "🙂", "zh-Hans-CN", String(repeating: "a", count: 100_000),
    ])
    func anyLanguageTagWillDo(tag: String) throws {
        #expect(try Transcript(tag).read("2026-12-01T14:00") == "2026-12-01 14:00")
        #expect(!BookingPhrases(language: tag).later.isEmpty)
    }
}
