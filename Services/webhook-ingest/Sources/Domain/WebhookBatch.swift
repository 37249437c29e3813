internal import Contracts
internal import FoundationEssentials
internal import Messaging

/// What a batch of webhooks does to the calls they are about: pure, in the order in which they came.
struct WebhookBatch {
    private var calls: [String: CallRecord]
    private var new: Set<String> = []
    private var changed: Set<String> = []
    private(set) var events: [OutgoingEvent] = []
    private(set) var rawEvents: [RawEvent] = []

    /// - Parameter known: the calls that have a row already.
    init(known: [CallRecord]) {
        calls = Dictionary(uniqueKeysWithValues: known.map { ($0.vapiCallID, $0) })
    }

    var dispositions: [String] { rawEvents.map(\.disposition) }
    var inserted: [CallRecord] { new.compactMap { calls[$0] } }
    var updated: [CallRecord] { changed.subtracting(new).compactMap { calls[$0] } }

    mutating func apply(_ submission: Submission, match: MatchCalls.Match) throws {
        var raw = submission.raw
        if let facts = submission.facts {
            let before = calls[facts.vapiCallID]
            let (call, change) = update(facts, match: match, at: raw.receivedAt)
            let isFoundLate = before != nil && before?.agencyID == nil && call.agencyID != nil
            // Its end was told when the call was nobody's, so that nobody could do anything about it.
            let endIsToldAgain = isFoundLate && before?.announcedAt != nil
            raw.callID = call.id
            raw.agencyID = call.agencyID
            raw.disposition = isFoundLate ? "applied" : Self.disposition(of: change, call)
            if endIsToldAgain {
                events.append(try call.event(call.endedPayload, at: raw.receivedAt, traceparent: raw.traceparent))
            }
            if let event = try Self.event(for: change, call, at: raw.receivedAt, traceparent: raw.traceparent) {
                events.append(event)
            }
            if change == .ended || change == .amended || endIsToldAgain, let optOut = call.optOut {
                events.append(try call.event(optOut, at: raw.receivedAt, traceparent: raw.traceparent))
            }
        }
        rawEvents.append(raw)
    }

    private mutating func update(
        _ facts: CallFacts, match: MatchCalls.Match, at now: Date
    ) -> (CallRecord, CallChange) {
        var call: CallRecord
        let change: CallChange
        if let known = calls[facts.vapiCallID] {
            call = known
            change = call.apply(facts, at: now)
            if call != known { changed.insert(call.vapiCallID) }
        } else {
            (call, change) = CallRecord.new(id: .new(at: now), from: facts, at: now)
            new.insert(call.vapiCallID)
        }
        if call.agencyID == nil, let agencyID = match.agencyID {
            call.agencyID = agencyID
            changed.insert(call.vapiCallID)
        }
        if call.leadID == nil, call.agencyID == match.agencyID, let leadID = match.leadID {
            call.leadID = leadID
            changed.insert(call.vapiCallID)
        }
        calls[call.vapiCallID] = call
        return (call, change)
    }

    private static func disposition(of change: CallChange, _ call: CallRecord) -> String {
        switch change {
        case .repeated: "repeated"
        case .stale: "stale"
        case .progressed, .awaitingReport, .ended, .amended: call.agencyID == nil ? "unmatched" : "applied"
        }
    }

    private static func event(
        for change: CallChange, _ call: CallRecord, at time: Date, traceparent: String?
    ) throws -> OutgoingEvent? {
        switch change {
        case .repeated, .stale, .awaitingReport: nil
        case .progressed:
            try call.event(
                CallProgressed(callID: call.id, vapiCallID: call.vapiCallID, leadID: call.leadID, status: call.status),
                at: time, traceparent: traceparent)
        case .ended: try call.event(call.endedPayload, at: time, traceparent: traceparent)
        case .amended:
            try call.event(
                CallAmended(
                    callID: call.id, vapiCallID: call.vapiCallID, leadID: call.leadID, status: call.status,
                    outcome: call.outcome ?? .unknown, recordingAvailable: call.recordingURL != nil),
                at: time, traceparent: traceparent)
        }
    }
}

extension CallRecord {
    /// That the other side does not want to be called any more; nil when it did not say so.
    var optOut: LeadOptedOut? {
        guard outcome == .optedOut, agencyID != nil, let customerNumber else { return nil }
        return LeadOptedOut(leadID: leadID, phone: customerNumber, source: "call", callID: id)
    }

    var endedPayload: CallEnded {
        CallEnded(
            callID: id, vapiCallID: vapiCallID, leadID: leadID, direction: direction, status: status,
            outcome: outcome ?? .unknown, endedReason: endedReason, retryable: retryable,
            conversationHappened: conversationHappened, startedAt: startedAt?.roundedToMilliseconds,
            endedAt: endedAt?.roundedToMilliseconds, durationSeconds: durationSeconds.map(Int.init), language: language,
            recordingAvailable: recordingURL != nil)
    }

    func event(_ payload: some EventPayload, at time: Date, traceparent: String?) throws -> OutgoingEvent {
        try OutgoingEvent(
            from: WebhookIngest.name, about: id, agencyID: agencyID, at: time.roundedToMilliseconds,
            traceparent: traceparent, payload)
    }
}
