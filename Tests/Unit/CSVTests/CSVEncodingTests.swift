import CSV
import Testing

@Suite struct CSVEncodingTests {
    private static let text = "name,city\nJosé,Köln\n李,Łódź 😀\n"
    private static let fields = [["name", "city"], ["José", "Köln"], ["李", "Łódź 😀"]]

    private static func utf16(_ text: String, isBigEndian: Bool) -> [UInt8] {
        text.utf16.flatMap { unit in
            let bytes = [UInt8(unit >> 8), UInt8(unit & 0xff)]
            return isBigEndian ? bytes : bytes.reversed()
        }
    }

    @Test func utf8WithAndWithoutMark() {
        let marked = Decoded("\u{FEFF}" + Self.text)
        #expect(marked.fields == Self.fields)
        #expect(marked.encoding == .utf8)
        let plain = Decoded(Self.text)
        #expect(plain.fields == Self.fields)
        #expect(plain.encoding == .utf8)
        #expect(plain.fallbackRecords == 0)
    }

    @Test(arguments: [false, true], [false, true])
    func utf16InBothOrdersWithAndWithoutMark(isBigEndian: Bool, hasMark: Bool) {
        let bytes = Self.utf16((hasMark ? "\u{FEFF}" : "") + Self.text, isBigEndian: isBigEndian)
        for pieces in [1, 2, 3, 1 << 20] {
            let decoded = Decoded(bytes, pieces: pieces)
            #expect(decoded.fields == Self.fields)
            #expect(decoded.encoding == (isBigEndian ? .utf16BigEndian : .utf16LittleEndian))
            #expect(decoded.rows.map(\.lines) == [1...1, 2...2, 3...3])
        }
    }

    /// What Excel calls Unicode text.
    @Test func utf16WithTabs() {
        let decoded = Decoded(Self.utf16("\u{FEFF}name\tcity\r\n\"a\tb\"\tKöln\r\n", isBigEndian: false))
        #expect(decoded.fields == [["name", "city"], ["a\tb", "Köln"]])
        #expect(decoded.delimiter == 9)
    }

    @Test func halfASurrogatePairIsAProblemOfItsRow() {
        var bytes = Self.utf16("\u{FEFF}name\nA\n", isBigEndian: false)
        bytes += [0x3d, 0xd8] + Self.utf16("x\nB\n", isBigEndian: false)
        bytes += [0x00, 0xdc] + Self.utf16("\nC\n", isBigEndian: false) + [0x41]
        let decoded = Decoded(bytes)
        #expect(decoded.fields == [["name"], ["A"], ["B"], ["C"]])
        #expect(decoded.problems.map(\.kind) == [.invalidText, .invalidText, .invalidText])
        #expect(decoded.problems.map(\.lines) == [3...3, 5...5, 7...7])
    }

    @Test func whatIsNoUTF8IsReadAsWindows1252AndSaysSo() {
        let bytes = Array("name;price\nJos".utf8) + [0xe9] + Array(";5 ".utf8) + [0x80] + Array("\nBen;\n".utf8)
        let decoded = Decoded(bytes)
        #expect(decoded.fields == [["name", "price"], ["José", "5 €"], ["Ben", ""]])
        #expect(decoded.encoding == .windows1252)
        #expect(decoded.fallbackRecords == 1)
    }

    @Test func allOfWindows1252CanBeRead() {
        let bytes = (UInt8(0x80)...0xff).map { $0 }
        let decoded = Decoded(bytes)
        let expected =
            "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ\u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿"
            + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"
        #expect(decoded.fields == [[expected]])
    }

    @Test func inAFileThatIsUTF8WhatIsNoneIsAProblem() {
        for start in [Array("name,a\nJosé,b\n".utf8), [0xef, 0xbb, 0xbf] + Array("name,a\nJos,b\n".utf8)] {
            let decoded = Decoded(start + Array("x,Jos".utf8) + [0xe9] + Array("\nBen,c\n".utf8))
            #expect(decoded.fields.map(\.first) == ["name", start[0] == 0xef ? "Jos" : "José", "Ben"])
            #expect(decoded.problems.map(\.kind) == [.invalidText])
            #expect(decoded.problems.map(\.lines) == [3...3])
            #expect(decoded.problems.map(\.column) == [2])
            #expect(decoded.problems.map(\.excerpt) == ["Jos\u{FFFD}"])
        }
    }

    /// Half a character at the end of a field and half at the beginning of the next are not a whole one.
    @Test func charactersDoNotGoOnInTheNextField() {
        let decoded = Decoded(Array("é,b\nx".utf8) + [0xc3, 0x2c, 0xa9, 0x0a])
        #expect(decoded.problems.map(\.kind) == [.invalidText])
    }

    @Test func zeroBytesAreAProblemOfTheirRow() {
        let decoded = Decoded("name,phone of the person\nAnna,1\u{0}2\nBen,3\n")
        #expect(decoded.fields == [["name", "phone of the person"], ["Ben", "3"]])
        #expect(decoded.problems.map(\.kind) == [.nul])
        #expect(decoded.problems.map(\.column) == [2])
    }
}
