internal import ServiceLifecycle

/// Has calls come and go by themselves, one after another: the next one waits until the one before is over, and none is
/// played while all lines are taken.
struct Life: Service {
    let settings: LifeSettings
    let phoneNumberID: String
    let vapi: VapiProvider
    let ambient: Ambient

    func run() async throws {
        // Being told to stop ends a pause, and a call where it is.
        try? await cancelWhenGracefulShutdown {
            var calls = 0
            while !Task.isCancelled {
                try await ambient.pause(settings.pause(after: calls, chance: ambient.chance()))
                await playOne()
                calls += 1
            }
        }
    }

    /// Plays a call from its beginning to its report, unless no line is free.
    func playOne() async {
        let next = LifeCall(among: settings.people, chance: ambient.chance)
        var order = CallOrder(json: next.order(phoneNumberID: phoneNumberID))
        if order.number.isEmpty { order.json["customer"] = ["number": .string(CallOrder.stranger(ambient.chance))] }
        let opened = vapi.book.open(lines: vapi.lines) {
            CallRecord(
                CallSnapshot(
                    order, direction: next.direction, createdAt: ambient.now(), recordings: vapi.recordings,
                    conversations: vapi.conversations),
                outcome: next.outcome)
        }
        if let opened { await vapi.player.play(opened.call.id) }
    }
}
