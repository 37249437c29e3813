import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct TwilioRefusalTests {
    private static let good: [String: String?] = ["To": "+15125550147", "From": "+15125550100", "Body": "Hello"]
    private static let template = "HX00000000000000000000000000000001"

    private static func problem(_ changes: [String: String?], account: TwilioAccount = TwilioAccount()) -> Int? {
        let fields = good.merging(changes) { $1 }.compactMap { name, value in value.map { (name, $0) } }
        do throws(TwilioProblem) {
            _ = try MessageDraft(FormFields(PercentEncoding.form(fields)), account: account)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(
        arguments: [
            (["To": nil], 21604), (["To": "5125550147"], 21211), (["To": "+0512555014"], 21211),
            (["to": "x", "To": nil], 21604), (["To": "+15005550001"], 21211), (["To": "+15005550002"], 21612),
            (["To": "+15005550003"], 21408), (["To": "+15005550004"], 21610), (["To": "+15005550009"], 21614),
            (["From": nil], 21603), (["From": "+15005550001"], 21212), (["From": "+15005550007"], 21606),
            (["From": "+15005550008"], 21611), (["From": "?"], 21212), (["To": "whatsapp:+15125550147"], 21910),
            (["Body": nil], 21619), (["Body": nil, "contentSid": template], 21619),
            (["Body": String(repeating: "a", count: 1601)], 21617), (["ContentSid": "HX1"], 21655),
            (["ContentSid": template, "ContentVariables": "{"], 21656),
            (["ContentSid": template, "ContentVariables": #"{"1":""}"#], 21656),
            (["ContentSid": template, "ContentVariables": #"{"1":7}"#], 21656),
            (["MediaUrl": "picture.png"], 21620), (["StatusCallback": "/status"], 21609),
            (["StatusCallback": "https://a_b.example.com/"], 21609), (["ValidityPeriod": "0"], 20001),
            (["From": nil, "MessagingServiceSid": "MG1"], 21701), (["SendAt": "2026-10-01T00:00:00Z"], 20501),
        ] as [([String: String?], Int)])
    func aMessageThatIsWrongIsRefused(_ changes: [String: String?], _ code: Int) {
        #expect(Self.problem(changes) == code)
    }

    @Test(
        arguments: [
            [:], ["Body": nil, "ContentSid": template, "ContentVariables": #"{"1":"Ana"}"#], ["From": "Thavon"],
            ["From": "12345"], ["StatusCallback": "http://127.0.0.1:8081/a?b=c#rc=3"], ["ValidityPeriod": "3600"],
            ["From": nil, "MessagingServiceSid": "MG00000000000000000000000000000001"],
            ["MediaUrl": "https://example.com/a.png", "Body": nil], ["Body": String(repeating: "a", count: 1600)],
        ] as [[String: String?]])
    func aMessageThatIsRightIsNot(_ changes: [String: String?]) {
        #expect(Self.problem(changes) == nil)
    }

    @Test func numbersAndTemplatesCanBeLimited() {
        var account = TwilioAccount()
        account.senders = ["+15125550100"]
        account.templates = [Self.template: "Hello {{1}}"]
        #expect(Self.problem([:], account: account) == nil)
        #expect(Self.problem(["From": "+15125550101"], account: account) == 21606)
        let whatsApp = ["To": "whatsapp:+15125550147", "From": "whatsapp:+15125550100"]
        #expect(Self.problem(whatsApp, account: account) == 63007)
        #expect(Self.problem(["ContentSid": "HX00000000000000000000000000000002"], account: account) == 21655)
    }

    @Test func refusalsHaveTheShapeOfTwilios() async throws {
        try await withMessages { (sandbox, _) async throws in
            let refused = try await sandbox.sms("+15005550009")
            #expect(refused.status == 400)
            #expect(refused.json["code"] == 21614)
            #expect(refused.json["status"] == 400)
            #expect(refused.json["more_info"] == "https://www.twilio.com/docs/errors/21614")
            #expect(refused.json["message"]?.string?.isEmpty == false)
            let path = "\(SandboxUnderTest.messages).json"
            let basics = [
                nil, "Bearer x", SandboxUnderTest.basic(SandboxUnderTest.account, "wrong"),
                SandboxUnderTest.basic(TwilioAccount().keySID, TwilioAccount().authToken),
            ]
            for authorization in basics {
                var headers: HTTPHeaders = [:]
                headers["authorization"] = authorization
                let answer = try await sandbox.send(.get, path, headers: headers)
                #expect(answer.status == 401)
                #expect(answer.json["code"] == 20003)
            }
            let key = SandboxUnderTest.basic(TwilioAccount().keySID, TwilioAccount().keySecret)
            #expect(try await sandbox.send(.get, path, headers: ["authorization": key]).status == 200)
            let other = path.replacing("AC0", with: "AC1")
            #expect(try await sandbox.twilio(other).json["code"] == 20404)
            #expect(try await sandbox.twilio("\(SandboxUnderTest.messages)/SM1.json").json["code"] == 20404)
            #expect(try await sandbox.twilio("/2010-04-01/Accounts.json").status == 404)
        }
    }

    @Test func eachSenderHasItsOwnLimit() async throws {
        let time = MovedTime()
        try await withMessages(ambient: time.ambient) {
            $0.rateLimit = 2
        } _: { (sandbox, _) async throws in
            for _ in 0..<2 { #expect(try await sandbox.sms().status == 201) }
            let refused = try await sandbox.sms()
            #expect(refused.status == 429)
            #expect(refused.json["code"] == 20429)
            #expect(try await sandbox.whatsApp().status == 201)
            time.move(by: 1)
            #expect(try await sandbox.sms().status == 201)
            #expect(sandbox.world.twilio.snapshot.count == 4)
        }
    }
}
