internal import Contracts
internal import Deadlines
internal import Foundation
internal import Logging
internal import Messaging
internal import Metrics
internal import Postgres
internal import ServiceKit
internal import Synchronization
internal import Vapi

/// Writes down what asking the provider for a call came to, and what follows.
struct PlacementRecorder: Sendable {
    let pool: PostgresPool
    let relay: OutboxRelay
    let account: String
    let reconcileAfter: Duration
    let logger: Logger
    let tally = HealthTally()

    /// How soon a call is looked for whose asking was not answered.
    private static let firstLook: Double = 5
    /// Somebody has to put a setting right.
    private static let repairPause: Double = 600

    /// - Parameter isProbe: whether the breaker let it through to find out how things are.
    func record(_ placement: Placement, of attempt: Attempt, isProbe: Bool) async {
        Counter(label: "thavon_dials_total", dimensions: [("result", placement.word)]).increment()
        do {
            // The answer is known now: it is written down even when this service is being ended.
            try await shielded { try await self.write(placement, of: attempt, isProbe: isProbe) }
        } catch {
            // The attempt is as good as unanswered: when its patience is over, it is looked for.
            logger.error("what became of a call could not be written down", error: error)
        }
    }

    /// What was found out later about a call that had been asked for.
    ///
    /// - Parameter isNews: whether it says how the platform is now.
    func write(_ placement: Placement, of attempt: Attempt, isProbe: Bool = false, isNews: Bool = true) async throws {
        let isOrdinary = placement.isPlatformFailure == false && !isProbe
        let handover: OutboxHandover = try await pool.transaction { transaction in
            var events = try await note(placement, of: attempt, in: transaction)
            if !isOrdinary, isNews { events += try await noteHealth(placement, isProbe: isProbe, in: transaction) }
            return try await transaction.commit(publishing: events)
        }
        if isOrdinary { tally.noteSuccess() }
        relay.publish(handover)
    }

    /// Asked for, looked for, and surely not there: it is made again.
    func writeNeverPlaced(_ attempt: Attempt) async throws {
        try await write(.unreachable(reason: "it was asked for and never placed"), of: attempt, isNews: false)
    }

    private func note(
        _ placement: Placement, of attempt: Attempt, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        switch placement {
        case .placed(let callID):
            let placed = NotePlaced(attemptID: attempt.id, vapiCallID: callID, patience: reconcileAfter)
            guard try await !transaction.execute(placed).isEmpty else { return [] }
            return [
                try attempt.event(
                    CallPlaced(
                        attemptID: attempt.id, retryID: attempt.retryID, leadID: attempt.leadID, vapiCallID: callID,
                        kind: attempt.kind, retryCount: attempt.retryCount))
            ]
        case .uncertain(let reason):
            logger.warning(
                "whether a call was placed is not known, it is looked for", metadata: ["reason": "\(reason)"])
            _ = try await transaction.execute(NoteUncertain(attempt: attempt, reason: reason, wait: Self.firstLook))
            return []
        case .unreachable(let reason):
            try await putOff(attempt, reason, hint: nil, in: transaction)
            return []
        case .busy(let reason, let hint):
            _ = try await transaction.execute(
                PauseAccount(account: account, wait: hint.inSeconds, reason: reason))
            try await putOff(attempt, reason, hint: hint.inSeconds, in: transaction)
            return []
        case .misconfigured(let reason):
            logger.error("a call cannot be made as things are set", metadata: ["reason": "\(reason)"])
            _ = try await transaction.execute(
                NoteNotPlaced(attempt: attempt, state: "not_placed", reason: reason, retryAfter: Self.repairPause))
            let until = Date().addingTimeInterval(Self.repairPause).roundedToMilliseconds
            return [
                try attempt.event(
                    RetryRescheduled(
                        retryID: attempt.retryID, leadID: attempt.leadID, scheduledAt: until, reason: reason))
            ]
        case .closed(let reason):
            _ = try await transaction.execute(
                NoteNotPlaced(
                    attempt: attempt, state: "not_placed", reason: reason, retryAfter: Breaker.closedAccountPause))
            return []
        case .refused(let reason):
            logger.error("the voice platform refuses a call for good", metadata: ["reason": "\(reason)"])
            let noted = try await transaction.execute(
                NoteNotPlaced(attempt: attempt, state: "refused", reason: reason, retryAfter: nil))
            guard !noted.isEmpty else { return [] }
            return [
                try attempt.event(
                    CallRefused(
                        attemptID: attempt.id, retryID: attempt.retryID, leadID: attempt.leadID, reason: reason))
            ]
        }
    }

    private func putOff(
        _ attempt: Attempt, _ reason: String, hint: TimeInterval?, in transaction: PostgresTransaction
    ) async throws {
        let wait = DialBackoff.wait(failures: attempt.failures + 1, hint: hint, jitter: .random(in: 0...1))
        _ = try await transaction.execute(
            NoteNotPlaced(attempt: attempt, state: "not_placed", reason: reason, retryAfter: wait))
    }

    /// Feeds the breaker, and tells when it opens or closes.
    private func noteHealth(
        _ placement: Placement, isProbe: Bool, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        guard let isFailure = placement.isPlatformFailure,
            let row = try await transaction.execute(LockAccount(account: account)).first
        else { return [] }
        // Of requests that were begun before it opened, it learns nothing new.
        guard isProbe || row.breaker.state == .closed else { return [] }
        var breaker = row.breaker
        breaker.noteSuccesses(tally.take(), at: row.now)
        let change =
            isFailure
            ? breaker.noteFailure(placement.reason, isAccountClosed: placement.closesAccount, at: row.now)
            : breaker.noteSuccess(at: row.now)
        _ = try await transaction.execute(SaveBreaker(account: account, breaker: breaker))
        guard let change else { return [] }
        let isOpen = change == .opened
        logger.log(
            level: isOpen ? .error : .notice,
            isOpen ? "dialling is interrupted, the voice platform fails" : "the voice platform takes calls again",
            metadata: ["reason": "\(breaker.reason ?? "")"])
        Gauge(label: "thavon_dial_breaker_open").record(isOpen ? 1 : 0)
        return [
            try OutgoingEvent(
                from: RetryScheduler.name, about: account, agencyID: nil,
                DialingInterrupted(
                    account: account, isInterrupted: isOpen, reason: breaker.reason,
                    until: isOpen ? breaker.retryAt?.roundedToMilliseconds : nil))
        ]
    }
}

/// Successes that the breaker has not been told yet: it is one row for all, and waiting for it with each would be the slowest
/// part of a call. What is lost here costs nothing but an earlier opening.
final class HealthTally: Sendable {
    private let successes = Atomic(0)

    func noteSuccess() { successes.add(1, ordering: .relaxed) }
    func take() -> Int { successes.exchange(0, ordering: .relaxed) }
}

extension Attempt {
    func event(_ payload: some EventPayload) throws -> OutgoingEvent {
        try OutgoingEvent(
            from: RetryScheduler.name, about: retryID, agencyID: agencyID, traceparent: traceparent, payload)
    }
}

extension Placement {
    fileprivate var word: String {
        switch self {
        case .placed: "placed"
        case .refused: "refused"
        case .busy: "busy"
        case .misconfigured: "misconfigured"
        case .unreachable: "unreachable"
        case .closed: "closed"
        case .uncertain: "uncertain"
        }
    }

    fileprivate var reason: String {
        switch self {
        case .placed: ""
        case .refused(let reason), .busy(let reason, _), .closed(let reason), .uncertain(let reason),
            .unreachable(let reason), .misconfigured(let reason):
            reason
        }
    }

    fileprivate var closesAccount: Bool {
        if case .closed = self { return true }
        return false
    }
}
