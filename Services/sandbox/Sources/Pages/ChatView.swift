internal import FoundationEssentials

/// The messages between one person and one of our numbers, on the person's phone.
struct ChatView: Sendable {
    /// How many are shown, the newest.
    private static let most = 200

    var pair: NumberPair
    /// Oldest first.
    var messages: [MessageRecord]
    var isOptedOut: Bool
    var isWindowOpen: Bool
    var problem: String?
    var refresh: Bool
    /// Where what the person writes goes.
    var inboundURL: String?

    init(
        _ pair: NumberPair, _ inbox: Inbox, at now: Date, problem: String?, refresh: Bool, inboundURL: String?
    ) {
        self.pair = pair
        messages = inbox.chat(pair).suffix(Self.most)
        isOptedOut = inbox.messages.isOptedOut(pair)
        isWindowOpen = inbox.messages.isWindowOpen(pair, at: now)
        self.problem = problem
        self.refresh = refresh
        self.inboundURL = inboundURL
    }

    var values: [String: Any] {
        let path = Inbox.Conversation.Kind.chat(pair).path
        var values: [String: Any] = [
            "title": "\(pair.theirs.number), \(pair.ours.channel.label)", "onInbox": true,
            "number": pair.theirs.number, "sender": pair.ours.number, "channel": pair.ours.channel.rawValue,
            "via": pair.ours.channel.label, "isWhatsApp": pair.ours.channel == .whatsApp, "refresh": refresh,
            "still": path, "moving": path + "&refresh=1", "hasMessages": !messages.isEmpty,
            "messages": messages.map(Self.values), "goesTo": inboundURL ?? "", "goesSomewhere": inboundURL != nil,
        ]
        if let problem { values["problem"] = problem }
        if isOptedOut { values["note"] = "This person wrote STOP: SMS from \(pair.ours.number) are refused." }
        if pair.ours.channel == .whatsApp {
            values["window"] =
                isWindowOpen
                ? "The person wrote within the last 24 hours: free text is delivered."
                : "The person has not written within 24 hours: only templates are delivered."
        }
        return values
    }

    private static func values(_ record: MessageRecord) -> [String: Any] {
        let isOwn = record.direction == .inbound
        var values: [String: Any] = [
            "text": record.text, "own": isOwn, "iso": record.createdAt.iso,
            "time": String(record.createdAt.iso.dropFirst(11).prefix(5)),
            "day": String(record.createdAt.iso.prefix(10)),
            "media": record.draft.mediaURLs, "hasCallbacks": !record.callbacks.isEmpty,
            "callbacks": record.callbacks.map {
                ["message": $0.message, "result": $0.result, "mood": $0.isSuccess ? "good" : "bad"]
            },
        ]
        guard !isOwn else { return values }
        let isBad = record.status == .failed || record.status == .undelivered
        values["ticks"] = ticks(record.status)
        values["mood"] = isBad ? "bad" : record.status == .read ? "read" : "muted"
        values["status"] = record.errorCode.map { "\(label(record.status)) (\($0))" } ?? label(record.status)
        if let code = record.errorCode { values["reason"] = MessageEvent.reasons[code] ?? "" }
        return values
    }

    private static func ticks(_ status: MessageStatus) -> String {
        switch status {
        case .accepted, .queued: "…"
        case .sent: "✓"
        case .delivered, .read, .received: "✓✓"
        case .undelivered, .failed: "!"
        }
    }

    private static func label(_ status: MessageStatus) -> String {
        status.rawValue.prefix(1).uppercased() + status.rawValue.dropFirst()
    }
}
