internal import Foundation
package import ServiceKit

extension Sandbox {
    package struct Configuration: Sendable {
        var http: (host: String, port: Int) = ("127.0.0.1", 8090)
        var resendAPIKey = "re_sandbox"
        var resendRateLimit = 5
        var resendDailyQuota: Int?
        var mailboxCapacity = 50_000
        var vapiAPIKey = "vapi_sandbox"
        var vapiServerURL = "http://127.0.0.1:8081/api/webhooks/vapi"
        var vapiSecret = "sandbox-secret"
        var vapiLines = 10
        /// How many calls are remembered.
        var callCapacity = 10_000
        /// How long a call takes, from dialling to its end.
        var callDuration = Duration.seconds(2)
        var phoneNumberID = "pn_demo"
        var recordings = RecordingLinks()
        var conversations = ConversationLibrary.insurance
        var life = LifeSettings()
        var google = GoogleClient()
        var twilio = TwilioAccount()
        /// Where the events of mails go.
        var mailWebhook: MailWebhook?
        /// From sending a mail to what becomes of it.
        var mailDuration = Duration.seconds(1)
        var faults = FaultPlan()
    }

    package static func configure(_ settings: inout Settings) throws(ConfigurationError) -> Configuration {
        var configuration = Configuration()
        configuration.http = try settings.httpAddress(port: 8090)
        configuration.resendAPIKey = try settings.value("SANDBOX_RESEND_API_KEY", default: "re_sandbox", secret: true) {
            $0.hasPrefix("re_") ? .success($0) : .failure(Unusable("must begin with re_"))
        }
        configuration.resendRateLimit = try settings.int("SANDBOX_RESEND_RATE_LIMIT", default: 5, in: 0...1_000_000)
        if let quota = settings.optional("SANDBOX_RESEND_DAILY_QUOTA") {
            guard let limit = Int(quota), limit > 0 else {
                throw ConfigurationError(key: "SANDBOX_RESEND_DAILY_QUOTA", problem: "must be a number from 1")
            }
            configuration.resendDailyQuota = limit
        }
        try readMailWebhook(&settings, into: &configuration)
        configuration.twilio = try twilio(&settings)
        configuration.mailboxCapacity = try settings.int("SANDBOX_MAILBOX_CAPACITY", default: 50_000, in: 1...1_000_000)
        configuration.vapiAPIKey = try settings.string("SANDBOX_VAPI_API_KEY", default: "vapi_sandbox", secret: true)
        configuration.vapiServerURL = try settings.url(
            "SANDBOX_VAPI_SERVER_URL", default: "http://127.0.0.1:8081/api/webhooks/vapi")
        // The receiver's list may be given as it is: the first is the newest.
        configuration.vapiSecret = try settings.value(
            "SANDBOX_VAPI_SECRET", default: "sandbox-secret", secret: true
        ) { text in
            text.split(separator: ",").first.map { .success(String($0.filter { $0 != " " })) }
                ?? .failure(Unusable("must name a secret"))
        }
        configuration.vapiLines = try settings.int("SANDBOX_VAPI_LINES", default: 10, in: 1...1_000_000)
        configuration.callCapacity = try settings.int("SANDBOX_CALL_CAPACITY", default: 10_000, in: 1...1_000_000)
        configuration.callDuration = try settings.seconds("SANDBOX_CALL_SECONDS", default: 2, in: 0...3600)
        configuration.recordings = RecordingLinks(
            baseURL: try settings.url("SANDBOX_URL", default: "http://127.0.0.1:\(configuration.http.port)"),
            secret: configuration.vapiAPIKey,
            lifetime: Double(try settings.int("SANDBOX_RECORDING_SECONDS", default: 3600, in: 0...604_800)))
        configuration.phoneNumberID = try settings.string("SANDBOX_PHONE_NUMBER_ID", default: "pn_demo")
        configuration.conversations = try conversations(&settings)
        configuration.life = try life(&settings)
        configuration.google = try google(&settings)
        configuration.faults = try settings.value("SANDBOX_FAULTS", default: "[]") { text in
            var plan = FaultPlan()
            do {
                try plan.add(try JSON(parsing: Array(text.utf8)))
                return .success(plan)
            } catch let unusable as BadInput {
                return .failure(Unusable(unusable.reason))
            } catch {
                return .failure(Unusable("must be JSON: an array of faults"))
            }
        }
        return configuration
    }

    private static func google(_ settings: inout Settings) throws(ConfigurationError) -> GoogleClient {
        var client = GoogleClient()
        client.id = try settings.string("SANDBOX_GOOGLE_CLIENT_ID", default: "sandbox-client")
        client.secret = try settings.string("SANDBOX_GOOGLE_CLIENT_SECRET", default: "sandbox-secret", secret: true)
        client.redirectURIs = settings.optional("SANDBOX_GOOGLE_REDIRECT_URIS").map {
            $0.split(separator: ",").map { String($0).trimmed }
        }
        client.tokenSeconds = try settings.int("SANDBOX_GOOGLE_TOKEN_SECONDS", default: 3599, in: 1...86_400)
        client.timeZone = try settings.value("SANDBOX_GOOGLE_TIME_ZONE", default: "Europe/Berlin") {
            TimeZone(identifier: $0) == nil ? .failure(Unusable("must be a name like Europe/Berlin")) : .success($0)
        }
        return client
    }
}
