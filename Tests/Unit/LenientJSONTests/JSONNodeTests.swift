import LenientJSON
import Testing

@Suite struct JSONNodeTests {
    private func root(_ text: String) throws -> JSONNode { try JSONDocument(parsing: Array(text.utf8)).root }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
        (#""\ud83d\ude00!""#, "😀!"),
        (#""a\ud83d""#, "a\u{FFFD}"), (#""\ude00b""#, "\u{FFFD}b"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
        (#""\ud83dx\ude00""#, "\u{FFFD}x\u{FFFD}"), (#""\ud83d\n""#, "\u{FFFD}\n"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
        (#""\u0000""#, "\u{0}"), (#""\uFFFF\uDBFF\uDFFF""#, "\u{FFFF}\u{10FFFF}"), (#""é\\u0041""#, "é\\u0041"),
    ])
    func escapesAreUndone(text: String, expected: String) throws {
        #expect(try root(text).string == expected)
    }

    @Test func numbersAreReadAsWhatTheyAre() throws {
        #expect(try root("12.5e1").number == 125)
        #expect(try root("-0").number?.sign == .minus)
        #expect(try root("-0").int == 0)
        #expect(try root("9223372036854775807").int == .max)
        #expect(try root("-9223372036854775808").int == .min)
        #expect(try root("9223372036854775808").int == nil)
        #expect(try root("9223372036854775808").number == 9223372036854775808)
        #expect(try root("1.0").int == 1)
        #expect(try root("1e3").int == 1000)
        #expect(try root("1.5").int == nil)
        #expect(try root("1e999").number == nil && root("-1e999").int == nil)
        #expect(try root("1e-999").number == 0)
        #expect(try root("123456789012345678901234567890").number == 1.2345678901234568e29)
    }

    @Test(
        arguments: [
            (#""12.5""#, 12.5), (#"" 7 ""#, 7), ("3", 3), (#""-1e3""#, -1000), (#""""#, nil), (#"" ""#, nil),
            (#""nan""#, nil),
            (#""0x10""#, nil), (#""inf""#, nil), (#""1e999""#, nil), (#""12a""#, nil), ("true", nil), ("null", nil),
        ] as [(String, Double?)])
    func aNumberMayComeAsAString(text: String, expected: Double?) throws {
        #expect(try root(text).lenientNumber == expected)
    }

    @Test func whatIsOfAnotherTypeIsNil() throws {
        for text in ["null", "true", "1", "\"s\"", "[1]", "{\"a\":1}"] {
            let node = try root(text)
            #expect((node.string != nil) == (text == "\"s\""))
            #expect((node.number != nil) == (text == "1") && (node.int != nil) == (text == "1"))
            #expect((node.bool != nil) == (text == "true"))
            #expect(node.isNull == (text == "null"))
            #expect((node["a"] != nil) == text.hasPrefix("{") && (node[0] != nil) == text.hasPrefix("["))
            #expect(Array(node.elements).count == (text.hasPrefix("[") ? 1 : 0))
            #expect(Array(node.members).count == (text.hasPrefix("{") ? 1 : 0))
        }
    }

    @Test func membersAreFoundByNameAndThePathMayEndAnywhere() throws {
        let node = try root(#"{"a":{"b":[10,{"c":"x"},[]]},"é":1,"k\u0065y":2,"":3}"#)
        #expect(node.at("a", "b")?[1]?["c"]?.string == "x")
        #expect(node["é"]?.int == 1 && node["key"]?.int == 2 && node[""]?.int == 3)
        #expect(node.at("a", "x", "c") == nil && node.at("a", "b", "c") == nil)
        #expect(node.at("a", "b")?[3] == nil && node.at("a", "b")?[-1] == nil)
        #expect(node.at()?["é"]?.int == 1)
    }

    @Test func theLastOfSeveralMembersOfANameWins() throws {
        let node = try root(#"{"a":1,"b":{"a":9},"a":2,"\u0061":3}"#)
        #expect(node["a"]?.int == 3)
        #expect(node.members.map(\.key) == ["a", "b", "a", "a"])
    }

    @Test func rawBytesAreTheSourceSlice() throws {
        let node = try root(#" { "s" : "a\n" , "o" : { "x" : [ 1 , 2 ] } , "n" : -1.50 , "t":true } "#)
        for (key, raw) in [("s", #""a\n""#), ("o", #"{ "x" : [ 1 , 2 ] }"#), ("n", "-1.50"), ("t", "true")] {
            #expect(node[key].map { String(decoding: $0.rawBytes, as: UTF8.self) } == raw)
        }
        #expect(node.rawBytes.first == UInt8(ascii: "{") && node.rawBytes.last == UInt8(ascii: "}"))
    }

    @Test func blankStringsAreNotNonEmpty() throws {
        for text in [#""""#, #""  \n\t""#, "null", "1"] { #expect(try root(text).nonEmptyString == nil) }
        #expect(try root(#"" x ""#).nonEmptyString == " x ")
    }

    @Test func emptyContainersEndWhereTheyEnd() throws {
        let node = try root(#"[[],{},[[]],{"a":{}},1]"#)
        #expect(
            node.elements.map { String(decoding: $0.rawBytes, as: UTF8.self) } == [
                "[]", "{}", "[[]]", #"{"a":{}}"#, "1",
            ])
    }
}
