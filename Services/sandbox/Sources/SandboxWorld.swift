internal import Hummingbird
internal import Logging
internal import OutboundHTTP
internal import ServiceKit

/// All that one sandbox is made of.
struct SandboxWorld: Sendable {
    let resend: ResendProvider
    let vapi: VapiProvider
    let google: GoogleProvider
    let pushes: PushSender
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
        resend = ResendProvider(
            apiKey: configuration.resendAPIKey, rateLimit: configuration.resendRateLimit,
            dailyQuota: configuration.resendDailyQuota, capacity: configuration.mailboxCapacity, faults: faults,
            ambient: ambient)
        client = HTTPClient(userAgent: "thavon-sandbox/1", egress: EgressPolicy(), logger: logger)
        let book = CallBook(capacity: configuration.callCapacity)
        let player = CallPlayer(
            book: book, sender: WebhookSender(client: client, ambient: ambient),
            target: WebhookTarget(url: configuration.vapiServerURL, secret: configuration.vapiSecret),
            duration: configuration.callDuration, capacity: configuration.vapiLines, ambient: ambient)
        vapi = VapiProvider(
            apiKey: configuration.vapiAPIKey, lines: configuration.vapiLines, book: book, player: player,
            faults: faults, resources: VapiResources(phoneNumberID: configuration.phoneNumberID), ambient: ambient)
        google = GoogleProvider(client: configuration.google, faults: faults, ambient: ambient)
        pushes = PushSender(google: google, client: client)
    }

    /// What must run besides the HTTP server.
    var services: [NamedService] {
        [
            NamedService("http-client", HTTPClientService(client: client)),
            NamedService("call-player", vapi.player),
            NamedService("push-sender", pushes),
        ]
    }

    var router: Router<SandboxContext> {
        let router = Router(context: SandboxContext.self)
        router.add(middleware: RequestTelemetry())
        router.add(middleware: SameSiteOnly())
        ResendRoutes(provider: resend).add(to: router)
        MailboxRoutes(provider: resend).add(to: router)
        FaultRoutes(desk: faults).add(to: router)
        SampleRoutes(phoneNumberID: configuration.phoneNumberID, ambient: ambient).add(to: router)
        VapiRoutes(provider: vapi, phoneNumberID: configuration.phoneNumberID).add(to: router)
        GoogleRoutes(google: google).add(to: router)
        GooglePersonRoutes(google: google).add(to: router)
        GooglePageRoutes(pages: pages, google: google).add(to: router)
        PageRoutes(
            pages: pages, resend: resend, vapi: vapi, google: google, faults: faults,
            phoneNumberID: configuration.phoneNumberID
        ).add(to: router)
        return router
    }
}
