internal import Contracts
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// A mail as a lead would get it with what was typed, before that is saved; in a tab of its own.
struct MailPreviewRoutes: Sendable {
    static let path = "\(SettingsTab.mails.path)/preview"

    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.post(RouterPath(Self.path)) { request, context in
            try context.ownersOnly()
            let form = try await LogoDesk(console: console).form(request, context).form
            let frame = console.frame(request, context)
            var check = FormCheck(words: frame.words)
            guard let branding = form.branding(&check) else {
                return page(
                    frame, check.problems.html { frame.alert("\($0.label): \($0.text)") }, .unprocessableContent)
            }
            let wish = PreviewNotice(
                kind: "appointment.booked", role: "lead", language: nil, callID: nil, appointmentID: nil, texts: nil,
                branding: branding)
            switch try await console.settle(wish, by: context.principal, noting: nil) {
            case .done(let reply): return .mail(reply.html)
            case .notDone(let why): return page(frame, frame.alert(why), why.status)
            }
        }
    }

    /// What was typed is still in the tab that this one was opened from.
    private func page(_ frame: PageFrame, _ problem: HTML, _ status: HTTPResponse.Status) -> Response {
        .html(frame.settings(.mails, isStart: false, problem), status: status)
    }
}

extension Response {
    /// Nothing in a mail may run or send anything, or load more than its picture from here, and it belongs to no site: not even to
    /// ours.
    private static let mailPolicy = """
        sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'none'; base-uri 'none'; \
        frame-ancestors 'none'
        """

    /// The HTML of a mail, to be looked at.
    static func mail(_ html: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/html; charset=utf-8", .contentSecurityPolicy: mailPolicy],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }
}
