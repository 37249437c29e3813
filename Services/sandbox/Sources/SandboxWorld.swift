internal import Hummingbird
internal import Logging
internal import OutboundHTTP
internal import ServiceKit

/// All that one sandbox is made of.
struct SandboxWorld: Sendable {
    let resend: ResendProvider
    let vapi: VapiProvider
    let life: Life
    let google: GoogleProvider
    let pushes: PushSender
    let mailEvents: MailEventPlayer
    let twilio: TwilioProvider
    let messages: MessagePlayer
    let faults: FaultDesk
    private let pages: Pages
    private let client: HTTPClient
    let configuration: Sandbox.Configuration
    let ambient: Ambient

    init(_ configuration: Sandbox.Configuration, ambient: Ambient, logger: Logger) throws {
        self.configuration = configuration
        self.ambient = ambient
        pages = try Pages()
        faults = FaultDesk(configuration.faults, chance: ambient.chance)
        client = HTTPClient(userAgent: "thavon-sandbox/1", egress: EgressPolicy(), logger: logger)
        let mailEvents = MailEventPlayer(
            webhook: configuration.mailWebhook, client: client, duration: configuration.mailDuration,
            capacity: configuration.mailboxCapacity, ambient: ambient)
        self.mailEvents = mailEvents
        resend = ResendProvider(
            apiKey: configuration.resendAPIKey, rateLimit: configuration.resendRateLimit,
            dailyQuota: configuration.resendDailyQuota, capacity: configuration.mailboxCapacity, faults: faults,
            ambient: ambient, announce: { mailEvents.enqueue($0, fault: $1) })
        let book = CallBook(capacity: configuration.callCapacity)
        let player = CallPlayer(
            book: book, sender: WebhookSender(client: client, ambient: ambient),
            target: WebhookTarget(url: configuration.vapiServerURL, secret: configuration.vapiSecret),
            duration: configuration.callDuration, capacity: configuration.vapiLines, ambient: ambient)
        vapi = VapiProvider(
            apiKey: configuration.vapiAPIKey, lines: configuration.vapiLines, book: book, player: player,
            faults: faults, resources: VapiResources(phoneNumberID: configuration.phoneNumberID), ambient: ambient,
            recordings: configuration.recordings, conversations: configuration.conversations)
        life = Life(
            settings: configuration.life, phoneNumberID: configuration.phoneNumberID, vapi: vapi, ambient: ambient)
        google = GoogleProvider(client: configuration.google, faults: faults, ambient: ambient)
        pushes = PushSender(google: google, client: client)
        twilio = TwilioProvider(account: configuration.twilio, faults: faults, ambient: ambient)
        messages = MessagePlayer(twilio: twilio, client: client)
    }

    /// What must run besides the HTTP server.
    var services: [NamedService] {
        let lively = configuration.life.interval > .zero ? [NamedService("life", life)] : []
        return lively + [
            NamedService("http-client", HTTPClientService(client: client)),
            NamedService("call-player", vapi.player),
            NamedService("push-sender", pushes),
            NamedService("mail-event-player", mailEvents),
            NamedService("message-player", messages),
        ]
    }

    var router: Router<SandboxContext> {
        let router = Router(context: SandboxContext.self)
        router.add(middleware: RequestTelemetry())
        router.add(middleware: SameSiteOnly())
        ResendRoutes(provider: resend).add(to: router)
        MailboxRoutes(provider: resend).add(to: router)
        TwilioRoutes(provider: twilio).add(to: router)
        InboxRoutes(resend: resend, twilio: twilio).add(to: router)
        InboxPageRoutes(pages: pages, resend: resend, twilio: twilio).add(to: router)
        FaultRoutes(desk: faults).add(to: router)
        SampleRoutes(
            phoneNumberID: configuration.phoneNumberID, recordings: configuration.recordings,
            conversations: configuration.conversations, ambient: ambient
        ).add(to: router)
        RecordingRoutes(links: configuration.recordings, faults: faults, ambient: ambient).add(to: router)
        VapiRoutes(provider: vapi, phoneNumberID: configuration.phoneNumberID).add(to: router)
        GoogleRoutes(google: google).add(to: router)
        GooglePersonRoutes(google: google).add(to: router)
        GooglePageRoutes(pages: pages, google: google).add(to: router)
        PageRoutes(
            pages: pages, resend: resend, vapi: vapi, twilio: twilio, google: google, faults: faults,
            phoneNumberID: configuration.phoneNumberID
        ).add(to: router)
        return router
    }
}
