internal import HTTPTypes
internal import Hummingbird

/// What every answer says to browsers: nothing from elsewhere, nothing inline, no frames, no guessing of types, no caches
/// between us and the reader (OWASP HTTP Headers Cheat Sheet).
struct SecurityHeaders: RouterMiddleware {
    typealias Context = ConsoleContext

    /// Whether the console is reached by https alone.
    let isSecure: Bool

    private static let policy = """
        default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
        media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
        """

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        // A page that shows what it does not trust brings a policy that allows no script at all.
        if response.headers[.contentSecurityPolicy] == nil { response.headers[.contentSecurityPolicy] = Self.policy }
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[values: .referrerPolicy] = ["same-origin"]
        response.headers[values: .crossOriginOpenerPolicy] = ["same-origin"]
        response.headers[values: .permissionsPolicy] = ["camera=(), microphone=(), geolocation=(), browsing-topics=()"]
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        return response
    }
}

/// Refuses what another site has a browser send. Browsers say where a request comes from (Fetch Metadata, and RFC 6454
/// `Origin`); a form's own token is checked beside this.
struct SameOriginOnly: RouterMiddleware {
    typealias Context = ConsoleContext

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let isReading = [.get, .head, .options].contains(request.method)
        if !isReading, let site = HTTPField.Name("Sec-Fetch-Site").flatMap({ request.headers[$0] }),
            site != "same-origin", site != "none"
        {
            throw Forbidden()
        }
        return try await next(request, context)
    }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = Self.named("Referrer-Policy")
    fileprivate static let crossOriginOpenerPolicy = Self.named("Cross-Origin-Opener-Policy")
    fileprivate static let permissionsPolicy = Self.named("Permissions-Policy")

    /// A name written in our own code is a valid one.
    static func named(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .xContentTypeOptions }
}
