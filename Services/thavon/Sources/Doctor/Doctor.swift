internal import ArgumentParser
internal import Foundation

/// Looks at everything Thavon depends on and says plainly what is wrong.
struct Doctor: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "doctor", abstract: "Check every dependency; say what is wrong and what to do.",
            discussion: """
                DATABASE_URL          postgres://owner:password@host:5432/thavon
                AMQP_URL              amqp://user:password@host:5672/
                VAPI_WEBHOOK_SECRETS  accepted secrets, separated by commas
                RESEND_API_KEY, RESEND_FROM_EMAIL, RESEND_BASE_URL
                TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_API_KEY_SID, TWILIO_API_KEY_SECRET, TWILIO_BASE_URL,
                TWILIO_WHATSAPP_NUMBER, TWILIO_SMS_NUMBER, TWILIO_CONTENT_TEMPLATES, TWILIO_WEBHOOK_URL, PUBLIC_URL
                HEALTH_URLS           name=http://host:port,… (default: all services on this machine's usual ports)

                Without DATABASE_URL it reads what `thavon dev` wrote to .local/dev.env. Exit code 1 when something is wrong.
                """)
    }

    @Option(name: .customLong("env-file"), help: "Read settings from this file instead of the environment.")
    var environmentFile: String?

    func perform() async throws {
        let environment = try settings()
        let findings = await Self.examine(environment)
        for line in findings.flatMap(\.lines) { Terminal.say(line) }
        let problems = findings.count { $0.verdict == .problem }
        Terminal.say(problems == 0 ? "\nAll is well." : "\n\(problems) of \(findings.count) checks found a problem.")
        if problems > 0 { throw ExitCode(1) }
    }

    static func examine(_ environment: [String: String]) async -> [Finding] {
        async let database = DatabaseCheck(environment: environment).findings()
        async let broker = BrokerCheck(environment: environment).findings()
        async let resend = ResendCheck(environment: environment).findings()
        async let twilio = TwilioCheck(environment: environment).findings()
        async let services = ServicesCheck(environment: environment).findings()
        return await database + broker + [WebhookSecretCheck(environment: environment).finding()] + resend + twilio
            + services
    }

    private func settings() throws -> [String: String] {
        let own = ProcessInfo.processInfo.environment
        if let environmentFile {
            Terminal.say("Settings from \(environmentFile)\n")
            return try EnvironmentFile.read(environmentFile)
        }
        let written = ".local/dev.env"
        guard (own["DATABASE_URL"] ?? "").isEmpty, FileManager.default.fileExists(atPath: written) else { return own }
        Terminal.say("Settings from \(written)\n")
        return try EnvironmentFile.read(written).merging(own) { written, _ in written }
    }
}
