import CSV
import Testing

@Suite struct CSVEncoderTests {
    private static func line(_ fields: [String], delimiter: Unicode.Scalar = ",") -> String {
        var bytes: [UInt8] = []
        CSVEncoder(delimiter: delimiter).append(fields, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func onlyWhatNeedsQuotesHasThem() {
        #expect(Self.line(["a", "b c", "", "é"]) == "a,b c,,é\r\n")
        #expect(Self.line(["a,b", "say \"hi\"", "one\ntwo"]) == "\"a,b\",\"say \"\"hi\"\"\",\"one\ntwo\"\r\n")
        #expect(Self.line(["a,b", "c;d"], delimiter: ";") == "a,b;\"c;d\"\r\n")
        #expect(Self.line([" a", "b "]) == "\" a\",\"b \"\r\n")
        #expect(Self.line([""]) == "\"\"\r\n")
        #expect(Self.line([]) == "\r\n")
    }

    @Test(arguments: [
        "=1+1", "=HYPERLINK(\"http://x\",\"y\")", "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)",
        "  =1+1", "＝1+1", "+49 30 1234", "-", "+", "-1-1", "+1,,2", "-a", "+4930x",
    ])
    func whatLooksLikeAFormulaGetsAnApostrophe(text: String) {
        #expect(FormulaGuard.looksLikeFormula(text))
        #expect(FormulaGuard.guarded(text) == "'" + text)
    }

    @Test(arguments: [
        "", "a", "1", "-5", "+3.14", "-1,234.50", "+4930123456", "a=b", "2-1", "'=1", "Anna +1", "https://x/?a=b",
    ])
    func whatIsNoneStaysAsItIs(text: String) {
        #expect(!FormulaGuard.looksLikeFormula(text))
        #expect(FormulaGuard.guarded(text) == text)
    }

    /// A German Excel takes the semicolon for the end of a cell, whatever is quoted around it.
    @Test(arguments: [
        ("Ana;=1+cmd|' /C calc'!A0", "Ana;'=1+cmd|' /C calc'!A0"), ("a\n=1", "a\n'=1"), ("a\t@x|+1+1", "a\t'@x|'+1+1"),
        ("\t=1", "'\t'=1"), ("\r=1", "'\r'=1"), (";-5; = 2", ";-5;' = 2"), ("a;b - c;", "a;b - c;"),
        ("a, =b", "a, =b"),
    ])
    func whatAnotherDelimiterWouldMakeAFormulaGetsOneToo(text: String, guarded: String) {
        #expect(FormulaGuard.guarded(text) == guarded)
    }

    @Test func theGuardIsWithinTheQuotes() {
        #expect(Self.line(["=A1,B1"]) == "\"'=A1,B1\"\r\n")
        #expect(Self.line(["\r=1"]) == "\"'\r'=1\"\r\n")
    }
}
