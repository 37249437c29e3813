import Notices
import ServiceKit
import Testing
import Twilio

@testable import Notifier

@Suite struct TwilioSettingsTests {
    static let sid = "AC" + String(repeating: "0a", count: 16)
    static let service = "MG" + String(repeating: "1B", count: 16)
    static let template = "HX" + String(repeating: "2c", count: 16)

    static func configure(_ changes: [String: String]) throws -> Notifier.Configuration {
        let usual = [
            "DATABASE_URL": "postgres://u@h/x", "AMQP_URL": "amqp://u:p@h/", "RESEND_API_KEY": "re_x",
            "RESEND_FROM_EMAIL": "a@b.example", "PUBLIC_URL": "https://x.example/",
        ]
        var settings = Settings(environment: usual.merging(changes) { $1 })
        return try Notifier.configure(&settings)
    }

    /// With an account and what it sends from.
    static func twilio(_ changes: [String: String]) throws -> Notifier.TwilioSettings {
        let usual = [
            "TWILIO_ACCOUNT_SID": sid, "TWILIO_AUTH_TOKEN": "token", "TWILIO_WHATSAPP_NUMBER": "+15125550100",
        ]
        return try #require(try configure(usual.merging(changes) { $1 }).twilio)
    }

    @Test func withoutAnAccountThereAreOnlyMails() throws {
        #expect(try Self.configure(["TWILIO_SMS_NUMBER": "+15125550100", "TWILIO_AUTH_TOKEN": "x"]).twilio == nil)
    }

    @Test func whatIsLeftOutIsAsUsual() throws {
        let twilio = try Self.twilio([:])
        #expect(twilio.accountSID == Self.sid && twilio.authToken == "token" && twilio.apiKeySID == nil)
        #expect(twilio.baseURL == "https://api.twilio.com" && twilio.requestsPerSecond == 10)
        #expect(
            twilio.account
                == MessageAccount(
                    senders: [.whatsapp: .number("+15125550100")], templates: ContentTemplates(),
                    statusCallback: "https://x.example/api/webhooks/twilio/status"))
        let configuration = try Self.configure([:])
        #expect(configuration.patience == .seconds(120) && configuration.lookUpAfter == .seconds(15))
    }

    @Test func everythingCanBeSaid() throws {
        let twilio = try Self.twilio([
            "TWILIO_WHATSAPP_NUMBER": "whatsapp:+15125550102", "TWILIO_SMS_NUMBER": Self.service,
            "TWILIO_CONTENT_TEMPLATES": #"{"call.missed":{"de":"\#(Self.template)"}}"#,
            "TWILIO_WEBHOOK_URL": "https://hooks.example/t/", "TWILIO_BASE_URL": "http://sandbox:9/",
            "TWILIO_RATE_LIMIT": "80",
        ])
        #expect(twilio.account.senders == [.whatsapp: .number("+15125550102"), .sms: .service(sid: Self.service)])
        #expect(twilio.account.templates.sid(.callMissed, in: "de-AT") == Self.template)
        #expect(twilio.account.statusCallback == "https://hooks.example/t/status")
        #expect(twilio.baseURL == "http://sandbox:9" && twilio.requestsPerSecond == 80)
    }

    @Test func aKeyCanStandForTheToken() throws {
        let twilio = try Self.twilio(["TWILIO_API_KEY_SID": "SK1", "TWILIO_API_KEY_SECRET": "secret"])
        #expect(twilio.apiKeySID == "SK1" && twilio.authToken == "secret" && twilio.accountSID == Self.sid)
    }

    @Test(arguments: [
        (
            ["TWILIO_WHATSAPP_NUMBER": ""], "TWILIO_WHATSAPP_NUMBER",
            "or TWILIO_SMS_NUMBER is missing beside TWILIO_ACCOUNT_SID"
        ),
        (["TWILIO_AUTH_TOKEN": ""], "TWILIO_AUTH_TOKEN", "is missing"),
        (["TWILIO_API_KEY_SID": "SK1"], "TWILIO_API_KEY_SECRET", "is missing"),
        (["TWILIO_API_KEY_SECRET": "x", "TWILIO_AUTH_TOKEN": ""], "TWILIO_AUTH_TOKEN", "is missing"),
        (
            ["TWILIO_CONTENT_TEMPLATES": #"{"call.missed":{"en":"HX1"}}"#], "TWILIO_CONTENT_TEMPLATES",
            "call.missed.en must be HX and 32 hexadecimal digits"
        ),
        (
            ["TWILIO_CONTENT_TEMPLATES": "HX1"], "TWILIO_CONTENT_TEMPLATES",
            "must be a JSON object like {\"call.completed\": {\"en\": \"HX…\"}}"
        ),
        (["TWILIO_RATE_LIMIT": "0"], "TWILIO_RATE_LIMIT", "must be a number from 1 to 10000"),
        (["TWILIO_WEBHOOK_URL": "x"], "TWILIO_WEBHOOK_URL", "must be an address that begins with http:// or https://"),
    ])
    func whatCannotWorkIsNamed(changes: [String: String], key: String, problem: String) {
        #expect(throws: ConfigurationError(key: key, problem: problem)) { try Self.twilio(changes) }
    }

    @Test(arguments: [
        "AC", "AC1", "SK0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a", "AC0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0",
        "AC0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0g", "AC/../0a0a0a0a0a0a0a0a0a0a0a0a0a0a",
    ])
    func anAccountMustBeOne(text: String) {
        let error = ConfigurationError(key: "TWILIO_ACCOUNT_SID", problem: "must be AC and 32 hexadecimal digits")
        #expect(throws: error) { try Self.twilio(["TWILIO_ACCOUNT_SID": text]) }
    }

    @Test(arguments: ["TWILIO_WHATSAPP_NUMBER", "TWILIO_SMS_NUMBER"]) func aSenderMustBeOne(key: String) {
        let wrong = [
            "15125550100", "+151255", "+151255501001234567", "+1 512 555 0100", "+05125550100", "MG1", "Thavon",
            "MG0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0g",
        ]
        let error = ConfigurationError(
            key: key, problem: "must be a number like +15125550100 or a messaging service MG…")
        for text in wrong { #expect(throws: error, "\(text)") { try Self.twilio([key: text]) } }
    }

    @Test(arguments: [("7", 7), ("0", 0), ("23", 23), ("off", nil)] as [(String, Int?)])
    func theHourOfTheDigest(text: String, hour: Int?) throws {
        #expect(try Self.configure(["DIGEST_HOUR": text]).digest?.hour == hour)
        #expect(try Self.configure([:]).digest?.hour == 7)
    }

    @Test(arguments: ["24", "-1", "7:00", "never", "7.5"]) func anHourMustBeOne(text: String) {
        let error = ConfigurationError(key: "DIGEST_HOUR", problem: "must be an hour from 0 to 23, or off")
        #expect(throws: error) { try Self.configure(["DIGEST_HOUR": text]) }
    }
}
