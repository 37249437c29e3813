internal import HTTPTypes
internal import Hummingbird

/// A page with a form for somebody who has not signed in. The form's token is made of a cookie of its own, as that of the sign-in
/// page is.
struct DoorPage: Sendable {
    let console: Console
    let cookies: SessionCookies

    /// - Parameter content: makes the card's content of the words and the form's hidden field.
    func render(
        _ request: Request, title: Phrase, values: [String: String] = [:], status: HTTPResponse.Status = .ok,
        _ content: (Words, HTML) -> HTML
    ) -> Response {
        let words = Words(
            language: ConsoleLanguage(preferred: nil, acceptLanguage: request.headers[.acceptLanguage]))
        let known = cookies.doorToken(of: request)
        let token = known ?? SecretToken().text
        let field: HTML =
            #"<input type="hidden" name="\#(FormToken.field)" value="\#(FormToken.make(for: token))">"#
        let page = PlainPage(assets: console.assets, words: words, title: words(title, values))
        var response = Response.html(page.render(content(words, field)), status: status)
        if known == nil { response.setCookie(cookies.atTheDoor(token)) }
        return response
    }

    func form(_ request: Request) async throws -> Form {
        try await readForm(request, sessionToken: cookies.doorToken(of: request), limit: 16 << 10)
    }
}
