internal import HTMLText
internal import Mustache

/// The pages, from the embedded templates.
struct Pages: Sendable {
    private let library: MustacheLibrary

    /// - Throws: when a template has a syntax error; then the service does not start.
    init() throws {
        let sources = [
            "head": PackageResources.head_html_mustache, "index": PackageResources.index_html_mustache,
            "mailbox": PackageResources.mailbox_html_mustache, "mail": PackageResources.mail_html_mustache,
            "missing": PackageResources.missing_html_mustache, "consent": PackageResources.consent_html_mustache,
            "blocked": PackageResources.blocked_html_mustache, "calendar": PackageResources.calendar_html_mustache,
            "event": PackageResources.event_html_mustache, "inbox": PackageResources.inbox_html_mustache,
            "chat": PackageResources.chat_html_mustache, "mails": PackageResources.mails_html_mustache,
        ]
        library = MustacheLibrary(
            templates: try sources.mapValues { try MustacheTemplate(string: String(decoding: $0, as: UTF8.self)) })
    }

    static let style = PackageResources.style_css

    func mailbox(_ view: MailboxView) -> Answer { page("mailbox", view.values) }
    func mail(_ view: MailView) -> Answer { page("mail", view.values) }
    func inbox(_ view: InboxView) -> Answer { page("inbox", view.values) }
    func mails(_ view: MailsView) -> Answer { page("mails", view.values) }
    func chat(_ view: ChatView) -> Answer { page("chat", view.values) }
    func index(_ view: IndexView) -> Answer { page("index", view.values) }

    func calendar(_ view: CalendarView) -> Answer { page("calendar", view.values) }

    /// - Parameter origin: where the answer to the form sends the browser; it has to be allowed to go there.
    func consent(_ view: ConsentView, backTo origin: WebOrigin?) -> Answer {
        var answer = page("consent", view.values)
        let policy = answer.headers["content-security-policy"] ?? ""
        answer.headers["content-security-policy"] = policy.replacing(
            "form-action 'self'", with: "form-action 'self' \(origin?.text ?? "")")
        return answer
    }

    func blocked(_ problem: AuthorizationProblem) -> Answer {
        page(
            "blocked",
            [
                "title": "Access blocked", "error": problem.error, "status": "\(problem.status)",
                "detail": problem.detail,
            ],
            status: problem.status)
    }

    func missing() -> Answer {
        page("missing", ["title": "No such mail", "onInbox": true], status: 404)
    }

    private func page(_ template: String, _ values: [String: Any], status: Int = 200) -> Answer {
        let html = library.render(HTMLText.escaped(values as Any), withTemplate: template) ?? ""
        return Answer(status: status, html: html)
    }
}

extension Answer {
    /// A page of ours: no script, nothing from elsewhere.
    init(status: Int = 200, html: String) {
        self.init(status: status, body: Array(html.utf8))
        contentType = "text/html; charset=utf-8"
        headers = [
            "content-security-policy":
                "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-src 'self'; "
                + "base-uri 'none'; frame-ancestors 'none'",
            "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "cache-control": "no-store",
        ]
    }

    /// Somebody else's HTML: shown, but allowed nothing besides its pictures, as in a mail reader. Links open in a window of their own.
    init(foreign html: String) {
        self.init(html: html)
        headers["content-security-policy"] =
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data: http: https:; "
            + "style-src 'unsafe-inline'; frame-ancestors 'self'"
        headers["referrer-policy"] = "no-referrer"
    }

    static func redirect(to path: String) -> Answer {
        var answer = Answer(status: 303, body: [])
        answer.headers["location"] = path
        return answer
    }
}
