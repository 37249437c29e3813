internal import DemoCalls
internal import FoundationEssentials

/// A call as it was when it was created. Vapi puts this, never brought up to date, into every server message.
struct CallSnapshot: Sendable, Equatable {
    enum Direction: String, CaseIterable, Sendable {
        case inbound = "inboundPhoneCall"
        case outbound = "outboundPhoneCall"
    }

    static let organisation = "5a9dbbc8-0000-4000-8000-0000000ab0c5"

    var id: String
    var createdAt: Date
    var direction: Direction
    var order: CallOrder
    var recordings: RecordingLinks
    /// Which of the demo agency's conversations it has; nil for the one about insurance.
    var conversationKey: DemoConversationKey?

    init(
        _ order: CallOrder, direction: Direction, createdAt: Date, recordings: RecordingLinks = RecordingLinks(),
        conversations: ConversationLibrary = .insurance
    ) {
        self.recordings = recordings
        id = UUID.timeOrdered(createdAt).text
        conversationKey = conversations.key(for: order, callID: id)
        self.createdAt = createdAt
        self.direction = direction
        self.order = order
    }

    var json: JSON {
        let kept = [
            "assistantId", "assistant", "assistantOverrides", "squadId", "squad", "squadOverrides", "workflowId",
            "workflow", "workflowOverrides", "phoneNumberId", "phoneNumber", "customer", "name", "assistantVersion",
        ]
        var json: JSON = [
            "id": .string(id), "orgId": .string(Self.organisation), "createdAt": .string(createdAt.iso),
            "updatedAt": .string(createdAt.iso), "type": .string(direction.rawValue),
            "status": direction == .inbound ? "ringing" : "queued",
            "monitor": [
                "listenUrl": "wss://sandbox.invalid/\(id)/listen",
                "controlUrl": "https://sandbox.invalid/\(id)/control",
            ],
            "transport": ["provider": "twilio", "conversationType": "voice"],
            "phoneCallProvider": "twilio", "phoneCallTransport": "pstn",
            "phoneCallProviderId": .string("CA" + id.filter { $0 != "-" }),
        ]
        for name in kept { json[name] = order.json[name] }
        return json
    }

    /// The own number, with the account's secrets in it, as real messages carry them.
    var phoneNumber: JSON {
        if let given = order.json["phoneNumber"] { return given }
        return [
            "id": order.json["phoneNumberId"] ?? .null, "orgId": .string(Self.organisation), "provider": "twilio",
            "number": "+15125550100", "name": "sandbox", "status": "active", "createdAt": "2026-01-01T00:00:00.000Z",
            "updatedAt": "2026-01-01T00:00:00.000Z", "twilioAccountSid": "AC00000000000000000000000000000000",
            "twilioAuthToken": "sandbox-must-be-redacted",
        ]
    }
}

extension CallSnapshot {
    /// How long a call takes in which somebody, or something, talks; nil when that is up to whoever plays it.
    func conversationSeconds(_ outcome: CallOutcome) -> Double? {
        guard conversationKey != nil, outcome.isAnswered else { return nil }
        return Conversation(outcome: outcome, customer: nil, key: conversationKey).times().seconds
    }
}
