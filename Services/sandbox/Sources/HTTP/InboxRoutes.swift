internal import FoundationEssentials
internal import Hummingbird

/// `/inbox.json` and its relatives: what people have got and wrote, for programs.
struct InboxRoutes: Sendable {
    let resend: ResendProvider
    let twilio: TwilioProvider

    func add(to router: Router<SandboxContext>) {
        router.get("/inbox.json") { request, context in
            try await context.respond(list(FormFields(request.uri.query ?? "")))
        }
        router.get("/inbox/count.json") { _, context in try await context.respond(Answer(json: inbox.counts)) }
        router.post("/inbox/replies.json") { request, context in
            try await context.respond(reply(request.bytes(upTo: 1 << 16) ?? []))
        }
        router.delete("/inbox") { _, _ in
            resend.emptyMailbox()
            twilio.removeAll()
            return HTTPResponse.Status.noContent
        }
    }

    private var inbox: Inbox { Inbox(mailbox: resend.mailbox, messages: twilio.snapshot) }

    private func list(_ query: FormFields) -> Answer {
        var since: Date?
        if let text = query["since"] {
            // An unescaped + of a time zone arrives as a blank.
            since = Date(iso: text.replacing(" ", with: "+"))
            if since == nil { return BadInput(reason: "since must be a time like 2026-08-20T09:00:00Z").answer }
        }
        let channels = ["mail"] + MessageChannel.allCases.map(\.rawValue)
        if let channel = query["channel"], !channels.contains(channel) {
            return BadInput(reason: "channel must be one of \(channels.joined(separator: ", "))").answer
        }
        // An unescaped + of a number arrives as a blank, too.
        let person = query["to"].map { $0.hasPrefix(" ") ? "+" + $0.trimmed : $0.trimmed }
        return Answer(json: inbox.list(person: person, channel: query["channel"], since: since))
    }

    private func reply(_ body: [UInt8]) -> Answer {
        guard let json = try? JSON(parsing: body) else { return BadInput(reason: "the body is not JSON").answer }
        do throws(BadInput) {
            let reply = try InboxReply(
                channel: json["channel"]?.string, number: json["from"]?.string, sender: json["to"]?.string,
                text: json["body"]?.string)
            let message = twilio.receive(reply.text, from: reply.pair.theirs, to: reply.pair.ours)
            return Answer(status: 201, json: message?.summary ?? .null)
        } catch {
            return error.answer
        }
    }
}
