import LenientJSON
import Testing

@testable import Dashboard

@Suite struct JSONSchemaTests {
    private static let schema = JSONSchema(
        "Thing", "A thing.",
        members: [
            .required("id", JSONSchema(.string, format: .uuid)),
            .optional("at", JSONSchema(.string, format: .dateTime).orNull),
            .optional("day", JSONSchema(.string, format: .date)),
            .optional("kind", JSONSchema(.string, choices: ["a", "b"])),
            .optional("count", JSONSchema(.integer, range: 1...5)),
            .optional("is_new", JSONSchema(.boolean)),
            .optional("parts", JSONSchema(.array, length: 0...2, items: JSONSchema(.string, length: 1...3))),
            .optional(
                "a/b~c", JSONSchema(nil, "Nested.", members: [.required("x", JSONSchema(.number))])),
        ])

    private static func problems(_ text: String) throws -> [String] {
        let document = try JSONDocument(parsing: Array(text.utf8))
        return Self.schema.problems(of: document.root).map { "\($0.pointer) \($0.detail)" }
    }

    private static let id = #""id": "0a000000-0000-4000-8000-000000000001""#

    @Test func whatIsAsDescribedPasses() throws {
        let all = """
            {\(Self.id), "at": "2026-11-29T14:30:00+01:00", "day": "2026-11-29", "kind": "b", "count": 5, "is_new": false,
            "parts": ["x", "yyy"], "a/b~c": {"x": 1.5}}
            """
        #expect(try Self.problems(all).isEmpty)
        #expect(try Self.problems("{\(Self.id), \"at\": null}").isEmpty)
    }

    @Test func everythingThatIsWrongIsNamedWithItsPlace() throws {
        let wrong = """
            {"id": "1", "at": "yesterday", "day": "2026-13-01", "kind": "c", "count": 6, "is_new": 1, "parts": ["x", ""],
            "a/b~c": {}, "more": 1}
            """
        #expect(
            try Self.problems(wrong) == [
                "#/id must be a UUID", "#/at must be a time like 2026-11-29T14:30:00Z (RFC 3339)",
                "#/day must be a date like 2026-11-29", "#/kind must be one of a, b", "#/count must be from 1 to 5",
                "#/is_new must be true or false", "#/parts/1 must have from 1 to 3 characters",
                "#/a~1b~0c/x is missing", "#/more is not known here",
            ])
    }

    @Test func typesAreNotGuessed() throws {
        #expect(try Self.problems("[]") == ["# must be an object"])
        #expect(try Self.problems("null") == ["# must not be null"])
        #expect(try Self.problems(#"{"id": null}"#) == ["#/id must not be null"])
        #expect(try Self.problems(#"{"id": 1}"#) == ["#/id must be a text"])
        #expect(try Self.problems("{\(Self.id), \"count\": \"1\"}") == ["#/count must be a whole number"])
        #expect(try Self.problems("{\(Self.id), \"count\": 1.5}") == ["#/count must be a whole number"])
        #expect(
            try Self.problems("{\(Self.id), \"parts\": [\"x\",\"x\",\"x\"]}") == [
                "#/parts must have from 0 to 2 elements"
            ])
    }

    @Test func aNameMayNotComeTwice() throws {
        #expect(try Self.problems("{\(Self.id), \(Self.id)}") == ["#/id is there twice"])
    }

    @Test func whatTheDatabaseCannotHoldIsRefused() {
        #expect(JSONSchema(.string).textProblem("a\u{0}b") != nil)
        #expect(JSONSchema(.string, length: 0...1).textProblem("ab") == "must have at most 1 characters")
    }

    @Test func thousandsOfProblemsAreNotTold() throws {
        let members = (1...1000).map { "\"m\($0)\": 1" }.joined(separator: ",")
        #expect(try Self.problems("{\(members)}").count == 50)
    }

    @Test func nullIsPartOfTheTypeAndOfTheWords() {
        #expect(JSONSchema(.string).orNull.json.json == #"{"type":["string","null"]}"#)
        #expect(
            JSONSchema(.string, choices: ["a"]).orNull.json.json == #"{"type":["string","null"],"enum":["a",null]}"#)
        #expect(
            Self.schema.orNull.json.json == ##"{"anyOf":[{"$ref":"#/components/schemas/Thing"},{"type":"null"}]}"##)
    }

    @Test func valuesAreWrittenAsJSON() {
        let value = JSONValue.object([
            "a": .string("\"\u{1}é"), "b": [1, true, .null], "c": .double(.infinity), "d": .text("{}"),
        ])
        #expect(value.json == #"{"a":"\"\u0001é","b":[1,true,null],"c":null,"d":{}}"#)
    }
}
