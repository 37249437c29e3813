import OutboundHTTP
import Testing

@testable import ThavonCLI

struct TwilioCheckTests {
    private let complete = [
        "TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "t", "TWILIO_WHATSAPP_NUMBER": "+15125550100",
        "TWILIO_SMS_NUMBER": "MG00000000000000000000000000000000",
        "TWILIO_CONTENT_TEMPLATES": WhatsAppTemplate.all.sandboxContentTemplates, "PUBLIC_URL": "https://a.example",
    ]

    private func check(_ changes: [String: String] = [:]) -> TwilioCheck {
        TwilioCheck(environment: complete.merging(changes) { $1 })
    }

    @Test func withoutAnAccountItIsSaidAndNothingElse() async {
        let findings = await TwilioCheck(environment: [:]).findings()
        #expect(findings.map(\.verdict) == [.note])
        let half = await TwilioCheck(environment: ["TWILIO_ACCOUNT_SID": "AC1"]).findings()
        #expect(half.map(\.verdict) == [.problem])
    }

    @Test func halfAKeyIsAProblemAndIsNotTried() async {
        let findings = await check(["TWILIO_API_KEY_SID": "SK1"]).findings()
        #expect(findings.first?.text.contains("go together") == true)
    }

    @Test func whatTwilioAnswersIsPutIntoWords() {
        #expect(check().judge(200, account: "AC1").verdict == .ok)
        #expect(check().judge(401, account: "AC1").advice?.contains("TWILIO_AUTH_TOKEN") == true)
        #expect(check().judge(404, account: "AC1").advice?.contains("TWILIO_ACCOUNT_SID") == true)
        #expect(check().judge(429, account: "AC1").verdict == .note)
        #expect(check().judge(503, account: "AC1").verdict == .problem)
    }

    @Test func numbersAreNumbersOrServices() {
        #expect(check().numbers.verdict == .ok)
        #expect(check(["TWILIO_SMS_NUMBER": ""]).numbers.text.contains("nothing goes by SMS"))
        #expect(check(["TWILIO_SMS_NUMBER": "whatsapp:+1512"]).numbers.verdict == .problem)
        #expect(check(["TWILIO_SMS_NUMBER": "", "TWILIO_WHATSAPP_NUMBER": ""]).numbers.verdict == .problem)
    }

    @Test func missingTemplatesAreNamed() {
        #expect(check().templates.verdict == .ok)
        let one = "{\"call.completed\": {\"en\": \"HX00000000000000000000000000000000\"}}"
        let some = check(["TWILIO_CONTENT_TEMPLATES": one]).templates
        #expect(some.verdict == .note)
        #expect(some.text.contains("call.completed in es, fr, de, pt, it; call.missed in en, es"))
        #expect(check(["TWILIO_CONTENT_TEMPLATES": ""]).templates.verdict == .note)
        for wrong in ["[]", "{\"call.completed\": \"HX\"}", "{\"call.completed\": {\"en\": \"HX1\"}}"] {
            #expect(check(["TWILIO_CONTENT_TEMPLATES": wrong]).templates.verdict == .problem)
        }
        let stranger = one.replacing("completed", with: "complete")
        #expect(check(["TWILIO_CONTENT_TEMPLATES": stranger]).templates.text.contains("call.complete"))
    }

    @Test(arguments: [
        ("https://a.example/t", Finding.Verdict.ok), ("http://a.example/t", .problem),
        ("http://127.0.0.1:8081/t", .note),
    ])
    func receiptsNeedAWayIn(url: String, verdict: Finding.Verdict) {
        #expect(check(["TWILIO_WEBHOOK_URL": url]).webhook.verdict == verdict)
    }

    @Test func aSandboxReachesWhatItCan() {
        let local = [
            "TWILIO_WEBHOOK_URL": "http://127.0.0.1:8081/t", "TWILIO_BASE_URL": "http://127.0.0.1:8090/twilio",
        ]
        #expect(check(local).webhook.verdict == .ok)
        #expect(check(["PUBLIC_URL": ""]).webhook.verdict == .problem)
    }
}
