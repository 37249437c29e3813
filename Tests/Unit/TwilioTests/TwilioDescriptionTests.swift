import Foundation
import OutboundHTTP
import TestSupport
import Testing

@testable import Twilio

/// Everything that is asked of Twilio, held against its published description.
@Suite(.needsSharedMaterial) struct TwilioDescriptionTests {
    static let account = "AC" + String(repeating: "1a", count: 16)
    static let requests = TwilioRequests(
        baseURL: "https://api.twilio.com", accountSID: account, user: account, password: "secret")

    static func description() throws -> OpenAPIRequests {
        try OpenAPIRequests(description: SharedMaterial.data("specs/twilio/twilio_messages_v2010.json"))
    }

    @Test(arguments: TwilioMessage.Channel.allCases, [nil, "https://hooks.example.org/twilio/status/1?a=b"])
    func messagesAreAsDescribed(channel: TwilioMessage.Channel, callback: String?) throws {
        let description = try Self.description()
        let senders: [TwilioMessage.Sender] = [
            .number("+15125550100"), .service(sid: TwilioMessageTests.service),
        ]
        let contents: [TwilioMessage.Content] = [
            .text("Grüße + mehr & 😀\nzwei"), .template(sid: TwilioMessageTests.template, variables: [:]),
            .template(sid: TwilioMessageTests.template, variables: ["1": "10:00", "2": "Zoë & \"Co\""]),
        ]
        for (sender, content) in senders.flatMap({ sender in contents.map { (sender, $0) } }) {
            let message = TwilioMessage(
                channel: channel, to: "+15125550122", sender: sender, content: content, statusCallback: callback,
                validity: callback == nil ? nil : 36_000)
            let problems = description.problems(of: Self.requests.send(try message.frozen()))
            #expect(problems == [], "\(sender) \(content)")
        }
    }

    @Test func questionsAreAsDescribed() throws {
        let description = try Self.description()
        let page = "/2010-04-01/Accounts/\(Self.account)/Messages.json?To=%2B15125550122&Page=1&PageToken=PA1"
        let requests = [
            Self.requests.list(to: "+15125550122", sentAfter: nil),
            Self.requests.list(to: "whatsapp:+15125550122", sentAfter: .now), try Self.requests.page(page),
            Self.requests.message("SM" + String(repeating: "0a", count: 16)),
        ]
        for request in requests { #expect(description.problems(of: request) == [], "\(request.url)") }
    }

    @Test func whatIsNotAsDescribedIsNoticed() throws {
        let description = try Self.description()
        func problems(_ form: String, type: String? = nil) -> [String] {
            var request = Self.requests.send(Array(form.utf8))
            if let type { request.headers["content-type"] = type }
            return description.problems(of: request)
        }
        #expect(problems("To=%2B1&Body=a+b") == [])
        #expect(problems("Body=x") == ["To is missing"])
        #expect(problems("To=%2B1&body=x") == ["body is not known"])
        #expect(problems("To=%2B1&ValidityPeriod=long").count == 1)
        #expect(problems("To=%2B1&ContentSid=HX1").isEmpty == false)
        #expect(problems("To=%2B1", type: "application/json").count == 1)
        #expect(description.problems(of: Self.requests.message("SM1")).isEmpty == false)
        var list = Self.requests.list(to: "+1", sentAfter: nil)
        list.url += "0&Since=x"
        #expect(description.problems(of: list).isEmpty == false)
        list.method = .delete
        #expect(description.problems(of: list) == ["there is no delete"])
        list.url = "https://api.twilio.com/2010-04-01/Messages.json"
        #expect(description.problems(of: list) == ["there is no /2010-04-01/Messages.json"])
    }
}
