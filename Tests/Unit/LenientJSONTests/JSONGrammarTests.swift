import LenientJSON
import Testing

@Suite struct JSONGrammarTests {
    private func parse(_ bytes: [UInt8]) -> Result<JSONDocument, JSONParseError> {
        do throws(JSONParseError) {
            return .success(try JSONDocument(parsing: bytes))
        } catch {
            return .failure(error)
        }
    }

    private func error(_ bytes: [UInt8]) -> JSONParseError? {
        switch parse(bytes) {
        case .success: nil
        case .failure(let error): error
        }
    }

    @Test(arguments: [
        "null", "true", "false", "0", "-0", "1", "-1", "10.25", "1e5", "1E+5", "1e-05", "0.0", "0e0", "\"\"", "[]",
        "{}",
        " \t\r\n[ ] ", "{ \"a\" : 1 , \"b\" : [ 1 , { } ] }", "[[],[[]],{}]", "[null,true,false]", "\"\u{7F}\"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"", "\"\\u0000\"", "{\"\":1}", "{\"a\":1,\"a\":2}", "\"é€😀\u{10FFFF}\"",
        "123456789012345678901234567890", "1e999", "[1,[2,[3,[4]]]]", "{\"a\":{\"b\":{\"c\":[]}}}",
    ])
    func whatTheGrammarAllowsIsParsed(text: String) {
        #expect(error(Array(text.utf8)) == nil)
    }

    @Test(
        arguments: [
            ("", 0, .truncated), (" ", 1, .truncated), ("nul", 3, .truncated), ("nulL", 3, .unexpectedCharacter),
            ("True", 0, .unexpectedCharacter), ("'a'", 0, .unexpectedCharacter), ("NaN", 0, .unexpectedCharacter),
            ("1 2", 2, .trailingBytes), ("null,", 4, .trailingBytes), ("[]]", 2, .trailingBytes),
            ("1a", 1, .trailingBytes),
            ("0x1", 1, .trailingBytes), ("01", 1, .malformedNumber), ("-01", 2, .malformedNumber), ("-", 1, .truncated),
            ("-a", 1, .malformedNumber), ("1.", 2, .truncated), ("1.a", 2, .malformedNumber), ("1e", 2, .truncated),
            ("1e+", 3, .truncated), ("1e+x", 3, .malformedNumber), (".5", 0, .unexpectedCharacter),
            ("+1", 0, .unexpectedCharacter), ("[", 1, .truncated), ("[1", 2, .truncated), ("[1,", 3, .truncated),
            ("[1,]", 3, .unexpectedCharacter), ("[,1]", 1, .unexpectedCharacter), ("[1 2]", 3, .unexpectedCharacter),
            ("[1}", 2, .unexpectedCharacter), ("{", 1, .truncated), ("{\"a\"", 4, .truncated),
            ("{\"a\":", 5, .truncated),
            ("{\"a\":1", 6, .truncated), ("{\"a\":1,", 7, .truncated), ("{\"a\":1,}", 7, .unexpectedCharacter),
            ("{\"a\" 1}", 5, .unexpectedCharacter), ("{a:1}", 1, .unexpectedCharacter),
            ("{1:1}", 1, .unexpectedCharacter),
            ("{\"a\":1]", 6, .unexpectedCharacter), ("{\"a\":}", 5, .unexpectedCharacter), ("\"", 1, .truncated),
            ("\"a", 2, .truncated), ("\"\\", 2, .truncated), ("\"\\u12", 5, .truncated),
            ("\"\\u12g4\"", 5, .malformedEscape),
            ("\"\\x\"", 2, .malformedEscape), ("\"\n\"", 1, .controlCharacter), ("\"\u{0}\"", 1, .controlCharacter),
            ("/**/1", 0, .unexpectedCharacter), ("\u{FEFF}1", 0, .unexpectedCharacter), ("[1]\u{0}", 3, .trailingBytes),
            ("{}{}", 2, .trailingBytes), ("]", 0, .unexpectedCharacter), ("\u{A0}1", 0, .unexpectedCharacter),
        ] as [(String, Int, JSONParseError.Reason)])
    func whatItForbidsIsRefusedWithItsPlace(text: String, offset: Int, reason: JSONParseError.Reason) {
        #expect(error(Array(text.utf8)) == JSONParseError(offset: offset, reason: reason))
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0xAF], [0xC1, 0x81], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0xAF], [0xE2, 0x82],
            [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0xAF], [0xF0, 0x9F, 0x98],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
        ] as [[UInt8]])
    func malformedUTF8IsRefused(sequence: [UInt8]) {
        #expect(error([0x22, 0x61] + sequence + [0x22]) == JSONParseError(offset: 2, reason: .malformedUTF8))
        #expect(error([0x22] + sequence) != nil)
    }

    @Test func everyScalarOfMoreThanOneByteIsAccepted() throws {
        for value in stride(from: UInt32(0x80), through: 0x10FFFF, by: 61) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(Character(scalar))
            #expect(try JSONDocument(parsing: Array("\"\(text)\"".utf8)).root.string == text)
        }
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":"])
    func nestingIsAllowedToALimitAndRefusedBeyondIt(opening: String) {
        let levels = opening == "[{\"a\":" ? 2 : 1
        func nested(_ depth: Int) -> [UInt8] {
            let closing = String(opening.filter { "[{".contains($0) }.map { $0 == "[" ? "]" : "}" }.reversed())
            return Array(
                (String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)).utf8)
        }
        #expect(error(nested(128 / levels)) == nil)
        #expect(error(nested(128 / levels + 1))?.reason == .tooDeep)
        #expect(error(Array(String(repeating: opening, count: 1_000_000).utf8))?.reason == .tooDeep)
    }

    @Test func everyBeginningOfADocumentIsTruncated() {
        let text = Array(#"{"a":[1.5e3,true,null,"x\u00e9é\n"],"b":{"c":false}}"#.utf8)
        for length in 0..<text.count {
            let error = error(Array(text[..<length]))
            #expect(error?.reason == .truncated && error?.offset == length)
        }
    }

    @Test func theErrorShowsNothingOfTheBytes() {
        #expect("\(JSONParseError(offset: 3, reason: .truncated))" == "not JSON at byte 3: the text ends too early")
    }
}
