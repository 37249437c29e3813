internal import Foundation
internal import Hummingbird
internal import Postgres

/// The cookies that the console sets. Over https their names begin with `__Host-`, which browsers only take from this very host
/// (RFC 6265bis §4.1.3.2).
struct SessionCookies: Sendable {
    let isSecure: Bool

    private var prefix: String { isSecure ? "__Host-" : "" }
    private var session: String { prefix + "thavon_session" }
    private var door: String { prefix + "thavon_door" }

    func sessionToken(of request: Request) -> String? { value(session, of: request) }
    /// Of the browser that asked for the sign-in page: the form's token is made of it.
    func doorToken(of request: Request) -> String? { value(door, of: request) }

    func signedIn(_ token: SecretToken) -> [Cookie] {
        [cookie(session, token.text, seconds: Int(SignInDesk.sessionDays * 86_400)), cookie(door, "", seconds: 0)]
    }

    func signedOut() -> [Cookie] { [cookie(session, "", seconds: 0)] }

    func atTheDoor(_ token: String) -> Cookie { cookie(door, token, seconds: 86_400) }

    private func value(_ name: String, of request: Request) -> String? {
        request.cookies[name].map(\.value).flatMap { $0.isEmpty || $0.utf8.count > 100 ? nil : $0 }
    }

    private func cookie(_ name: String, _ value: String, seconds: Int) -> Cookie {
        Cookie(
            name: name, value: value, maxAge: seconds, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
    }
}

/// Finds out who has signed in. Lets everybody pass: a page that needs somebody says so by its context.
struct SignedIn: RouterMiddleware {
    typealias Context = ConsoleContext

    let database: ConsoleDatabase
    let cookies: SessionCookies
    /// Whether the network address is what the proxy in front of us says.
    let trustsProxy: Bool

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        if trustsProxy, let forwarded = request.headers[.named("X-Forwarded-For")],
            let client = forwarded.split(separator: ",").last
        {
            context.address = client.trimmingCharacters(in: .whitespaces)
        }
        if let token = cookies.sessionToken(of: request) {
            let find = FindSession(tokenHash: SecretToken(text: token).hash)
            context.viewer = try await database.pool.execute(find).first
            context.sessionToken = token
        }
        return try await next(request, context)
    }
}
