internal import FoundationEssentials

/// A call that is over before it began: nothing is played, only its report exists. For demos and load.
struct InventedCall: Sendable, Equatable {
    let call: CallSnapshot
    let outcome: CallOutcome
    let times: CallTimes

    /// - Parameters:
    ///   - order: whose customer may lack a number; then one is made up.
    ///   - endedAt: the call began, and was created, before that.
    init(
        _ order: CallOrder, outcome: CallOutcome, direction: CallSnapshot.Direction, endedAt: Date,
        recordings: RecordingLinks = RecordingLinks(), conversations: ConversationLibrary = .insurance,
        chance: () -> Double
    ) {
        var order = order
        if order.json["customer"] == nil { order.json["customer"] = [:] }
        if order.number.isEmpty {
            order.json["customer"]?["number"] = .string(CallOrder.stranger(chance))
        }
        let any = outcome == .talks ? 40 + chance() * 200 : 4 + chance() * 20
        let ringing = 3 + chance() * 12
        var call = CallSnapshot(
            order, direction: direction, createdAt: endedAt, recordings: recordings, conversations: conversations)
        let talk = call.conversationSeconds(outcome) ?? any
        let startedAt = outcome.isAnswered ? endedAt.addingTimeInterval(-talk) : nil
        call.createdAt = (startedAt ?? endedAt).addingTimeInterval(-ringing)
        self.call = call
        self.outcome = outcome
        times = CallTimes(startedAt: startedAt, endedAt: endedAt)
    }

    /// A report of this call; each is another delivery of the same.
    func report(at now: Date) -> JSON {
        ServerMessages(call: call, outcome: outcome).endOfCallReport(times, at: now)
    }

    /// The message that went with one of its events.
    func message(_ event: CallScript.Event, at now: Date) -> JSON {
        let messages = ServerMessages(call: call, outcome: outcome)
        return switch event {
        case .ringing: messages.statusUpdate("ringing", at: now)
        case .answered: messages.statusUpdate("in-progress", at: now)
        case .ended: messages.statusUpdate("ended", at: now)
        case .reported: report(at: now)
        }
    }
}

/// What sample and simulated calls are to be like.
struct SampleRequest: Sendable, Equatable {
    var outcome: CallOutcome?
    var number: String?
    var name: String?
    var phoneNumberID: String
    var assistantID: String?
    var metadata: JSON?
    var direction = CallSnapshot.Direction.inbound
    var recordings = RecordingLinks()
    var conversations = ConversationLibrary.insurance

    func order() -> CallOrder {
        CallOrder(
            json: .object(present: [
                "phoneNumberId": .string(phoneNumberID), "assistantId": .string(assistantID ?? "asst_sandbox"),
                "customer": .object(present: [
                    "number": number.map { .string($0) }, "name": name.map { .string($0) },
                ]),
                "assistantOverrides": metadata.map { ["metadata": $0] },
            ]))
    }

    func call(endedAt: Date, chance: () -> Double) -> InventedCall {
        InventedCall(
            order(), outcome: outcome ?? number.map { CallOutcome(number: $0) } ?? .talks, direction: direction,
            endedAt: endedAt, recordings: recordings, conversations: conversations, chance: chance)
    }
}
