internal import Hummingbird
internal import NIOCore

/// `/`, `/mailbox` and the form of `/`.
struct PageRoutes: Sendable {
    let pages: Pages
    let resend: ResendProvider
    let vapi: VapiProvider
    let twilio: TwilioProvider
    let google: GoogleProvider
    let faults: FaultDesk
    let phoneNumberID: String

    func add(to router: Router<SandboxContext>) {
        router.get("/") { _, context in try await context.respond(index) }
        router.get("/style.css") { _, context in
            var answer = Answer(status: 200, body: Pages.style)
            answer.contentType = "text/css; charset=utf-8"
            return try await context.respond(answer)
        }
        router.get("/mailbox") { request, context in try await context.respond(mailbox(request)) }
        router.get("/mailbox/:id") { _, context in
            let mail = resend.mailbox.mail(try context.parameters.require("id"))
            return try await context.respond(mail.map { pages.mail(MailView(mail: $0)) } ?? pages.missing())
        }
        router.get("/mailbox/:id/html") { _, context in
            let html = resend.mailbox.mail(try context.parameters.require("id")).flatMap { MailView(mail: $0).html }
            return try await context.respond(html.map { Answer(foreign: $0) } ?? pages.missing())
        }
        router.post("/mailbox/empty") { _, context in
            resend.emptyMailbox()
            return try await context.respond(.redirect(to: "/mailbox"))
        }
        router.post("/calls") { request, context in try await context.respond(call(request, context)) }
    }

    private var index: Answer {
        pages.index(
            IndexView(
                mailCount: resend.mailbox.count, messageCount: twilio.snapshot.count,
                accountCount: google.snapshot.calendars.count,
                webhook: vapi.player.target.url, phoneNumberID: phoneNumberID,
                calls: vapi.book.list(CallFilter(limit: 20)), faults: faults.faults))
    }

    private func mailbox(_ request: Request) -> Answer {
        // A form writes blanks as +.
        let filter = request.query("to")?.replacing("+", with: " ").trimmed ?? ""
        return pages.mailbox(
            MailboxView(
                resend.mailbox, filter: filter, page: request.query("page").flatMap { Int($0) } ?? 1,
                refresh: request.query("refresh") != nil))
    }

    private struct Form: Decodable {
        var outcome: String?
        var name: String?
        var number: String?
        var phoneNumberId: String?
    }

    private func call(_ request: Request, _ context: SandboxContext) async throws -> Answer {
        let form = try await URLEncodedFormDecoder().decode(Form.self, from: request, context: context)
        var sample = SampleRequest(phoneNumberID: form.phoneNumberId?.trimmed.nonEmpty ?? phoneNumberID)
        sample.recordings = vapi.recordings
        sample.conversations = vapi.conversations
        sample.name = form.name?.trimmed.nonEmpty
        sample.number = form.number?.trimmed.nonEmpty
        sample.outcome = form.outcome.flatMap { CallOutcome(rawValue: $0) }
        await vapi.player.report(sample)
        return .redirect(to: "/#calls")
    }
}

extension String {
    var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }

    var nonEmpty: String? { isEmpty ? nil : self }
}

/// Refuses what another site makes a browser send.
struct SameSiteOnly: RouterMiddleware {
    func handle(
        _ request: Request, context: SandboxContext,
        next: @concurrent (Request, SandboxContext) async throws -> Response
    ) async throws -> Response {
        if request.method != .get && request.method != .head && request.header("sec-fetch-site") == "cross-site" {
            throw HTTPError(.forbidden, message: "another site may not do this")
        }
        return try await next(request, context)
    }
}
