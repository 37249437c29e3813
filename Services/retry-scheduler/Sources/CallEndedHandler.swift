internal import Calling
internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres
internal import Telephony

/// Gives a line back when a call has ended, and plans what follows.
struct CallEndedHandler: Sendable {
    /// From 0 to 1.
    let jitter: @Sendable () -> Double

    func handle(
        _ event: CloudEvent<CallEnded>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let call = event.data
        let attempt = try await transaction.execute(EndAttempt(callID: call.callID, vapiCallID: call.vapiCallID)).first
        // Whom we called we know, whatever came back of what we put into the call.
        guard let agencyID = attempt?.agencyID ?? event.agencyID, let leadID = attempt?.leadID ?? call.leadID,
            let lead = try await transaction.execute(LoadCalledLead(leadID: leadID, agencyID: agencyID)).first
        else { return [] }
        let end = EndOfCall(event: event, agencyID: agencyID, leadID: leadID, lead: lead, attempt: attempt)
        let plan = RetryPlan.after(
            call, retryCount: attempt?.retryCount ?? 0, policy: CallingRules.stored(lead.rules).retries,
            endedAt: min(call.endedAt ?? lead.now, lead.now), jitter: jitter())
        return try await end.placed() + follow(plan, end, in: transaction)
    }

    private func follow(
        _ plan: RetryPlan, _ end: EndOfCall, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        switch plan {
        case .nothing: return []
        case .settled(let reason):
            let cancelled = try await transaction.execute(
                CancelPlanned(
                    agencyID: end.agencyID, reason: reason.rawValue, leadID: end.leadID,
                    onlyAutomatic: reason == .reached,
                    // Who asks again after the call waits for another.
                    plannedBefore: reason == .reached ? end.event.time : nil))
            return try cancelled.map { try $0.cancelled(reason, trace: end.event.traceparent) }
        case .exhausted(let reason):
            return try await giveUp(end, attempts: (end.attempt?.retryCount ?? 0) + 1, reason, in: transaction)
        case .again(let retryCount, let at):
            guard let opening = end.lead.window.nextOpening(from: max(at, end.lead.now)) else {
                return try await giveUp(
                    end, attempts: retryCount, DialReason.neverOpen.rawValue, in: transaction)
            }
            let planned = PlanCall(
                id: .new(), callID: end.attempt?.originalCallID ?? end.event.data.callID, leadID: end.leadID,
                agencyID: end.agencyID, retryCount: retryCount, at: opening, kind: .retry,
                traceparent: end.event.traceparent)
            guard let row = try await transaction.execute(planned).first, row.isNew else { return [] }
            return [try row.event(row.planned, trace: end.event.traceparent)]
        }
    }

    private func giveUp(
        _ end: EndOfCall, attempts: Int, _ reason: String, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        if let attempt = end.attempt {
            _ = try await transaction.execute(NoteExhausted(retryID: attempt.retryID, reason: reason))
        }
        let exhausted = RetryExhausted(
            leadID: end.leadID, callID: end.event.data.callID, attempts: attempts, outcome: end.event.data.outcome,
            reason: reason)
        return [
            try OutgoingEvent(
                from: RetryScheduler.name, about: end.leadID, agencyID: end.agencyID,
                traceparent: end.event.traceparent, exhausted)
        ]
    }
}

/// A call that has ended, with what is known about it here.
private struct EndOfCall: Sendable {
    var event: CloudEvent<CallEnded>
    var agencyID: AgencyID
    var leadID: LeadID
    var lead: LoadCalledLead.Row
    /// Nil for a call that is none of ours: somebody called us, or was called past us.
    var attempt: EndAttempt.Row?

    /// Whoever follows a call hears that it was placed before it hears that nobody answered.
    func placed() throws -> [OutgoingEvent] {
        guard let attempt, attempt.isNews else { return [] }
        return [
            try OutgoingEvent(
                from: RetryScheduler.name, about: attempt.retryID, agencyID: agencyID, traceparent: event.traceparent,
                CallPlaced(
                    attemptID: attempt.attemptID, retryID: attempt.retryID, leadID: leadID,
                    vapiCallID: event.data.vapiCallID, kind: attempt.kind, retryCount: attempt.retryCount))
        ]
    }
}

extension LoadCalledLead.Row {
    fileprivate var window: CallingWindow {
        let number = phone.flatMap { try? TelephoneNumber($0, country: nil) }
        let place = CalledPlace(number: number, country: country, postcode: postcode, timeZone: timeZone)
        let law = CallingLaw.of(country: place.country, subdivision: place.subdivision)
        return CallingWindow(rules: CallingRules.stored(rules), law: law, place: place)
    }
}
