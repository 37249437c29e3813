internal import Contracts
internal import FoundationEssentials

/// A call as it stands in `call_logs`, and the one place where a new message changes it.
///
/// Messages come twice, late and in any order. The rules: the report beats a status update, an end beats any progress,
/// progress only goes forward, the first report's facts stay and a later one only fills gaps.
struct CallRecord: Sendable, Equatable {
    var id: CallID
    var vapiCallID: String
    var agencyID: AgencyID?
    var leadID: LeadID?
    var status: CallStatus
    var outcome: CallOutcome?
    var endedReason: String?
    var direction: CallDirection?
    var customerNumber: String?
    var customerName: String?
    var phoneNumberID: String?
    var assistantID: String?
    var retryable = false
    var conversationHappened = false
    var durationSeconds: Int32?
    var recordingURL: String?
    var transcript: String?
    var summary: String?
    var language: String?
    var metadata = "{}"
    var startedAt: Date?
    var endedAt: Date?
    var reportReceivedAt: Date?
    /// When `call.ended` was put into the outbox.
    var announcedAt: Date?

    init(id: CallID, vapiCallID: String, status: CallStatus) {
        self.id = id
        self.vapiCallID = vapiCallID
        self.status = status
    }
}

/// What applying a message did.
enum CallChange: Sendable, Equatable {
    /// Nothing that was not known.
    case repeated
    /// Older than what is known.
    case stale
    case progressed
    /// Over, but the report is still to come: not announced yet.
    case awaitingReport
    case ended
    /// A report after the end had been announced, or one that filled gaps.
    case amended
}

extension CallRecord {
    /// A new call, from the first message about it.
    static func new(id: CallID, from facts: CallFacts, at now: Date) -> (CallRecord, CallChange) {
        let initial: CallStatus = if case .progress(let status) = facts.stage { status } else { .queued }
        var record = CallRecord(id: id, vapiCallID: facts.vapiCallID, status: initial)
        record.fillGaps(from: facts)
        if case .progress = facts.stage { return (record, .progressed) }
        let change = record.apply(facts, at: now)
        return (record, change)
    }

    /// Applies one message.
    mutating func apply(_ facts: CallFacts, at now: Date) -> CallChange {
        switch facts.stage {
        case .progress(let status): return progress(to: status, facts)
        case .ended: return end(facts, at: now)
        case .report: return report(facts, at: now)
        }
    }

    private mutating func progress(to new: CallStatus, _ facts: CallFacts) -> CallChange {
        guard !status.isFinal else { return .stale }
        let before = self
        fillGaps(from: facts)
        if let language = facts.language { self.language = language }
        guard new.rank > status.rank else { return self == before ? (new == status ? .repeated : .stale) : .progressed }
        status = new
        return .progressed
    }

    private mutating func end(_ facts: CallFacts, at now: Date) -> CallChange {
        guard !status.isFinal else { return .stale }
        fillGaps(from: facts)
        settle(facts)
        // A sender's clock that is ahead must not put off the announcement.
        endedAt = min(endedAt ?? now, now)
        return .awaitingReport
    }

    private mutating func report(_ facts: CallFacts, at now: Date) -> CallChange {
        guard reportReceivedAt == nil else {
            let before = self
            fillGaps(from: facts)
            // Whoever does not want to be called is not called, in whichever report it stands.
            if facts.optedOut { (outcome, retryable) = (.optedOut, false) }
            return self == before ? .repeated : .amended
        }
        // What a status update could only guess gives way to the report.
        startedAt = facts.startedAt ?? startedAt
        endedAt = facts.endedAt ?? endedAt ?? now
        durationSeconds = facts.wholeSeconds ?? durationSeconds
        transcript = facts.transcript ?? transcript
        summary = facts.summary ?? summary
        recordingURL = facts.recordingURL ?? recordingURL
        // What was heard on the way beats what the transcriber was set to.
        fillGaps(from: facts)
        settle(facts)
        reportReceivedAt = now
        guard announcedAt == nil else { return .amended }
        announcedAt = now
        return .ended
    }

    private mutating func settle(_ facts: CallFacts) {
        let result = facts.result
        status = result.status
        outcome = result.outcome
        retryable = result.retryable
        conversationHappened = facts.conversationHappened
        endedReason = facts.endedReason ?? endedReason
        metadata = facts.metadata == "{}" ? metadata : facts.metadata
    }

    private mutating func fillGaps(from facts: CallFacts) {
        direction = direction ?? facts.direction
        customerNumber = customerNumber ?? facts.customerNumber
        customerName = customerName ?? facts.customerName
        phoneNumberID = phoneNumberID ?? facts.phoneNumberID
        assistantID = assistantID ?? facts.assistantID
        startedAt = startedAt ?? facts.startedAt
        endedAt = endedAt ?? facts.endedAt
        durationSeconds = durationSeconds ?? facts.wholeSeconds
        transcript = transcript ?? facts.transcript
        summary = summary ?? facts.summary
        recordingURL = recordingURL ?? facts.recordingURL
        language = language ?? facts.language
        if metadata == "{}" { metadata = facts.metadata }
    }
}

extension CallStatus {
    /// How far along; only ever compared, never stored.
    fileprivate var rank: Int {
        switch self {
        case .queued: 0
        case .ringing: 1
        case .inProgress: 2
        case .completed, .noAnswer, .busy, .failed: 3
        }
    }
}
