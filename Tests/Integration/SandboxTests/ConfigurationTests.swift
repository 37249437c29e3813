import ServiceKit
import Testing

@testable import Sandbox

@Suite struct ConfigurationTests {
    private static func read(_ environment: [String: String]) throws -> Sandbox.Configuration {
        var settings = Settings(environment: environment)
        return try Sandbox.configure(&settings)
    }

    @Test func withoutSettingsNothingIsPostedAboutMailsAndMessages() throws {
        let configuration = try Self.read([:])
        #expect(configuration.mailWebhook == nil)
        #expect(configuration.twilio == TwilioAccount())
    }

    @Test func settingsOfMailsAndMessagesAreRead() throws {
        let template = "HX00000000000000000000000000000001"
        let configuration = try Self.read([
            "SANDBOX_RESEND_WEBHOOK_URL": "http://127.0.0.1:8081/api/webhooks/resend",
            "SANDBOX_TWILIO_INBOUND_URL": "http://127.0.0.1:8081/api/webhooks/twilio/inbound",
            "SANDBOX_TWILIO_SENDERS": "+15125550100, whatsapp:+15125550101",
            "SANDBOX_TWILIO_TEMPLATES": "{\"\(template)\": \"Hello {{1}}\"}", "SANDBOX_MESSAGE_SECONDS": "0",
            "SANDBOX_TWILIO_RATE_LIMIT": "1",
        ])
        #expect(configuration.mailWebhook?.url == "http://127.0.0.1:8081/api/webhooks/resend")
        #expect(configuration.twilio.inboundURL == "http://127.0.0.1:8081/api/webhooks/twilio/inbound")
        #expect(configuration.twilio.templates == [template: "Hello {{1}}"])
        #expect(configuration.twilio.sender(on: .whatsApp).number == "+15125550101")
        #expect(configuration.twilio.duration == .zero)
        #expect(configuration.twilio.rateLimit == 1)
    }

    @Test(arguments: [
        ("SANDBOX_RESEND_WEBHOOK_SECRET", "secret"), ("SANDBOX_RESEND_WEBHOOK_URL", "nowhere"),
        ("SANDBOX_TWILIO_ACCOUNT_SID", "AC1"), ("SANDBOX_TWILIO_API_KEY_SID", "AC00000000000000000000000000000000"),
        ("SANDBOX_TWILIO_SENDERS", "5125550100"), ("SANDBOX_TWILIO_TEMPLATES", #"{"HX1":"x"}"#),
        ("SANDBOX_TWILIO_TEMPLATES", "[]"), ("SANDBOX_TWILIO_INBOUND_URL", "/inbound"),
    ])
    func whatCannotBeUsedIsNamed(_ name: String, _ value: String) {
        let error = #expect(throws: ConfigurationError.self) { try Self.read([name: value]) }
        #expect(error?.key == name)
    }
}
