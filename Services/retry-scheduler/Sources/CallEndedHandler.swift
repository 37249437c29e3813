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
        guard let agencyID = event.agencyID, let leadID = call.leadID,
            let lead = try await transaction.execute(LoadCalledLead(leadID: leadID, agencyID: agencyID)).first
        else { return [] }
        let rules = CallingRules.stored(lead.rules)
        let plan = RetryPlan.after(
            call, retryCount: attempt?.retryCount ?? 0, policy: rules.retries,
            endedAt: min(call.endedAt ?? lead.now, lead.now), jitter: jitter())
        switch plan {
        case .nothing: return []
        case .settled(let reason):
            let cancelled = try await transaction.execute(
                CancelPlanned(
                    agencyID: agencyID, reason: reason.rawValue, leadID: leadID, onlyAutomatic: reason == .reached))
            return try cancelled.map { try $0.cancelled(reason, trace: event.traceparent) }
        case .exhausted(let reason):
            return [try exhausted(event, agencyID, leadID, attempts: (attempt?.retryCount ?? 0) + 1, reason)]
        case .again(let retryCount, let at):
            let number = lead.phone.flatMap { try? TelephoneNumber($0, country: nil) }
            let place = CalledPlace(
                number: number, country: lead.country, postcode: lead.postcode, timeZone: lead.timeZone)
            let law = CallingLaw.of(country: place.country, subdivision: place.subdivision)
            let window = CallingWindow(rules: rules, law: law, place: place)
            guard let opening = window.nextOpening(from: max(at, lead.now)) else {
                return [
                    try exhausted(event, agencyID, leadID, attempts: retryCount, DialReason.neverOpen.rawValue)
                ]
            }
            let planned = PlanCall(
                id: .new(), callID: attempt?.originalCallID ?? call.callID, leadID: leadID, agencyID: agencyID,
                retryCount: retryCount, at: opening, kind: .retry, traceparent: event.traceparent)
            guard let row = try await transaction.execute(planned).first, row.isNew else { return [] }
            return [try row.event(row.planned, trace: event.traceparent)]
        }
    }

    private func exhausted(
        _ event: CloudEvent<CallEnded>, _ agencyID: AgencyID, _ leadID: LeadID, attempts: Int, _ reason: String
    ) throws -> OutgoingEvent {
        try OutgoingEvent(
            from: RetryScheduler.name, about: leadID, agencyID: agencyID, traceparent: event.traceparent,
            RetryExhausted(
                leadID: leadID, callID: event.data.callID, attempts: attempts, outcome: event.data.outcome,
                reason: reason
            ))
    }
}
