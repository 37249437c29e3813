import OutboundHTTP
import Testing

@testable import Sandbox

/// Holds what is played against Twilio's published description, where it is at hand.
@Suite struct TwilioSpecificationTests {
    private static let root = "/2010-04-01/Accounts/{AccountSid}/Messages.json"

    private static func description() throws -> JSON {
        try SpecificationTests.document("specs/twilio/twilio_messages_v2010.json")
    }

    private static func schema(_ name: String, in document: JSON) throws -> JSON {
        try #require(document.at("components", "schemas", name))
    }

    /// What of a value its schema does not allow; of patterns only the length is checked.
    private static func problems(_ value: JSON, _ given: JSON, in document: JSON) throws -> [String] {
        var schema = given
        if let reference = given["$ref"]?.string?.split(separator: "/").last {
            schema = try Self.schema(String(reference), in: document)
        }
        if value == .null { return schema["nullable"] == true ? [] : ["null"] }
        if let choices = schema["enum"]?.elements, !choices.contains(value) { return ["no choice"] }
        if let length = schema["maxLength"]?.int, value.string?.count ?? 0 > length { return ["too long"] }
        if let length = schema["minLength"]?.int, value.string?.count ?? 0 < length { return ["too short"] }
        switch schema["type"]?.string {
        case "string": return value.string == nil ? ["no string"] : []
        case "integer": return value.int == nil ? ["no integer"] : []
        case "array":
            let items = try #require(schema["items"])
            guard let elements = value.elements else { return ["no array"] }
            return try elements.flatMap { try problems($0, items, in: document) }
        case "object":
            guard let members = value.members else { return ["no object"] }
            guard let properties = schema["properties"]?.members else { return [] }
            let strangers = members.keys.filter { properties[$0] == nil }.map { "\($0): unknown" }
            let missing = properties.keys.filter { members[$0] == nil }.map { "\($0): missing" }
            return try strangers + missing
                + members.flatMap { name, member in
                    try properties[name].map { try problems(member, $0, in: document) }?.map { "\(name): \($0)" }
                        ?? []
                }
        default: return []
        }
    }

    @Test func theParametersAreThoseOfTheDescription() throws {
        let form = try Self.description().at(
            "paths", Self.root, "post", "requestBody", "content", "application/x-www-form-urlencoded", "schema")
        #expect(Set(try #require(form?["properties"]?.members).keys) == MessageDraft.fields)
        #expect(form?["required"] == ["To"])
    }

    @Test func statusesAndDirectionsAreThoseOfTheDescription() throws {
        let document = try Self.description()
        let statuses = try #require(Self.schema("message_enum_status", in: document)["enum"]?.elements)
        for status in MessageStatus.allCases { #expect(statuses.contains(.string(status.rawValue))) }
        let directions = try #require(Self.schema("message_enum_direction", in: document)["enum"]?.elements)
        for direction in [MessageRecord.Direction.inbound, .outboundAPI, .outboundReply] {
            #expect(directions.contains(.string(direction.rawValue)))
        }
    }

    @Test func answersHaveTheShapeOfTheDescription() async throws {
        let document = try Self.description()
        let message = try Self.schema("api.v2010.account.message", in: document)
        let list = try #require(
            document.at("paths", Self.root, "get", "responses", "200", "content", "application/json", "schema"))
        let receiver = PostReceiver()
        try await withMessages(receiver) { (sandbox, url) async throws in
            let answers = [
                try await sandbox.sms("+15125530003", "Hi", [("StatusCallback", url)]),
                try await sandbox.sms("+15125550147", "Hi", [("MediaUrl", "https://example.com/a.png")]),
                try await sandbox.message([
                    ("To", "+15125550147"), ("Body", "Hi"),
                    ("MessagingServiceSid", "MG00000000000000000000000000000001"),
                ]),
            ]
            for answer in answers {
                #expect(answer.status == 201)
                #expect(try Self.problems(answer.json, message, in: document) == [])
            }
            #expect(answers[1].json["sid"]?.string?.hasPrefix("MM") == true)
            _ = try await sandbox.reply("STOP")
            // All but the last page have a next one, all but the first a previous one.
            for page in 0..<3 {
                let path = "\(SandboxUnderTest.messages).json?PageSize=2&Page=\(page)"
                #expect(try Self.problems(try await sandbox.twilio(path).json, list, in: document) == [])
            }
            let failed = await receiver.next(4).last { $0.form["ErrorCode"] != nil }
            #expect(failed?.form["ErrorCode"] == "30003")
            let sid = try #require(answers[0].json["sid"]?.string)
            let read = try await sandbox.twilio("\(SandboxUnderTest.messages)/\(sid).json").json
            #expect(read["status"] == "undelivered")
            #expect(try Self.problems(read, message, in: document) == [])
        }
    }
}
