internal import FoundationEssentials
internal import OutboundHTTP
internal import ServiceLifecycle

/// Where the events of mails go.
struct MailWebhook: Sendable {
    var url: String
    var signature: SvixSignature
}

/// Lets what becomes of mails happen, and posts it.
///
/// Events of one mail are posted in turn. One that is not accepted is repeated on its own, as Svix does.
struct MailEventPlayer: Service {
    /// Before each repetition (https://resend.com/docs/dashboard/webhooks/introduction).
    private static let repetitions: [Duration] = [
        .zero, .seconds(5), .seconds(300), .seconds(1800), .seconds(7200), .seconds(18_000), .seconds(36_000),
        .seconds(36_000),
    ]

    private struct Accepted: Sendable {
        var mail: StoredMail
        var fault: Fault?
    }

    /// Nil when nobody wants to know.
    let webhook: MailWebhook?
    let client: HTTPClient
    /// From sending to the end.
    let duration: Duration
    let ambient: Ambient

    private let (mails, continuation): (AsyncStream<Accepted>, AsyncStream<Accepted>.Continuation)

    /// - Parameter capacity: how many mails may wait for their first event.
    init(webhook: MailWebhook?, client: HTTPClient, duration: Duration, capacity: Int, ambient: Ambient) {
        self.webhook = webhook
        self.client = client
        self.duration = duration
        self.ambient = ambient
        (mails, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(capacity))
    }

    func enqueue(_ mail: StoredMail, fault: Fault?) {
        if webhook != nil { continuation.yield(Accepted(mail: mail, fault: fault)) }
    }

    func run() async throws {
        await withDiscardingTaskGroup { group in
            for await accepted in mails.cancelOnGracefulShutdown() {
                group.addTask { await play(accepted) }
            }
            group.cancelAll()
        }
    }

    private func play(_ accepted: Accepted) async {
        guard let webhook else { return }
        let mail = accepted.mail
        let script = MailEvent.script(of: mail.draft, duration: duration, fault: accepted.fault)
        await withDiscardingTaskGroup { group in
            var times: [MailEvent: Date] = [:]
            for step in script.steps {
                guard (try? await ambient.pause(step.after)) != nil else { return }
                times[step.event] = ambient.now()
                for event in step.posts {
                    guard (try? await ambient.pause(script.postDelay)) != nil else { return }
                    let body = event.payload(of: mail, at: times[event] ?? ambient.now()).bytes
                    let id = "msg_\(mail.id.filter { $0 != "-" })_\(event.rawValue)"
                    if await isAccepted(body, id, webhook) { continue }
                    group.addTask { await repeatPost(body, id, webhook) }
                }
            }
        }
    }

    private func repeatPost(_ body: [UInt8], _ id: String, _ webhook: MailWebhook) async {
        for delay in Self.repetitions {
            guard (try? await ambient.pause(delay)) != nil else { return }
            if await isAccepted(body, id, webhook) { return }
        }
    }

    private func isAccepted(_ body: [UInt8], _ id: String, _ webhook: MailWebhook) async -> Bool {
        var request = HTTPRequest(method: .post, url: webhook.url)
        request.timeouts.total = .seconds(15)
        request.headers["content-type"] = "application/json"
        request.headers["user-agent"] = "Svix-Webhooks/1.0 (sandbox)"
        for (name, value) in webhook.signature.headers(id: id, at: ambient.now(), body: body) {
            request.headers[name] = value
        }
        request.body = body
        guard let status = try? await client.send(request).status else { return false }
        return (200..<300).contains(status)
    }
}
