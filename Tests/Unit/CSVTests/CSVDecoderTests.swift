import CSV
import Testing

@Suite struct CSVDecoderTests {
    @Test(arguments: ["\n", "\r\n", "\r"])
    func linesEndInThreeWays(end: String) {
        let decoded = Decoded(["name,phone", "Anna,+49301", "Ben,+49302"].joined(separator: end) + end)
        #expect(decoded.fields == [["name", "phone"], ["Anna", "+49301"], ["Ben", "+49302"]])
        #expect(decoded.rows.map(\.lines) == [1...1, 2...2, 3...3])
    }

    @Test func theLastLineNeedsNoEnd() {
        #expect(Decoded("a,b\nc,d").fields == [["a", "b"], ["c", "d"]])
        #expect(Decoded("a,b\nc,").fields == [["a", "b"], ["c", ""]])
        #expect(Decoded("a,b\nc,\"d\"").fields == [["a", "b"], ["c", "d"]])
        #expect(Decoded("a,b\nc,\"\"").fields == [["a", "b"], ["c", ""]])
    }

    @Test func nothingGivesNothing() {
        #expect(Decoded("").rows.isEmpty)
        #expect(Decoded("\n\r\n\n").rows.isEmpty)
        #expect(Decoded("\u{FEFF}").rows.isEmpty)
        #expect(Decoded("sep=;").rows.isEmpty)
    }

    @Test func blankLinesAreCountedButAreNoRecords() {
        let decoded = Decoded("a,b\n\n\r\nc,d\n\"\"\n")
        #expect(decoded.fields == [["a", "b"], ["c", "d"], [""]])
        #expect(decoded.rows.map(\.lines) == [1...1, 4...4, 5...5])
    }

    @Test func quotesHoldDelimitersQuotesAndLineEnds() {
        let decoded = Decoded("name,note\n\"Smith, \"\"Jack\"\"\",\"one\r\ntwo\nthree\rfour\"\nBen,\n")
        #expect(
            decoded.fields == [
                ["name", "note"], ["Smith, \"Jack\"", "one\r\ntwo\nthree\rfour"], ["Ben", ""],
            ])
        #expect(decoded.rows.map(\.lines) == [1...1, 2...5, 6...6])
    }

    @Test func aQuoteWithinAFieldIsACharacter() {
        #expect(Decoded("a,b\n5\" pipe,6\"\n").fields == [["a", "b"], ["5\" pipe", "6\""]])
    }

    @Test func recordsMayBeShortAndLong() {
        let decoded = Decoded("a,b,c\n1\n1,2,3,4\n")
        #expect(decoded.fields == [["a", "b", "c"], ["1"], ["1", "2", "3", "4"]])
        #expect(decoded.records[1].count == 1)
        #expect(decoded.records[1][0] == "1")
        #expect(decoded.records[1][1] == nil)
        #expect(decoded.records[1][-1] == nil)
    }

    @Test(arguments: [",", ";", "\t", "|"])
    func theDelimiterIsFound(delimiter: String) {
        let lines = ["name", "phone", "note"].joined(separator: delimiter) + "\n"
        let rows = ["\"a,b;c\td|e\"", "1", "2"].joined(separator: delimiter) + "\n"
        let decoded = Decoded(lines + rows + rows)
        #expect(decoded.fields.map(\.count) == [3, 3, 3])
        #expect(decoded.delimiter == delimiter.utf8.first)
    }

    @Test func commasInNamesDoNotMislead() {
        let decoded = Decoded("name;phone\nMüller, Hans;+49301\nMeier, Eva;+49302\n")
        #expect(decoded.fields == [["name", "phone"], ["Müller, Hans", "+49301"], ["Meier, Eva", "+49302"]])
    }

    @Test func oneColumnNeedsNoDelimiter() {
        #expect(Decoded("phone\n+49301\n+49302\n").fields == [["phone"], ["+49301"], ["+49302"]])
    }

    @Test(arguments: ["sep=;\r\n", "SEP=;\n", "sep=;\r"])
    func aFirstLineMayTellTheDelimiter(first: String) {
        let decoded = Decoded(first + "a,b;c\n1,2;3\n")
        #expect(decoded.fields == [["a,b", "c"], ["1,2", "3"]])
        #expect(decoded.rows.map(\.lines) == [2...2, 3...3])
    }

    @Test func aFieldCanBeCalledSep() {
        #expect(Decoded("sep=a,b\n1,2\n").fields == [["sep=a", "b"], ["1", "2"]])
    }
}
