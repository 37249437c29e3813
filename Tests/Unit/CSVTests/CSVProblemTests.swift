import CSV
import Testing

@Suite struct CSVProblemTests {
    private static let header = "name,phone,note\n"

    @Test func anUnclosedQuoteCostsItsLineAndNoMore() {
        var text = Self.header
        for number in 2...100_001 { text += number == 1000 ? "Anna,\"+49301,x\n" : "Ben,+49302,y\n" }
        let decoded = Decoded(text)
        #expect(decoded.records.count == 100_000)
        #expect(decoded.problems == [.init(.unterminatedQuote, 1000...1000, 2, String(decoded.problems[0].excerpt))])
        #expect(decoded.problems[0].excerpt.hasPrefix("+49301,x\nBen,+49302,y\n"))
        #expect(decoded.problems[0].excerpt.unicodeScalars.count == 80)
        #expect(decoded.records.last?.lines == 100_001...100_001)
    }

    @Test func aHundredThousandRowsKeepTheirLinesThroughAllThatIsBroken() {
        let large = String(repeating: "x", count: 3 << 20)
        var bytes = CSVEncoder.byteOrderMark + Array(Self.header.utf8)
        for number in 2...100_001 {
            let row =
                switch number {
                case 20_000: "\"Anna,+49301,x"
                case 40_000: "\"Anna\"s,+49301,x"
                case 60_000: "\"\(large)\",+49301,x"
                case 80_000: "An\u{0}na,+49301,x"
                default: "Zoë,\(number),y"
                }
            bytes += Array(row.utf8) + [0x0d, 0x0a]
        }
        let decoded = Decoded(bytes, pieces: 10_000)
        #expect(decoded.problems.map(\.kind) == [.unterminatedQuote, .textAfterQuote, .fieldTooLong, .nul])
        #expect(decoded.problems.map(\.lines) == [20_000, 40_000, 60_000, 80_000].map { $0...$0 })
        #expect(decoded.records.dropFirst().allSatisfy { $0[1] == "\($0.lines.lowerBound)" })
        #expect(decoded.records.count == 99_997)
    }

    @Test func anUnclosedQuoteInTheLastLinesIsOnlyTheirs() {
        let decoded = Decoded(Self.header + "Anna,\"1,x\r\nBen,2,y\r\nCarl,3,z")
        #expect(decoded.fields.dropFirst() == [["Ben", "2", "y"], ["Carl", "3", "z"]])
        #expect(decoded.rows.map(\.lines) == [1...1, 2...2, 3...3, 4...4])
        let last = Decoded(Self.header + "Anna,1,x\nBen,2,\"y")
        #expect(last.problems == [.init(.unterminatedQuote, 3...3, 3, "y")])
        #expect(Decoded("\"").problems == [.init(.unterminatedQuote, 1...1, 1, "")])
    }

    @Test func theNextQuoteShowsThatOneWasNotClosed() {
        let decoded = Decoded(Self.header + "Anna,\"1,x\n\"Ben\",2,y\nCarl,3,\"z\"\n")
        #expect(decoded.fields.dropFirst() == [["Ben", "2", "y"], ["Carl", "3", "z"]])
        #expect(decoded.problems == [.init(.unterminatedQuote, 2...2, 2, "1,x\n")])
    }

    /// A quote here and one of inches rows later make a field that is closed as it should be.
    @Test func aFieldOverLinesThatAreRecordsIsNone() {
        let text = "name,phone,size,city\nAnna,\"1,2,x\nBen,2,3,y\nCarl,3,4\",z\nDora,4,5,\"Street 1\nTown\"\n"
        for text in [text, text.replacing("\n", with: "\r\n"), text.replacing("\n", with: "\r")] {
            let decoded = Decoded(text)
            #expect(decoded.problems.map(\.kind) == [.unterminatedQuote])
            #expect(decoded.problems.map(\.column) == [2])
            #expect(decoded.rows.map(\.lines) == [1...1, 2...2, 3...3, 4...4, 5...6])
            #expect(decoded.fields[1...2] == [["Ben", "2", "3", "y"], ["Carl", "3", "4\"", "z"]])
            let atEnd = Decoded(String(text.prefix { $0 != "D" }.dropLast()))
            #expect(atEnd.rows.map(\.lines) == [1...1, 2...2, 3...3, 4...4])
        }
    }

    @Test func aFieldOverLinesInTheFirstColumnIsOne() {
        let decoded = Decoded("a,b,c,d\n\"one\ntwo\",b,c,d\nx,\"one\ntwo\nthree\",c,d\n")
        #expect(decoded.problems.isEmpty)
        #expect(decoded.fields.dropFirst() == [["one\ntwo", "b", "c", "d"], ["x", "one\ntwo\nthree", "c", "d"]])
    }

    @Test func aLaterFieldsQuoteCostsTheLinesBeforeIt() {
        let decoded = Decoded("a,b\n\"one\ntwo\",\"three\nx,\"y\"\nz,\n")
        #expect(decoded.problems == [.init(.unterminatedQuote, 2...3, 2, "three\nx,")])
        #expect(decoded.fields == [["a", "b"], ["x", "y"], ["z", ""]])
        #expect(decoded.rows.map(\.lines) == [1...1, 2...3, 4...4, 5...5])
    }

    @Test func textAfterAClosingQuoteCostsTheLine() {
        let decoded = Decoded(Self.header + "\"Anna \"Ann\" Smith\",1,x\n\"Ben\" ,2,y\nCarl,3,z\n")
        #expect(
            decoded.problems == [.init(.textAfterQuote, 2...2, 1, "Anna "), .init(.textAfterQuote, 3...3, 1, "Ben")])
        #expect(decoded.fields.last == ["Carl", "3", "z"])
    }

    @Test(arguments: [false, true])
    func aCellOfThreeMegabytesCostsItsLine(isQuoted: Bool) {
        let cell = String(repeating: "é", count: 3 << 19)
        let decoded = Decoded(Self.header + (isQuoted ? "\"\(cell)\"" : cell) + ",1,x\nBen,2,y\n")
        #expect(decoded.problems == [.init(.fieldTooLong, 2...2, 1, String(repeating: "é", count: 80))])
        #expect(decoded.fields.last == ["Ben", "2", "y"])
    }

    @Test func theLimitsAreExact() {
        let limits = CSVLimits(fieldBytes: 4, recordBytes: 8, lines: 3, columns: 3)
        func kinds(_ text: String) -> [CSVProblem.Kind?] {
            Decoded(text + "\nok\n", limits: limits).rows.map {
                if case .problem(let problem) = $0 { problem.kind } else { nil }
            }
        }
        #expect(kinds("abcd,ef,gh") == [nil, nil])
        #expect(kinds("abcde,f") == [.fieldTooLong, nil])
        #expect(kinds("\"abcde\",f") == [.fieldTooLong, nil])
        #expect(kinds("\"abc\"\"\",f") == [nil, nil])
        #expect(kinds("\"abcd\"\"\",f") == [.fieldTooLong, nil])
        #expect(kinds("abcd,efg,hi") == [.recordTooLong, nil])
        #expect(kinds("a,b,c") == [nil, nil])
        #expect(kinds("a,b,c,") == [.tooManyColumns, nil])
        #expect(kinds("\"\nb\n\"") == [nil, nil])
        #expect(kinds("\"\n\n\n\"") == [.unterminatedQuote, .unterminatedQuote, nil])
        #expect(kinds("\"a\nbcd\"") == [.unterminatedQuote, nil, nil])
        // The line feed of a CRLF is a byte of the field like any other.
        #expect(kinds("\"abc\r\n\"") == [.unterminatedQuote, .unterminatedQuote, nil])
    }

    @Test func aRowOfAHundredThousandDelimitersIsAProblem() {
        let decoded = Decoded("a,b\n" + String(repeating: ",", count: 100_000) + "\nc,d\n")
        #expect(decoded.problems.map(\.kind) == [.tooManyColumns])
        #expect(decoded.fields == [["a", "b"], ["c", "d"]])
    }

    /// What would take hours if every line were read again to the end of the file.
    @Test func aFileOfNothingButOpenQuotesIsReadInTime() {
        let decoded = Decoded(String(repeating: "x,\"a\n", count: 20_000))
        #expect(decoded.problems.count == 20_000)
        #expect(decoded.problems.allSatisfy { $0.kind == .unterminatedQuote })
        let even = Decoded(String(repeating: "\"\"\"a,b\n", count: 20_000))
        #expect(even.problems.count == 20_000)
    }
}

extension CSVProblem {
    fileprivate init(_ kind: Kind, _ lines: ClosedRange<Int>, _ column: Int, _ excerpt: String) {
        self.init(kind: kind, lines: lines, column: column, excerpt: excerpt)
    }
}
