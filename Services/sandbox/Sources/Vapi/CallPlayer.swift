internal import ServiceLifecycle

/// Plays the calls that were ordered: dials, lets them ring, talk and end, and reports each step to the webhook.
///
/// Its calls are children of ``run()``; a shutdown ends them where they are.
struct CallPlayer: Service {
    let book: CallBook
    let sender: WebhookSender
    let target: WebhookTarget
    /// How long a call takes.
    let duration: Duration
    let ambient: Ambient

    private let (orders, continuation): (AsyncStream<String>, AsyncStream<String>.Continuation)

    /// - Parameter capacity: how many calls may wait to be dialled.
    init(
        book: CallBook, sender: WebhookSender, target: WebhookTarget, duration: Duration, capacity: Int,
        ambient: Ambient
    ) {
        self.book = book
        self.sender = sender
        self.target = target
        self.duration = duration
        self.ambient = ambient
        (orders, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(capacity))
    }

    /// Has the call dialled; it must be in the book.
    func enqueue(_ id: String) { continuation.yield(id) }

    func run() async throws {
        await withDiscardingTaskGroup { group in
            for await id in orders.cancelOnGracefulShutdown() {
                group.addTask { await play(id) }
            }
            group.cancelAll()
        }
    }

    /// Plays a call from dialling to its report; it must be in the book. Ends where it is when the task is cancelled.
    func play(_ id: String) async {
        guard let record = book.record(id) else { return }
        for step in CallScript(record.outcome, duration: duration).steps {
            guard (try? await ambient.pause(step.after)) != nil else { return }
            await perform(step.event, of: record.call)
        }
    }

    /// Moves the call on and tells the webhook, if it wants to know.
    func perform(_ event: CallScript.Event, of call: CallSnapshot) async {
        guard let message = book.update(call.id, { $0.apply(event, at: ambient.now()) }) else { return }
        if let wanted = call.order.serverMessages, !wanted.contains(message.type) { return }
        let fault = book.record(call.id)?.webhookFault
        if fault?.kind == .webhooksLost || fault?.kind == .webhooksFinalLost && event == .reported { return }
        if fault?.kind == .webhooksLate {
            guard (try? await ambient.pause(fault?.delay ?? .zero)) != nil else { return }
        }
        for _ in 0..<(fault?.kind == .webhooksTwice ? 2 : 1) {
            let deliveries = await sender.post(
                callID: call.id, to: target.overridden(by: call.order.server), message.body)
            book.update(call.id) { $0.deliveries += deliveries }
        }
    }

    /// Has a call that is already over, and tells the webhook all of it at once.
    func report(_ sample: SampleRequest) async {
        let invented = sample.call(endedAt: ambient.now(), chance: ambient.chance)
        _ = book.open { CallRecord(invented) }
        let steps = CallScript(invented.outcome, duration: .zero).steps
        for step in steps {
            let deliveries = await sender.post(callID: invented.call.id, to: target) {
                invented.message(step.event, at: $0)
            }
            book.update(invented.call.id) { $0.deliveries += deliveries }
        }
    }
}
