internal import Foundation
internal import Hummingbird
internal import Passwords
internal import ServiceKit

/// Every address of the console, and what stands in front of all of them.
struct Site: Sendable {
    let console: Console
    let hasher: PasswordHasher
    let publicURL: String
    /// Under which providers and forms reach `/api/webhooks`.
    let webhooksURL: String
    let trustsProxy: Bool
    /// Requests to the JSON API with one token, a minute.
    let apiRateLimit: Int

    private var isSecure: Bool { publicURL.hasPrefix("https://") }

    func router() -> Router<ConsoleContext> {
        let cookies = SessionCookies(isSecure: isSecure)
        let router = Router(context: ConsoleContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestTelemetry())
        router.add(middleware: HeadAnswers())
        router.add(middleware: SecurityHeaders(isSecure: isSecure))
        router.add(middleware: ErrorPages(assets: console.assets, logger: console.logger))
        let api = API(
            console: console, publicURL: publicURL, webhooksURL: webhooksURL, perMinute: apiRateLimit)
        router.add(middleware: api.problems)
        router.add(middleware: SameOriginOnly())
        console.assets.add(to: router)
        LogoRoutes(pool: console.database.pool).add(to: router)
        router.add(
            middleware: SignedIn(database: console.database, cookies: cookies, trustsProxy: trustsProxy))
        router.add(middleware: ErrorPages(assets: console.assets, logger: console.logger, isInside: true))
        router.get("/robots.txt") { _, _ in "User-agent: *\nDisallow: /\n" }

        api.add(to: router)

        let desk = SignInDesk(pool: console.database.pool, hasher: hasher, logger: console.logger)
        let signIn = SignInRoutes(console: console, desk: desk, cookies: cookies)
        signIn.add(to: router)
        PasswordLinkRoutes(console: console, cookies: cookies, hasher: hasher, publicURL: publicURL).add(to: router)

        let pages = router.group(context: ViewerContext.self)
        signIn.add(to: pages)
        pages.get("/") { _, context in Response.seeOther(context.viewer.isOwner ? "/overview" : "/calls") }
        CallListRoutes(console: console).add(to: pages)
        CallDetailRoutes(console: console).add(to: pages)
        AppointmentRoutes(console: console).add(to: pages)
        OverviewRoutes(console: console).add(to: pages)
        SettingsRoutes(console: console, webhooksURL: webhooksURL).add(to: pages)
        OperationsRoutes(console: console).add(to: pages)
        LeadListRoutes(console: console).add(to: pages)
        LeadRoutes(console: console).add(to: pages)
        LeadFormRoutes(console: console).add(to: pages)
        AccountRoutes(console: console, hasher: hasher).add(to: pages)
        TeamRoutes(console: console, publicURL: publicURL).add(to: pages)
        ImportUploadRoutes(console: console).add(to: pages)
        ImportRoutes(console: console).add(to: pages)
        return router
    }
}
