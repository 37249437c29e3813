internal import Contracts
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Postgres

/// `/brand/{hash}`: the pictures of mails, for mail readers, which have not signed in. What is at an address never changes, and nobody
/// guesses one: it is the SHA-256 of the picture.
struct LogoRoutes: Sendable {
    static func path(_ hash: String) -> String { "/brand/\(hash)" }

    let pool: PostgresPool

    /// To be added before what looks for sessions: nobody is known here, and nothing is set.
    func add(to router: Router<ConsoleContext>) {
        router.get("/brand/:hash") { _, context in try await picture(context) }
        router.head("/brand/:hash") { _, context in try await picture(context).createHeadResponse() }
    }

    private func picture(_ context: ConsoleContext) async throws -> Response {
        guard let hash = context.parameters.get("hash"), MailBranding(logo: hash).unusable.isEmpty,
            let picture = try await pool.execute(FindPublicLogo(hash: hash)).first
        else { throw NotFound() }
        return Response(
            status: .ok,
            headers: [
                .contentType: picture.mediaType, .cacheControl: "public, max-age=31536000, immutable",
                .contentSecurityPolicy: "default-src 'none'; sandbox",
                // Readers in browsers show it on pages of their own (Fetch, "cross-origin resource policy check").
                .named("Cross-Origin-Resource-Policy"): "cross-origin",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: picture.bytes)))
    }
}
