internal import Hummingbird
package import Logging
internal import OutboundHTTP
package import ServiceKit

/// Plays the outside world for development, demos and tests: Resend, Twilio, Vapi and Google.
package enum Sandbox: ServiceDefinition {
    package static let name = "sandbox"
    package static let summary =
        "Plays Resend, Twilio, Vapi and Google for development, demos and tests. Never for production."
    package static let defaultHealthPort = 9109
    package static let settingsHelp = """
        HTTP_HOST, HTTP_PORT          where it listens (default 127.0.0.1, 8090)
        SANDBOX_RESEND_API_KEY        the only key it accepts at /resend (default re_sandbox)
        SANDBOX_RESEND_RATE_LIMIT     requests a second, 0 for no limit (default 5)
        SANDBOX_RESEND_DAILY_QUOTA    recipients a day (default none)
        SANDBOX_RESEND_WEBHOOK_URL    where events of mails go (default nowhere)
        SANDBOX_RESEND_WEBHOOK_SECRET what signs them (default whsec_c2FuZGJveC1zZWNyZXQ=)
        SANDBOX_MAIL_SECONDS          from sending a mail to its delivery (default 1)
        SANDBOX_MAILBOX_CAPACITY      mails that are kept; older ones are dropped (default 50000)
        SANDBOX_TWILIO_ACCOUNT_SID    the account at /2010-04-01 (default AC and 32 zeros)
        SANDBOX_TWILIO_AUTH_TOKEN     its token, which also signs (default sandbox-token)
        SANDBOX_TWILIO_API_KEY_SID    its API key (default SK and 32 zeros)
        SANDBOX_TWILIO_API_KEY_SECRET of that key (default sandbox-secret)
        SANDBOX_TWILIO_SENDERS        its numbers as in From, with commas (default any)
        SANDBOX_TWILIO_TEMPLATES      JSON: texts by ContentSid, {{1}} for variables (default any, without texts)
        SANDBOX_TWILIO_INBOUND_URL    where messages of people go (default nowhere)
        SANDBOX_TWILIO_RATE_LIMIT     messages a second of each sender, 0 for no limit (default 10)
        SANDBOX_TWILIO_CAPACITY       messages that are kept; older ones are dropped (default 50000)
        SANDBOX_MESSAGE_SECONDS       from accepting a message to its end (default 2)
        SANDBOX_VAPI_API_KEY          the only key it accepts at /vapi (default vapi_sandbox)
        SANDBOX_VAPI_SERVER_URL       where server messages go (default http://127.0.0.1:8081/api/webhooks/vapi)
        SANDBOX_VAPI_SECRET           what they carry as X-Vapi-Secret (default sandbox-secret)
        SANDBOX_VAPI_LINES            calls at the same time (default 10)
        SANDBOX_CALL_CAPACITY         how many calls are remembered, the newest (default 10000)
        SANDBOX_CALL_SECONDS          how long a call takes (default 2)
        SANDBOX_CONVERSATIONS         what is said: insurance, or agency for many in six languages (default insurance)
        SANDBOX_LIFE_SECONDS          a call comes by itself about every so often, 0 for none (default 0)
        SANDBOX_LIFE_NUMBERS          whose calls those are, with commas; +13055550102:es names a language (default anybody)
        SANDBOX_URL                   under which others reach it (default http://127.0.0.1 and HTTP_PORT)
        SANDBOX_RECORDING_SECONDS     for how long a link to a recording is good (default 3600)
        SANDBOX_PHONE_NUMBER_ID       the agency's number in samples (default pn_demo)
        SANDBOX_GOOGLE_CLIENT_ID      the only client it knows at /google (default sandbox-client)
        SANDBOX_GOOGLE_CLIENT_SECRET  of that client (default sandbox-secret)
        SANDBOX_GOOGLE_REDIRECT_URIS  where people may be sent back to, with commas (default anywhere)
        SANDBOX_GOOGLE_TOKEN_SECONDS  how long an access token lives (default 3599)
        SANDBOX_GOOGLE_TIME_ZONE      of new calendars (default Europe/Berlin)
        SANDBOX_FAULTS                faults from the start: the JSON of POST /faults
        """

    package static func build(_ configuration: Configuration, logger: Logger) async throws -> ServiceComponents {
        let world = try SandboxWorld(configuration, ambient: Ambient(), logger: logger)
        let server = httpServer(
            router: world.router, host: configuration.http.host, port: configuration.http.port, logger: logger)
        return ServiceComponents(
            services: world.services + [NamedService("http", server)], readiness: [])
    }
}
