internal import FoundationEssentials
internal import Hummingbird

/// `/mailbox.json` and its relatives: what has arrived, for programs.
struct MailboxRoutes: Sendable {
    let provider: ResendProvider

    func add(to router: Router<SandboxContext>) {
        router.get("/mailbox.json") { request, context in
            try await context.respond(list(request))
        }
        router.get("/mailbox/count.json") { _, context in
            try await context.respond(Answer(json: counts))
        }
        router.delete("/mailbox") { _, _ in
            provider.emptyMailbox()
            return HTTPResponse.Status.noContent
        }
    }

    private func list(_ request: Request) -> Answer {
        var since: Date?
        if let text = request.query("since") {
            // An unescaped + of a time zone arrives as a blank.
            since = Date(iso: text.replacing(" ", with: "+"))
            if since == nil {
                return Answer(status: 400, json: ["error": "since must be a time like 2026-08-20T09:00:00Z"])
            }
        }
        let mails = provider.mailbox.search(recipient: request.query("to"), since: since)
        return Answer(json: .array(mails.map(\.summary)))
    }

    private var counts: JSON {
        var counts = provider.mailbox.counts
        counts["answers"] = .object(
            Dictionary(
                uniqueKeysWithValues: provider.answers.map { ("\($0 == 0 ? "dropped" : "\($0)")", .number("\($1)")) }))
        return counts
    }
}
