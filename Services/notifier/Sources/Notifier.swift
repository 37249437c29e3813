internal import AMQP
internal import Contracts
package import Logging
internal import Messaging
internal import Notices
internal import OutboundHTTP
internal import Postgres
package import ServiceKit
internal import Twilio

/// Tells people about calls, appointments and what needs them.
package enum Notifier: ServiceDefinition {
    package static let name = "notifier"
    package static let summary =
        "Tells people what happened, once, by the channels they want, and follows each message."
    package static let defaultHealthPort = 9103
    package static let settingsHelp = """
        DATABASE_URL            postgres://notifier@host:5432/thavon (required)
        AMQP_URL                amqp://user:password@host:5672/ (required)
        RESEND_API_KEY          key of the Resend account (required)
        RESEND_FROM_EMAIL       sender of the mails, "Name <address>" or an address (required)
        RESEND_BASE_URL         default https://api.resend.com
        RESEND_RATE_LIMIT       requests a second that the Resend team may make (default 5)
        PUBLIC_URL              where the console is; for the links in messages (required)
        TWILIO_ACCOUNT_SID      with it, messages also go by WhatsApp and SMS
        TWILIO_AUTH_TOKEN       of that account; or TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET
        TWILIO_WHATSAPP_NUMBER  sender, a number or a messaging service (MG…)
        TWILIO_SMS_NUMBER       the same for SMS
        TWILIO_CONTENT_TEMPLATES  approved WhatsApp templates: {"call.completed": {"en": "HX…", …}, …}
        TWILIO_WEBHOOK_URL      where Twilio reports (default PUBLIC_URL/api/webhooks/twilio)
        TWILIO_BASE_URL         default https://api.twilio.com
        TWILIO_RATE_LIMIT       requests a second to Twilio (default 10)
        FALLBACK_SECONDS        how long a channel may take before the next takes over (default 120)
        LOOKUP_SECONDS          after how long an uncertain message is looked up at Twilio (default 15)
        DIGEST_HOUR             hour, by an agency's clock, at which its owners are told about the day before; "off" for
                                no such summary (default 7)
        ENCRYPTION_KEYS         the same as calendar-sync's; with it, leads' messages have a link to their appointment
        CALENDAR_URL            under which leads reach that page (default PUBLIC_URL)
        DATABASE_CONNECTIONS    connections to the database at most (default 8)
        """

    private static func handlers(
        _ desk: NoticeDesk, _ links: LeadLinks?, _ receipts: ReceiptHandler, _ logger: Logger
    ) -> [EventHandler] {
        let calls = CallNotices(desk: desk)
        let followUps = FollowUpNotices(desk: desk)
        let appointments = AppointmentNotices(desk: desk, links: links)
        let calendars = CalendarNotices(desk: desk)
        let replies = ReplyHandler(desk: desk, logger: logger)
        return [
            .on(CallAssigned.self) { try await calls.assigned($0, in: $1) },
            .on(CallReassigned.self) { try await followUps.reassigned($0, in: $1) },
            .on(FollowUpOverdue.self) { try await followUps.overdue($0, in: $1) },
            .on(RetryExhausted.self) { try await calls.exhausted($0, in: $1) },
            .on(AppointmentBooked.self) { try await appointments.booked($0, in: $1) },
            .on(AppointmentMoved.self) { try await appointments.moved($0, in: $1) },
            .on(AppointmentCancelled.self) { try await appointments.cancelled($0, in: $1) },
            .on(ReminderDue.self) { try await appointments.due($0, in: $1) },
            .on(CalendarUnhealthy.self) { try await calendars.unhealthy($0, in: $1) },
            .on(MessageReceipt.self) { try await receipts.handle($0, in: $1) },
            .on(MessageReceived.self) { try await replies.handle($0, in: $1) },
        ]
    }

    package static func build(_ configuration: Configuration, logger: Logger) async throws -> ServiceComponents {
        let desk = NoticeDesk(
            renderer: try NoticeRenderer(), from: configuration.from, publicURL: configuration.publicURL,
            accounts: (configuration.twilio?.account.channels ?? []).union([.email]), patience: configuration.patience)
        let backbone = try await Backbone(
            database: configuration.database, broker: configuration.broker, logger: logger)
        let http = HTTPClient(userAgent: "thavon-notifier/1", egress: EgressPolicy(), logger: logger)
        let bells = Bells()
        let suppressions = SuppressionDesk(desk: desk, logger: logger)
        let receipts = ReceiptHandler(suppressions: suppressions, logger: logger)
        let mails = MailDispatcher(
            pool: backbone.pool, relay: backbone.relay,
            resend: ResendClient(http: http, baseURL: configuration.resendURL, apiKey: configuration.apiKey),
            account: "resend", requestsPerSecond: Double(configuration.requestsPerSecond), wakeUp: bells.mails,
            logger: logger, onSettled: { bells.chains.wake() })
        let chains = ChainKeeper(
            pool: backbone.pool, relay: backbone.relay, patience: configuration.patience, logger: logger,
            wakeUp: bells.chains,
            onTurn: { bells.dispatchers() })
        let consumer = EventConsumer(
            service: name, broker: configuration.broker, publisher: backbone.publisher, pool: backbone.pool,
            relay: backbone.relay, prefetch: 16, handlers: handlers(desk, configuration.leadLinks, receipts, logger),
            logger: logger,
            afterCommit: { bells.all() })
        let commands = CommandConsumer(
            service: name, broker: configuration.broker, publisher: backbone.publisher, pool: backbone.pool,
            relay: backbone.relay, prefetch: 4, handlers: NotificationCommandHandlers(desk: desk).all, logger: logger,
            afterCommit: { bells.dispatchers() })
        var services = [NamedService("http-client", HTTPClientService(client: http)), NamedService("mails", mails)]
        if let twilio = configuration.twilio {
            services += messages(twilio, configuration, backbone, http, receipts, bells, logger)
        }
        if let schedule = configuration.digest {
            let timer = DigestTimer(
                pool: backbone.pool, relay: backbone.relay, desk: desk, schedule: schedule, logger: logger,
                afterCommit: { bells.dispatchers() })
            services.append(NamedService("digest", timer))
        }
        let sweeper = Sweeper(
            pool: backbone.pool, relay: backbone.relay, logger: logger, onSettled: { bells.chains.wake() })
        services += [
            NamedService("sweeper", sweeper), NamedService("chains", chains), NamedService("commands", commands),
            NamedService("consumer", consumer),
        ]
        return backbone.components(services, readiness: [consumer.readiness, commands.readiness])
    }

    private static func messages(
        _ settings: TwilioSettings, _ configuration: Configuration, _ backbone: Backbone, _ http: HTTPClient,
        _ receipts: ReceiptHandler, _ bells: Bells, _ logger: Logger
    ) -> [NamedService] {
        let twilio = TwilioClient(
            http: http, baseURL: settings.baseURL, accountSID: settings.accountSID, authToken: settings.authToken,
            apiKeySID: settings.apiKeySID)
        let onSettled: @Sendable () -> Void = {
            bells.chains.wake()
            bells.checks.wake()
            bells.messages.wake()
        }
        let dispatcher = MessageDispatcher(
            pool: backbone.pool, relay: backbone.relay, twilio: twilio, account: settings.account,
            requestsPerSecond: Double(settings.requestsPerSecond), checkAfter: configuration.lookUpAfter,
            suppressions: receipts.suppressions, wakeUp: bells.messages, logger: logger,
            onSettled: {
                bells.chains.wake()
                bells.checks.wake()
            })
        let checks = MessageChecks(
            pool: backbone.pool, relay: backbone.relay, twilio: twilio,
            plan: CheckPlan(interval: configuration.lookUpAfter), receipts: receipts, logger: logger,
            wakeUp: bells.checks,
            onSettled: onSettled)
        return [NamedService("messages", dispatcher), NamedService("message-checks", checks)]
    }
}
