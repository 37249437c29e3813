internal import Contracts
internal import Hummingbird
internal import LeadWords
package import Logging
internal import Messaging
internal import Postgres
package import ServiceKit
internal import Vapi

/// Takes the webhooks of the outside world in: verified, committed, then answered.
package enum WebhookIngest: ServiceDefinition {
    package static let name = "webhook-ingest"
    package static let summary = "Receives webhooks, commits them, and publishes what they mean as events."
    package static let defaultHealthPort = 9101
    package static let settingsHelp = """
        DATABASE_URL            postgres://webhook-ingest@host:5432/thavon (required)
        AMQP_URL                amqp://user:password@host:5672/ (required)
        VAPI_WEBHOOK_SECRETS    accepted secrets, separated by commas (required)
        HTTP_HOST, HTTP_PORT    where webhooks are received (default 127.0.0.1, 8081)
        TWILIO_AUTH_TOKEN       the account's token, which signs what Twilio posts; not set: all of it is refused
        PUBLIC_URL              where Twilio finds this service: /api/webhooks/twilio under it
        TWILIO_WEBHOOK_URL      the whole address without /status and /inbound, where it is not under PUBLIC_URL
        RESEND_WEBHOOK_SECRET   accepted signing secrets, separated by commas; not set: what Resend posts is refused
        VAPI_ASSISTANT_ID       answers inbound calls of agencies without an assistant of their own
        VAPI_HMAC_*             how signed webhooks are signed; see this service's README
        WEBHOOK_MAX_BODY_BYTES  larger bodies are refused with 413 (default 10485760)
        WEBHOOK_RATE_LIMIT      webhooks a second from one agency, 0 for no limit (default 500, bursts of ten times that)
        REPORT_PATIENCE         seconds that an ended call may wait for its report (default 60)
        COMMIT_LANES            transactions at the same time (default 1)
        COMMIT_MAX_BATCH        webhooks that share one at most (default 64)
        DATABASE_CONNECTIONS    connections to the database at most (default 6)
        """

    package static func build(_ configuration: Configuration, logger: Logger) async throws -> ServiceComponents {
        let backbone = try await Backbone(
            database: configuration.database, broker: configuration.broker, logger: logger)
        let writer = WebhookWriter(
            pool: backbone.pool, relay: backbone.relay, lanes: configuration.commitLanes,
            maxBatch: configuration.commitMaxBatch, logger: logger)
        let overdue = OverdueReports(
            pool: backbone.pool, relay: backbone.relay, patience: configuration.reportPatience, logger: logger)
        let languages = try VoiceLanguages()
        let lines = KnownLines(pool: backbone.pool, logger: logger)
        let asking = CommandClient(
            name: name, broker: configuration.broker, publisher: backbone.publisher, logger: logger)
        let booking = BookingTools(pool: backbone.pool, relay: backbone.relay, commands: asking, logger: logger)
        let server = httpServer(
            router: router(configuration, backbone, writer, languages, booking, lines, logger),
            host: configuration.http.host,
            port: configuration.http.port, logger: logger)
        let reconciled = ReconciledCalls(writer: writer)
        let replayed = ReplayedWebhooks(pool: backbone.pool, writer: writer)
        let commands = CommandConsumer(
            service: name, broker: configuration.broker, publisher: backbone.publisher, pool: backbone.pool,
            relay: backbone.relay, prefetch: 2,
            handlers: [
                .on(IngestCall.self) { command, _ in try await reconciled.take(command) },
                .on(ReplayWebhook.self) { command, _ in try await replayed.take(command) },
            ], logger: logger)
        let housekeeper = Housekeeper(pool: backbone.pool, logger: logger)
        // Before the first row comes: it should not have to lie in a default partition.
        await housekeeper.maintain()
        await lines.load()
        return backbone.components(
            [
                NamedService("writer", writer), NamedService("overdue-reports", overdue),
                NamedService("housekeeper", housekeeper), NamedService("commands", commands),
                NamedService("replies", asking), NamedService("known-lines", lines),
                NamedService("http", server),
            ], readiness: [commands.readiness])
    }

    private static func router(
        _ configuration: Configuration, _ backbone: Backbone, _ writer: WebhookWriter, _ languages: VoiceLanguages,
        _ booking: BookingTools, _ lines: KnownLines, _ logger: Logger
    ) -> Router<BasicRequestContext> {
        let limiter = configuration.rateLimit.map { RateLimiter(perSecond: $0, burst: $0 * 10) }
        let webhook = VapiWebhook(
            authentication: WebhookAuthentication(secrets: configuration.secrets, plan: configuration.hmac),
            limiter: limiter,
            writer: writer,
            answers: AnswerDesk(
                pool: backbone.pool, relay: backbone.relay, languages: languages, booking: booking, lines: lines,
                defaultAssistantID: configuration.assistantID, logger: logger),
            maxBodyBytes: configuration.maxBodyBytes,
            memory: MemoryBudget(bytes: max(256 << 20, 2 * configuration.maxBodyBytes)),
            unverifiedMemory: MemoryBudget(bytes: max(64 << 20, 2 * configuration.maxBodyBytes)),
            bodyDeadline: .seconds(20), commitDeadline: .seconds(10), answerDeadline: .seconds(2), logger: logger)
        let router = Router()
        router.add(middleware: RequestTelemetry())
        router.post(VapiWebhook.path) { request, context in try await webhook.handle(request, context: context) }
        addMessages(to: router, configuration, backbone, logger)
        let leads = LeadWebhook(
            pool: backbone.pool, intake: LeadIntake(pool: backbone.pool, relay: backbone.relay), limiter: limiter,
            languages: LanguageNames(codes: languages.all), logger: logger)
        let google = GoogleWebhook(pool: backbone.pool, relay: backbone.relay, logger: logger)
        router.post(GoogleWebhook.path) { request, context in await google.handle(request, context: context) }
        router.post(LeadWebhook.path) { request, context in try await leads.handle(request, context: context) }
        return router
    }

    /// What providers say about messages, and what people write to us.
    private static func addMessages(
        to router: Router<BasicRequestContext>, _ configuration: Configuration, _ backbone: Backbone, _ logger: Logger
    ) {
        let intake = MessageIntake(pool: backbone.pool, relay: backbone.relay)
        let bodies = SmallBodies(
            memory: MemoryBudget(bytes: 64 << 20), bodyDeadline: .seconds(20), commitDeadline: .seconds(10))
        let twilio = TwilioWebhooks(settings: configuration.twilio, intake: intake, bodies: bodies, logger: logger)
        let resend = ResendWebhook(
            secrets: configuration.resendSecrets, intake: intake, bodies: bodies, logger: logger)
        if configuration.twilio == nil {
            logger.notice("Twilio's receipts and answers are refused: TWILIO_AUTH_TOKEN is not set")
        }
        if configuration.resendSecrets.isEmpty {
            logger.notice("Resend's receipts are refused: RESEND_WEBHOOK_SECRET is not set")
        }
        router.post(TwilioWebhooks.statusPath) { request, _ in await twilio.status(request) }
        router.post(TwilioWebhooks.inboundPath) { request, _ in await twilio.inbound(request) }
        router.post(ResendWebhook.path) { request, _ in await resend.handle(request) }
    }
}
