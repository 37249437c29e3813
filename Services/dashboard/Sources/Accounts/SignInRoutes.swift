internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/sign-in` and `/sign-out`.
struct SignInRoutes: Sendable {
    let console: Console
    let desk: SignInDesk
    let cookies: SessionCookies

    func add(to router: Router<ConsoleContext>) {
        router.get("/sign-in") { request, context in
            if context.viewer != nil { return Response.seeOther("/") }
            return page(request, email: "", problem: nil, status: .ok)
        }
        router.post("/sign-in") { request, context in try await signIn(request, context) }
    }

    func add(to group: RouterGroup<ViewerContext>) {
        group.post("/sign-out") { request, context in
            _ = try await context.form(request)
            try await console.database.run(as: context.viewer) { transaction in
                _ = try await transaction.execute(EndSessions(only: context.viewer.proofID))
                _ = try await transaction.execute(
                    AddAuditEntry("session.ended", by: context.viewer, address: context.address))
            }
            return Response.seeOther("/sign-in", cookies: cookies.signedOut())
        }
    }

    private func signIn(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let form = try await readForm(request, sessionToken: cookies.doorToken(of: request), limit: 16 << 10)
        let email = form["email"]
        let answer = try await desk.signIn(
            email: email, password: form.raw("password"), address: context.address,
            userAgent: request.headers[.userAgent])
        switch answer {
        case .signedIn(let token):
            let next = localPath(request.uri.queryParameters["next"].map(String.init))
            return .seeOther(next ?? "/", cookies: cookies.signedIn(token))
        case .refused:
            return page(request, email: email, problem: .signInRefused, status: .unprocessableContent)
        case .tooMany(let until):
            let pause = SignInPause(until: until)
            var response = page(request, email: email, problem: pause.toldAtSignIn, status: .tooManyRequests)
            response.headers[.retryAfter] = "\(pause.seconds)"
            return response
        }
    }

    private func page(
        _ request: Request, email: String, problem: Phrase?, status: HTTPResponse.Status
    ) -> Response {
        let words = Words(
            language: ConsoleLanguage(preferred: nil, acceptLanguage: request.headers[.acceptLanguage]))
        let known = cookies.doorToken(of: request)
        let token = known ?? SecretToken().text
        let next = localPath(request.uri.queryParameters["next"].map(String.init))
        let action = next.map { "/sign-in?next=\($0.percentEncoded)" } ?? "/sign-in"
        var response = Response.html(
            PlainPage(assets: console.assets, words: words, title: words(.signIn)).render(
                """
                \(problem.map { #"<div class="notice bad" role="alert"><p>\#(words($0))</p></div>"# as HTML })
                <form class="form" method="post" action="\(action)">
                <input type="hidden" name="\(FormToken.field)" value="\(FormToken.make(for: token))">
                \(Field("email", words(.emailAddress), .input(type: "email", value: email), attributes: #" autocomplete="username" required"#).html)
                \(Field("password", words(.password), .input(type: "password", value: ""), attributes: #" autocomplete="current-password" required"#).html)
                <div class="actions"><button class="primary">\(words(.signIn))</button></div>
                </form>
                <p><a href="/forgotten-password">\(words(.forgottenPassword))</a></p>
                """), status: status)
        if known == nil { response.setCookie(cookies.atTheDoor(token)) }
        return response
    }
}

/// A path on this console, and nothing that leads elsewhere; nil otherwise.
///
/// - Parameter text: decoded once, as `queryParameters` has it: what is still encoded in it belongs to the path.
func localPath(_ text: String?) -> String? {
    guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"),
        text.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value < 127 })
    else { return nil }
    return text
}

extension Phrase {
    static let signIn = Phrase("Sign in", es: "Iniciar sesión")
    static let emailAddress = Phrase("Email address", es: "Correo electrónico")
    static let password = Phrase("Password", es: "Contraseña")
    static let forgottenPassword = Phrase("Forgotten your password?", es: "¿Ha olvidado la contraseña?")
    static let signInRefused = Phrase(
        "No account has this address and this password. Check both and try again.",
        es: "Ninguna cuenta tiene ese correo y esa contraseña. Revíselos e inténtelo de nuevo.")
}
