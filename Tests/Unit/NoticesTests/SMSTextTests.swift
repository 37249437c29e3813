import Testing

@testable import Notices

@Suite struct SMSTextTests {
    @Test(arguments: [
        ("", 1), ("a", 1), (String(repeating: "a", count: 160), 1), (String(repeating: "a", count: 161), 2),
        (String(repeating: "a", count: 306), 2), (String(repeating: "a", count: 307), 3),
        (String(repeating: "€", count: 80), 1), (String(repeating: "€", count: 81), 2),
        // An escape is not torn apart: 152 and two more are 153 and one too many.
        (String(repeating: "a", count: 152) + "€" + String(repeating: "a", count: 152), 3),
        (String(repeating: "a", count: 151) + "€" + String(repeating: "a", count: 153), 2),
        ("@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà\n\r^{}\\[~]|", 1),
    ])
    func theSmallAlphabet(text: String, segments: Int) {
        #expect(SMSText(text).encoding == .gsm7)
        #expect(SMSText(text).segments == segments)
    }

    @Test(arguments: [
        ("á", 1), ("ç", 1), ("`", 1), ("…", 1), ("’", 1), ("\u{A0}", 1), ("\t", 1),
        (String(repeating: "á", count: 70), 1), (String(repeating: "á", count: 71), 2),
        (String(repeating: "á", count: 134), 2), (String(repeating: "á", count: 135), 3),
        (String(repeating: "😀", count: 35), 1), (String(repeating: "😀", count: 36), 2),
        // 33 of two units fill 66 of 67, and the 34th goes on.
        (String(repeating: "😀", count: 66), 2), (String(repeating: "😀", count: 67), 3),
        (String(repeating: "a", count: 160) + "á", 3),
    ])
    func theLargeAlphabet(text: String, segments: Int) {
        #expect(SMSText(text).encoding == .ucs2)
        #expect(SMSText(text).segments == segments)
    }

    private static let link = "https://example.com/" + String(repeating: "x", count: 40)

    @Test(arguments: [
        "Ana", String(repeating: "Maximiliana ", count: 30), String(repeating: "á", count: 500),
        String(repeating: "😀", count: 500),
        "e" + String(repeating: "\u{301}", count: 5000), String(repeating: "👩‍👩‍👧", count: 100),
    ])
    func whatOthersWroteIsCutAndTheLinkIsNot(name: String) {
        let text = SMSText([.fixed("Call with "), .variable(name), .fixed(". \(Self.link)")])
        for segments in 2...4 {
            let fitted = text.fitted(to: segments)
            #expect(fitted.segments <= segments)
            #expect(fitted.text.hasPrefix("Call with ") && fitted.text.hasSuffix(". \(Self.link)"))
            #expect((fitted == text) == (text.segments <= segments))
        }
    }

    /// A text that is cut is cut no shorter than it must.
    @Test func asMuchAsFitsStays() {
        for letter in ["a", "á"] {
            let text = SMSText([.variable(String(repeating: letter, count: 1000)), .fixed(Self.link)])
            let kept = text.fitted(to: 2).text
            #expect(kept.count == (letter == "a" ? 306 : 134))
            #expect(kept.contains(letter == "a" ? "a...h" : "á…h"))
        }
    }

    @Test func severalPiecesAreCutToOneLength() {
        let text = SMSText([
            .variable(String(repeating: "a", count: 400)), .fixed(" "), .variable("Ana"), .fixed(" "),
            .variable(String(repeating: "b", count: 400)),
        ])
        let words = text.fitted(to: 1).text.split(separator: " ")
        #expect(words.map(\.count) == [77, 3, 77])
    }

    @Test func whatCannotFitIsAsShortAsCanBe() {
        let text = SMSText([.variable("Ana Maria"), .fixed(String(repeating: "x", count: 400))])
        #expect(text.fitted(to: 1).text == "A..." + String(repeating: "x", count: 400))
        #expect(text.fitted(to: 0).text == text.fitted(to: 1).text)
    }

    @Test func charactersAreALimitOfTheirOwn() {
        let text = SMSText([.variable(String(repeating: "a", count: 400)), .fixed("!")])
        #expect(text.fitted(to: 3, maxCharacters: 100).text.count == 100)
        #expect(text.fitted(to: 3).text.count == 401)
    }

    @Test func cuttingAnEmojiAwayCanMakeRoom() {
        let text = SMSText([.variable(String(repeating: "a", count: 150) + "😀"), .fixed("!")])
        #expect(text.segments == 3)
        #expect(text.fitted(to: 1).text == String(repeating: "a", count: 150) + "...!")
    }
}
