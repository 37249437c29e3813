internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Passwords
internal import Postgres

/// `/forgotten-password` and `/set-password/{token}`: for those who cannot sign in, or not yet.
struct PasswordLinkRoutes: Sendable {
    let console: Console
    let cookies: SessionCookies
    let hasher: PasswordHasher
    let publicURL: String

    private var door: DoorPage { DoorPage(console: console, cookies: cookies) }
    private var desk: LinkDesk { LinkDesk(database: console.database, hasher: hasher) }

    func add(to router: Router<ConsoleContext>) {
        router.get("/forgotten-password") { request, _ in forgotten(request) }
        router.post("/forgotten-password") { request, context in
            let form = try await door.form(request)
            let desk = ForgottenPassword(
                links: AccountLinks(console: console, publicURL: publicURL), pool: console.database.pool,
                logger: console.logger)
            await desk.request(email: form["email"], address: context.address)
            return Response.seeOther("/forgotten-password?done=sent")
        }
        router.get("/set-password/:token") { request, context in
            guard let token = Self.token(context), let link = try await desk.find(token) else { return gone(request) }
            return page(request, token, link, name: link.viewer.name)
        }
        router.post("/set-password/:token") { request, context in try await setPassword(request, context) }
    }

    /// Nothing that can be none is looked up.
    private static func token(_ context: ConsoleContext) -> SecretToken? {
        context.parameters.get("token").flatMap { text in
            (20...100).contains(text.utf8.count) ? SecretToken(text: String(text)) : nil
        }
    }

    private func forgotten(_ request: Request) -> Response {
        let isSent = Query(request)["done"] == "sent"
        return door.render(request, title: LinkWords.forgotten) { words, field in
            guard !isSent else {
                return """
                    <div class="notice good" role="status"><p>\(words(LinkWords.sent))</p></div>
                    <p class="muted">\(words(LinkWords.sentText))</p>
                    <p><a href="/forgotten-password">\(words(LinkWords.sendAgain))</a></p>
                    <p class="small"><a href="/sign-in">\(words(LinkWords.backToSignIn))</a></p>
                    """
            }
            return """
                <p class="muted">\(words(LinkWords.forgottenText))</p>
                <form class="form" method="post" action="/forgotten-password" data-busy>\(field)
                \(Field("email", words(.emailAddress), .input(type: "email", value: ""), attributes: #" autocomplete="username" required maxlength="254""#).html)
                <div class="actions"><button class="primary">\(words(LinkWords.sendLink))</button></div></form>
                <p class="small"><a href="/sign-in">\(words(LinkWords.backToSignIn))</a></p>
                """
        }
    }

    /// Used up, too old, or never there: which of them is not said.
    private func gone(_ request: Request) -> Response {
        door.render(request, title: LinkWords.gone, status: .notFound) { words, _ in
            """
            <p>\(words(LinkWords.goneText))</p>
            <p><a class="button primary" href="/forgotten-password">\(words(LinkWords.askForNew))</a></p>
            <p class="small"><a href="/sign-in">\(words(LinkWords.backToSignIn))</a></p>
            """
        }
    }

    private func setPassword(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let form = try await door.form(request)
        guard let token = Self.token(context), let link = try await desk.find(token) else { return gone(request) }
        let name = link.kind == .invitation ? form["name"] : link.viewer.name
        let answer = try await desk.set(
            token, link, name: name, password: form.raw("password"), repeated: form.raw("repeated"),
            address: context.address, userAgent: request.headers[.userAgent])
        switch answer {
        case .signedIn(let session): return .seeOther("/", cookies: cookies.signedIn(session))
        case .gone: return gone(request)
        case .refused(let problems):
            return page(request, token, link, name: name, problems: problems, status: .unprocessableContent)
        }
    }

    private func page(
        _ request: Request, _ token: SecretToken, _ link: LinkDesk.Link, name: String,
        problems: [PasswordDesk.Problem] = [], status: HTTPResponse.Status = .ok
    ) -> Response {
        let isInvitation = link.kind == .invitation
        let title = isInvitation ? LinkWords.join : LinkWords.newPassword
        let values = ["agency": link.viewer.agencyName]
        return door.render(request, title: title, values: values, status: status) { words, field in
            func problem(_ field: String) -> String? { problems.first { $0.field == field }.map { words($0.text) } }
            let summary = ProblemSummary(
                words: words, problems: problems.map { ($0.field, words($0.label), words($0.text)) })
            let text = isInvitation ? LinkWords.joinText : LinkWords.newPasswordText
            let nameField: HTML =
                isInvitation
                ? Field(
                    "name", words(LinkWords.yourName), .input(type: "text", value: name), problem: problem("name"),
                    attributes: #" autocomplete="name" required maxlength="120""#
                ).html : .empty
            return """
                \(summary.html)<p class="muted">\(words(text)) <bdi>\(link.viewer.email)</bdi></p>
                <form class="form" method="post" action="/set-password/\(token.text)" data-busy>\(field)
                <input type="hidden" name="username" value="\(link.viewer.email)" autocomplete="username">
                \(nameField)\(NewPasswordFields(words: words, problem: problem("password"), repeatProblem: problem("repeated"), hint: AccountWords.passwordHint).html)
                <div class="actions"><button class="primary">\(words(isInvitation ? LinkWords.joinButton : LinkWords.saveAndSignIn))</button></div></form>
                """
        }
    }
}
