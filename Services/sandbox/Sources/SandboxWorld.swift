internal import Hummingbird
internal import Logging
internal import OutboundHTTP
internal import ServiceKit

/// All that one sandbox is made of.
struct SandboxWorld: Sendable {
    let resend: ResendProvider
    let faults: FaultDesk
    let configuration: Sandbox.Configuration
    let ambient: Ambient

    init(_ configuration: Sandbox.Configuration, ambient: Ambient, logger: Logger) throws {
        self.configuration = configuration
        self.ambient = ambient
        faults = FaultDesk(configuration.faults, chance: ambient.chance)
        resend = ResendProvider(
            apiKey: configuration.resendAPIKey, rateLimit: configuration.resendRateLimit,
            dailyQuota: configuration.resendDailyQuota, capacity: configuration.mailboxCapacity, faults: faults,
            ambient: ambient)
    }

    /// What must run besides the HTTP server.
    var services: [NamedService] { [] }

    var router: Router<SandboxContext> {
        let router = Router(context: SandboxContext.self)
        router.add(middleware: RequestTelemetry())
        ResendRoutes(provider: resend).add(to: router)
        MailboxRoutes(provider: resend).add(to: router)
        FaultRoutes(desk: faults).add(to: router)
        SampleRoutes(phoneNumberID: configuration.phoneNumberID, ambient: ambient).add(to: router)
        return router
    }
}
