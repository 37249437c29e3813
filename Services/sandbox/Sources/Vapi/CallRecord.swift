internal import FoundationEssentials

/// What has become of a call so far. Pure: the script's events move it on.
struct CallRecord: Sendable, Equatable {
    let call: CallSnapshot
    let outcome: CallOutcome
    private(set) var status: String
    private(set) var updatedAt: Date
    private(set) var startedAt: Date?
    private(set) var endedAt: Date?
    /// As it was first made.
    private(set) var report: JSON?
    var deliveries: [Delivery] = []
    /// What is to go wrong with its server messages.
    var webhookFault: Fault?

    init(_ call: CallSnapshot, outcome: CallOutcome) {
        self.call = call
        self.outcome = outcome
        status = "queued"
        updatedAt = call.createdAt
    }

    /// A call that is over.
    init(_ invented: InventedCall) {
        self.init(invented.call, outcome: invented.outcome)
        status = "ended"
        (startedAt, endedAt, updatedAt) = (invented.times.startedAt, invented.times.endedAt, invented.times.endedAt)
        report = invented.report(at: invented.times.endedAt)["message"]
    }

    var isEnded: Bool { endedAt != nil }

    /// The message that follows from the event.
    mutating func apply(_ event: CallScript.Event, at now: Date) -> PendingMessage {
        let messages = ServerMessages(call: call, outcome: outcome)
        updatedAt = now
        switch event {
        case .ringing: status = "ringing"
        case .answered:
            status = "in-progress"
            startedAt = now
        case .ended:
            status = "ended"
            endedAt = now
            // As if it had been played at the speed at which people talk.
            if startedAt != nil, let seconds = call.conversationSeconds(outcome) {
                startedAt = now.addingTimeInterval(-seconds)
            }
        case .reported:
            let times = CallTimes(startedAt: startedAt, endedAt: endedAt ?? now)
            report = messages.endOfCallReport(times, at: now)["message"]
            return PendingMessage(type: "end-of-call-report") { messages.endOfCallReport(times, at: $0) }
        }
        let status = status
        return PendingMessage(type: "status-update") { messages.statusUpdate(status, at: $0) }
    }

    /// The audio, once there is some.
    func recording(_ track: Recording.Track) -> Recording? {
        guard isEnded, outcome.isAnswered else { return nil }
        return Recording(call, track: track, outcome: outcome, times: times)
    }

    private var times: CallTimes { CallTimes(startedAt: startedAt, endedAt: endedAt ?? updatedAt) }

    /// As `GET /call/{id}` shows it, with links that are good from now on.
    func resource(at now: Date) -> JSON {
        var json = call.json
        json["status"] = .string(status)
        json["updatedAt"] = .string(updatedAt.iso)
        json["startedAt"] = startedAt.map { .string($0.iso) }
        json["endedAt"] = endedAt.map { .string($0.iso) }
        if isEnded { json["endedReason"] = .string(outcome.endedReason) }
        for name in ["cost", "costs", "costBreakdown", "analysis", "artifact", "messages"] {
            json[name] = report?[name]
        }
        if var artifact = json["artifact"], outcome.isAnswered {
            let messages = ServerMessages(call: call, outcome: outcome)
            messages.addRecording(to: &artifact, times, issuedAt: now, at: now)
            json["artifact"] = artifact
        }
        return json
    }
}

/// A server message that is to be sent.
struct PendingMessage: Sendable {
    var type: String
    /// Made for the time of an attempt.
    var body: @Sendable (Date) -> JSON
}
