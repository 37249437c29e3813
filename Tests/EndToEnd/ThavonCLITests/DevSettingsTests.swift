import Testing

@testable import ThavonCLI

struct DevSettingsTests {
    private func settings(_ file: [String: String]) throws -> DevSettings {
        try DevSettings(
            ports: DevPorts(offset: 100), brokerPassword: "p", encryptionKeys: "local:k",
            recordings: "/home/me/my work/.local/recordings", file: file, own: ["PATH": "/bin"])
    }

    private func notifier(_ file: [String: String]) throws -> [String: String] {
        let plan = try #require(ServicePlan.all.first { $0.name == "notifier" })
        return plan.environment(try settings(file))
    }

    @Test func theSandboxPlaysResendUnlessThereIsAKey() throws {
        #expect(try notifier([:])["RESEND_BASE_URL"] == "http://127.0.0.1:8190/resend")
        let real = try notifier(["RESEND_API_KEY": "re_real", "RESEND_FROM_EMAIL": "a@example.com"])
        #expect(real["RESEND_BASE_URL"] == nil)
        #expect(real["RESEND_API_KEY"] == "re_real")
    }

    @Test func aKeyWithoutASenderIsRefused() {
        #expect(throws: Failure.self) { try settings(["RESEND_API_KEY": "re_real"]) }
    }

    @Test func whatBecomesOfMailsComesBackFromTheSandbox() throws {
        let played = try settings([:]).providers
        #expect(played["SANDBOX_RESEND_WEBHOOK_URL"] == "http://127.0.0.1:8181/api/webhooks/resend")
        #expect(played["SANDBOX_RESEND_WEBHOOK_SECRET"] == played["RESEND_WEBHOOK_SECRET"])
        let real = try settings([
            "RESEND_API_KEY": "re_real", "RESEND_FROM_EMAIL": "a@example.com", "RESEND_WEBHOOK_SECRET": "whsec_b3du",
        ])
        #expect(real.providers["SANDBOX_RESEND_WEBHOOK_URL"] == nil)
        #expect(real.providers["RESEND_WEBHOOK_SECRET"] == "whsec_b3du")
    }

    @Test func theSandboxPlaysTwilioUnlessThereIsAnAccount() throws {
        let ingest = try #require(ServicePlan.all.first { $0.name == "webhook-ingest" })
        let sandbox = try #require(ServicePlan.all.first { $0.name == "sandbox" })
        let played = try settings(["TWILIO_API_KEY_SID": "SK1"])
        let sender = try notifier(["TWILIO_API_KEY_SID": "SK1"])
        #expect(sender["TWILIO_BASE_URL"] == "http://127.0.0.1:8190/twilio")
        #expect(sender["TWILIO_WEBHOOK_URL"] == "http://127.0.0.1:8181/api/webhooks/twilio")
        #expect(sender["TWILIO_API_KEY_SID"] == nil)
        #expect(sender["CALENDAR_URL"] == "http://127.0.0.1:8182" && sender["ENCRYPTION_KEYS"] == "local:k")
        #expect(ingest.environment(played)["TWILIO_AUTH_TOKEN"] == sender["TWILIO_AUTH_TOKEN"])
        #expect(ingest.environment(played)["TWILIO_WEBHOOK_URL"] == sender["TWILIO_WEBHOOK_URL"])
        #expect(ingest.environment(played)["TWILIO_ACCOUNT_SID"] == nil)
        let player = sandbox.environment(played)
        #expect(player["SANDBOX_TWILIO_ACCOUNT_SID"] == sender["TWILIO_ACCOUNT_SID"])
        #expect(player["SANDBOX_TWILIO_AUTH_TOKEN"] == sender["TWILIO_AUTH_TOKEN"])
        #expect(player["SANDBOX_TWILIO_INBOUND_URL"] == "http://127.0.0.1:8181/api/webhooks/twilio/inbound")
        #expect(played.forOperators([])["SANDBOX_TWILIO_TEMPLATES"] == nil)
    }

    @Test func aRealTwilioIsLeftAlone() throws {
        let file = [
            "TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "t", "TWILIO_SMS_NUMBER": "+15125550111",
            "PUBLIC_URL": "https://a.example",
        ]
        let real = try settings(file)
        #expect(real.real == ["Twilio"])
        #expect(real.providers["TWILIO_BASE_URL"] == nil && real.providers["TWILIO_CONTENT_TEMPLATES"] == nil)
        #expect(real.providers["TWILIO_WHATSAPP_NUMBER"] == nil)
        #expect(real.providers["TWILIO_WEBHOOK_URL"] == "https://a.example/api/webhooks/twilio")
        let own = try settings(file.merging(["TWILIO_WEBHOOK_URL": "https://b.example/t"]) { $1 })
        #expect(own.providers["TWILIO_WEBHOOK_URL"] == "https://b.example/t")
    }

    @Test(arguments: ["TWILIO_AUTH_TOKEN", "TWILIO_SMS_NUMBER"])
    func anAccountAtTwilioWithoutWhatItNeedsIsRefused(missing: String) {
        var file = ["TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "t", "TWILIO_SMS_NUMBER": "+15125550111"]
        file[missing] = nil
        let failure = #expect(throws: Failure.self) { try settings(file) }
        #expect(failure?.code == .configuration)
        #expect(failure?.problem.contains(missing) == true)
    }

    @Test func theSandboxPlaysGoogleUnlessThereIsAClient() throws {
        let plan = try #require(ServicePlan.all.first { $0.name == "calendar-sync" })
        let played = plan.environment(try settings([:]))
        #expect(played["GOOGLE_AUTH_URL"] == "http://127.0.0.1:8190/google/auth")
        #expect(played["CALENDAR_URL"] == "http://127.0.0.1:8182")
        #expect(played["ENCRYPTION_KEYS"] == "local:k")
        let real = plan.environment(
            try settings(["GOOGLE_CLIENT_ID": "id", "GOOGLE_CLIENT_SECRET": "s", "PUBLIC_URL": "https://a.example"]))
        #expect(real["GOOGLE_AUTH_URL"] == nil)
        #expect(real["CALENDAR_URL"] == "https://a.example")
    }

    @Test func recordingsAreKeptInAFolderUnlessAnotherPlaceIsNamed() throws {
        let plan = try #require(ServicePlan.all.first { $0.name == "recording-archive" })
        let usual = plan.environment(try settings([:]))
        #expect(usual["RECORDINGS_URL"] == "file:///home/me/my%20work/.local/recordings")
        #expect(usual["VAPI_BASE_URL"] == "http://127.0.0.1:8190/vapi")
        let bucket = plan.environment(
            try settings(["RECORDINGS_URL": "s3://bucket", "AWS_ACCESS_KEY_ID": "id", "VAPI_API_KEY": "k"]))
        #expect(bucket["RECORDINGS_URL"] == "s3://bucket" && bucket["AWS_ACCESS_KEY_ID"] == "id")
        #expect(bucket["VAPI_BASE_URL"] == nil)
    }

    @Test func callsComeByThemselvesAsLongAsNothingIsReal() throws {
        let sandbox = try #require(ServicePlan.all.first { $0.name == "sandbox" })
        let played = try settings([:])
        #expect(sandbox.environment(played)["SANDBOX_LIFE_SECONDS"] == "40")
        #expect(sandbox.environment(played)["SANDBOX_CONVERSATIONS"] == "agency")
        #expect(sandbox.environment(played)["SANDBOX_LIFE_NUMBERS"] == DemoPeople.numbers)
        #expect(played.demoRecordings?.sandboxURL == "http://127.0.0.1:8190")
        #expect(try settings(["SANDBOX_LIFE_SECONDS": "0"]).providers["SANDBOX_LIFE_SECONDS"] == "0")
        let real = try settings(["VAPI_API_KEY": "k"])
        #expect(real.providers["SANDBOX_LIFE_SECONDS"] == "0" && real.demoRecordings == nil)
        #expect(try settings(["GOOGLE_CLIENT_ID": "id"]).providers["SANDBOX_LIFE_SECONDS"] == "0")
        let withoutDemo = try DevSettings(
            ports: DevPorts(offset: 0), brokerPassword: "p", encryptionKeys: "local:k", recordings: "/r", file: [:],
            own: [:], hasDemo: false)
        #expect(withoutDemo.providers["SANDBOX_LIFE_SECONDS"] == "0")
    }

    @Test func aServiceIsGivenOnlyWhatIsItsBusiness() throws {
        let environment = try notifier(["VAPI_WEBHOOK_SECRETS": "s", "GOOGLE_CLIENT_SECRET": "g"])
        #expect(environment["VAPI_WEBHOOK_SECRETS"] == nil)
        #expect(environment["GOOGLE_CLIENT_SECRET"] == nil)
        #expect(environment["DATABASE_URL"] == "postgres://notifier@127.0.0.1:5542/thavon")
        #expect(environment["HEALTH_PORT"] == "9203")
    }

    @Test func environmentFilesReadAsShellsReadThem() throws {
        let text = """
            # a comment
            PLAIN=value # with a comment
            export QUOTED="a # b"
            SINGLE='c'
            EMPTY=

            URL=postgres://a:b@c/d?e=f
            """
        #expect(
            try EnvironmentFile.parse(text, name: "x")
                == ["PLAIN": "value", "QUOTED": "a # b", "SINGLE": "c", "URL": "postgres://a:b@c/d?e=f"])
    }

    @Test func aBrokenLineIsNamed() {
        let failure = #expect(throws: Failure.self) { try EnvironmentFile.parse("A=1\nnonsense", name: ".env") }
        #expect(failure?.problem.contains(".env, line 2") == true)
        #expect(failure?.code == .configuration)
    }
}
