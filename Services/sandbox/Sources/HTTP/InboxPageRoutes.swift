internal import Hummingbird

/// `/inbox`: mails, SMS and WhatsApp as the people see them who get them.
struct InboxPageRoutes: Sendable {
    let pages: Pages
    let resend: ResendProvider
    let twilio: TwilioProvider

    func add(to router: Router<SandboxContext>) {
        router.get("/inbox") { request, context in
            let query = FormFields(request.uri.query ?? "")
            return try await context.respond(pages.inbox(view(query)))
        }
        router.get("/inbox/mail") { request, context in
            let query = FormFields(request.uri.query ?? "")
            let address = (query["address"] ?? "").lowercased()
            return try await context.respond(
                pages.mails(
                    MailsView(
                        address: address, mails: inbox.mails(to: address), refresh: query["refresh"] != nil)))
        }
        router.get("/inbox/chat") { request, context in
            try await context.respond(chat(FormFields(request.uri.query ?? "")))
        }
        router.post("/inbox/replies") { request, context in
            let form = FormFields(try await request.bytes(upTo: 1 << 16) ?? [])
            return try await context.respond(reply(form))
        }
        router.post("/inbox/empty") { _, context in
            resend.emptyMailbox()
            twilio.removeAll()
            return try await context.respond(.redirect(to: "/inbox"))
        }
    }

    private var inbox: Inbox { Inbox(mailbox: resend.mailbox, messages: twilio.snapshot) }

    private func view(_ query: FormFields) -> InboxView {
        InboxView(
            inbox, filter: (query["to"] ?? "").trimmed, page: query["page"].flatMap { Int($0) } ?? 1,
            problem: query["problem"], refresh: query["refresh"] != nil,
            sender: twilio.account.sender(on: .sms).number)
    }

    private func chat(_ query: FormFields) -> Answer {
        do throws(BadInput) {
            let pair = try NumberPair(channel: query["channel"], number: query["number"], sender: query["sender"])
            return pages.chat(
                ChatView(
                    pair, inbox, at: twilio.ambient.now(), problem: query["problem"],
                    refresh: query["refresh"] != nil, inboundURL: twilio.account.inboundURL))
        } catch {
            return .redirect(to: "/inbox?problem=\(error.reason.queryEscaped)")
        }
    }

    private func reply(_ form: FormFields) -> Answer {
        let (channel, number, sender) = (form["channel"], form["number"], form["sender"])
        do throws(BadInput) {
            let reply = try InboxReply(channel: channel, number: number, sender: sender, text: form["text"])
            _ = twilio.receive(reply.text, from: reply.pair.theirs, to: reply.pair.ours)
            return .redirect(to: Inbox.Conversation.Kind.chat(reply.pair).path + "#end")
        } catch {
            // Back to where it was typed, if there is such a conversation.
            let pair = try? NumberPair(channel: channel, number: number, sender: sender)
            let path = pair.map { Inbox.Conversation.Kind.chat($0).path + "&" } ?? "/inbox?"
            return .redirect(to: path + "problem=\(error.reason.queryEscaped)")
        }
    }
}
