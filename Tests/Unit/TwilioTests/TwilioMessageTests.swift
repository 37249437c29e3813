import Foundation
import TestSupport
import Testing

@testable import Twilio

@Suite struct TwilioMessageTests {
    static let service = "MG" + String(repeating: "0a", count: 16)
    static let template = "HX" + String(repeating: "1B", count: 16)

    static func whatsApp() -> TwilioMessage {
        TwilioMessage(
            channel: .whatsapp, to: "+15125550122", sender: .service(sid: service),
            content: .template(sid: template, variables: ["2": "Zoë & \"Co\"", "1": "10:00"]),
            statusCallback: "https://hooks.example.org/twilio/status/1?a=b", validity: 3600)
    }

    static func sms(_ text: String = "Grüße + mehr") -> TwilioMessage {
        TwilioMessage(channel: .sms, to: "+15125550122", sender: .number("+15125550100"), content: .text(text))
    }

    @Test func aTemplateIsEncodedAsTheAPIWantsIt() throws {
        let fields = TwilioForm.fields(of: try Self.whatsApp().frozen())
        #expect(
            fields.map(\.0) == [
                "To", "MessagingServiceSid", "ContentSid", "ContentVariables", "StatusCallback", "ValidityPeriod",
            ])
        #expect(
            fields.map(\.1) == [
                "whatsapp:+15125550122", Self.service, Self.template, #"{"1":"10:00","2":"Zoë & \"Co\""}"#,
                "https://hooks.example.org/twilio/status/1?a=b", "3600",
            ])
    }

    @Test func theBytesOfATextAreTheseAndNoOthers() throws {
        let body = String(decoding: try Self.sms().frozen(), as: UTF8.self)
        #expect(body == "To=%2B15125550122&From=%2B15125550100&Body=Gr%C3%BC%C3%9Fe%20%2B%20mehr")
    }

    @Test func theSameMessageIsTheSameBytes() throws {
        let variables = Dictionary(uniqueKeysWithValues: (1...30).map { ("\($0)", "value \($0)") })
        let all = try (0..<20).map { _ in
            var message = Self.whatsApp()
            message.content = .template(
                sid: Self.template,
                variables: Dictionary(uniqueKeysWithValues: variables.shuffled().map { ($0.key, $0.value) }))
            return try message.frozen()
        }
        #expect(Set(all).count == 1)
    }

    @Test(arguments: [
        ("5125550122", "the recipient is no number"), ("+0125550122", "the recipient is no number"),
        ("whatsapp:+15125550122", "the recipient is no number"), ("+1512555012X", "the recipient is no number"),
        ("+1234567890123456", "the recipient is no number"),
    ])
    func aRecipientIsANumber(to: String, problem: String) {
        var message = Self.sms()
        message.to = to
        let error = #expect(throws: UnusableMessage.self) { try message.frozen() }
        #expect(error?.description.contains(problem) == true)
    }

    @Test func everythingThatIsWrongIsSaid() {
        let message = TwilioMessage(
            channel: .whatsapp, to: "", sender: .service(sid: "MG1"),
            content: .template(sid: "hx", variables: ["1": "", "2": "two\nlines", "3": "a     b", "4": "a  b"]),
            statusCallback: "https://my_host.example.org/x", validity: 36_001)
        #expect(message.problems.count == 8)
        #expect(!message.problems.joined().contains("variable 4"))
        var text = Self.sms(" \n")
        text.statusCallback = "/webhooks"
        text.validity = 0
        text.sender = .number("whatsapp:+1")
        #expect(text.problems.count == 4)
        #expect(Self.sms(String(repeating: "x", count: 1600)).problems == [])
        #expect(Self.sms(String(repeating: "x", count: 1601)).problems.count == 1)
        #expect(Self.whatsApp().problems == [] && Self.sms().problems == [])
    }

    @Test func alphanumericSendersAreForSMSOnly() {
        var message = Self.sms()
        message.sender = .number("Nordlicht")
        #expect(message.problems == [])
        message.channel = .whatsapp
        #expect(message.problems.count == 1)
    }

    @Test(arguments: [
        ("  two\nlines\t and     blanks ", "two lines and blanks"), ("\u{2028}x\r\n", "x"), ("", ""), (" ", ""),
    ])
    func variablesAreCleaned(text: String, clean: String) {
        #expect(TwilioMessage.variable(text) == clean)
    }
}

enum TwilioDescription {
    static func operation(_ method: String) throws -> [String: Any] {
        let data = try SharedMaterial.data("specs/twilio/twilio_messages_v2010.json")
        let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let paths = try #require(root["paths"] as? [String: [String: Any]])
        return try #require(
            paths["/2010-04-01/Accounts/{AccountSid}/Messages.json"]?[method] as? [String: Any])
    }

    /// The query parameters of the list.
    static func filters() throws -> Set<String> {
        let parameters = try #require(try operation("get")["parameters"] as? [[String: Any]])
        return Set(parameters.filter { $0["in"] as? String == "query" }.compactMap { $0["name"] as? String })
    }

    /// The status values of a message.
    static func statuses() throws -> Set<String> {
        let data = try SharedMaterial.data("specs/twilio/twilio_messages_v2010.json")
        let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let schemas = (root["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]]
        return Set(try #require(schemas?["message_enum_status"]?["enum"] as? [String]))
    }

    /// Examples of answers to GET that the description gives.
    static func listExamples() throws -> [Data] {
        let responses = try #require(try operation("get")["responses"] as? [String: [String: Any]])
        let content = try #require(responses["200"]?["content"] as? [String: [String: Any]])
        let examples = try #require(content["application/json"]?["examples"] as? [String: [String: Any]])
        return try examples.values.compactMap { $0["value"] }.map { try JSONSerialization.data(withJSONObject: $0) }
    }
}
