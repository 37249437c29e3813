import Testing

@testable import ThavonCLI

struct DevSettingsTests {
    private func settings(_ file: [String: String]) throws -> DevSettings {
        try DevSettings(
            ports: DevPorts(offset: 100), brokerPassword: "p", encryptionKeys: "local:k", file: file,
            own: ["PATH": "/bin"])
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
