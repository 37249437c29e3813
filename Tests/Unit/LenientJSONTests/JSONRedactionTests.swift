import LenientJSON
import Testing

@Suite struct JSONRedactionTests {
    private let keys: Set<String> = ["secret", "serverUrlSecret", "twilioAuthToken", "credentials"]

    private func redacted(_ text: String) throws -> String {
        let document = try JSONDocument(parsing: Array(text.utf8))
        return String(decoding: document.redacted(keys: keys, inObjectsNamed: ["server": ["headers"]]), as: UTF8.self)
    }

    @Test(arguments: [
        (#"{"a":1}"#, #"{"a":1}"#), (#"{"secret":"x"}"#, #"{"secret":"[removed]"}"#),
        (#"{"secret":null}"#, #"{"secret":null}"#), (#"{"secret":{"a":[1]},"b":2}"#, #"{"secret":"[removed]","b":2}"#),
        (#"{"secret":""}"#, #"{"secret":"[removed]"}"#),
        (#"{"secret": [ 1 ] , "b":2}"#, #"{"secret": "[removed]" , "b":2}"#),
        (#"{"credentials":[{"k":"v"}]}"#, #"{"credentials":"[removed]"}"#),
        (#"[[{"x":{"serverUrlSecret":12}}]]"#, #"[[{"x":{"serverUrlSecret":"[removed]"}}]]"#),
        (#"{"s\u0065cret":"x"}"#, #"{"s\u0065cret":"[removed]"}"#),
        (#"{"secret":1,"secret":2}"#, #"{"secret":"[removed]","secret":"[removed]"}"#),
        (#"{"headers":{"a":1}}"#, #"{"headers":{"a":1}}"#), (#""secret""#, #""secret""#),
        (#"{"server":{"url":"u","headers":{"a":1}}}"#, #"{"server":{"url":"u","headers":"[removed]"}}"#),
        (#"{"server":[{"headers":1}]}"#, #"{"server":[{"headers":"[removed]"}]}"#),
        (#"{"server":{"x":{"headers":1}}}"#, #"{"server":{"x":{"headers":1}}}"#),
        (#"{"x":{"server":{"headers":{"server":{"headers":1}}}}}"#, #"{"x":{"server":{"headers":"[removed]"}}}"#),
    ])
    func onlyTheValuesOfTheNamedMembersChange(text: String, expected: String) throws {
        #expect(try redacted(text) == expected)
    }

    @Test func everyOtherByteStaysAsItWas() throws {
        let before = " {\r\n\t\"a\" : [ 1.50e+1 , \"\\u00e9é\\/\" ,\n { \"secret\" :\t\"s\\\"3\" } ] , \"z\":-0 }\n"
        #expect(try redacted(before) == before.replacing(#""s\"3""#, with: #""[removed]""#))
    }

    @Test func thePredicateSeesWhereAMemberIs() throws {
        let document = try JSONDocument(parsing: Array(#"{"a":{"b":[{"c":1},[{"d":2}]]},"e":{"c":3}}"#.utf8))
        var seen: [String] = []
        let result = document.redacted { key, enclosing in
            seen.append((enclosing + [key]).joined(separator: "."))
            return key == "c" && enclosing == ["a", "b"]
        }
        #expect(seen == ["a", "a.b", "a.b.c", "a.b.d", "e", "e.c"])
        #expect(String(decoding: result, as: UTF8.self) == #"{"a":{"b":[{"c":"[removed]"},[{"d":2}]]},"e":{"c":3}}"#)
    }
}
