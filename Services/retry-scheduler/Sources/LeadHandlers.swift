internal import Calling
internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// Plans the first call of whoever has come in, and takes calls back from whoever wants none.
struct LeadHandlers: Sendable {
    func created(
        _ event: CloudEvent<LeadCreated>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        // Whoever is talking to us is not called, nor who was only put on file.
        guard event.data.source != "call", event.data.isCallWanted ?? true else { return [] }
        return try await plan(event.data.leadID, event, in: transaction)
    }

    /// Somebody who asks again waits to be called, also when a retry is planned for tomorrow.
    func updated(
        _ event: CloudEvent<LeadUpdated>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        guard event.data.isInquiry else { return [] }
        return try await plan(event.data.leadID, event, in: transaction)
    }

    /// Also without a number or an agreement: the gate says so, and it can be read.
    private func plan(
        _ leadID: LeadID, _ event: CloudEvent<some EventPayload>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        guard let agencyID = event.agencyID,
            let lead = try await transaction.execute(LoadCalledLead(leadID: leadID, agencyID: agencyID)).first
        else { return [] }
        guard (CallingRules.stored(lead.rules)).callsNewLeads else { return [] }
        let plan = PlanCall(
            id: .new(), leadID: leadID, agencyID: agencyID, kind: .first, traceparent: event.traceparent,
            bringsForward: true)
        guard let row = try await transaction.execute(plan).first else { return [] }
        return [try row.event(row.planned, trace: event.traceparent)]
    }

    /// The list, the planned calls and the events that tell of them, in one transaction.
    func optedOut(
        _ event: CloudEvent<LeadOptedOut>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        guard let agencyID = event.agencyID else { return [] }
        let optOut = event.data
        if try await isOvertaken("stop", optOut.source, optOut.phone, agencyID, in: transaction) { return [] }
        let (_, cancelled) = try await transaction.pipeline(
            BarNumber(agencyID: agencyID, phone: optOut.phone, source: optOut.source, callID: optOut.callID),
            CancelPlanned(
                agencyID: agencyID, reason: DialReason.optedOut.rawValue, leadID: optOut.leadID, phone: optOut.phone))
        return try cancelled.map { try $0.cancelled(.optedOut, trace: event.traceparent) }
    }

    /// Undoes only what was said in the same way, and plans nothing: to be reachable is not to ask for a call.
    func optedIn(
        _ event: CloudEvent<LeadOptedIn>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        guard let agencyID = event.agencyID else { return [] }
        let optIn = event.data
        if try await isOvertaken("start", optIn.source, optIn.phone, agencyID, in: transaction) { return [] }
        _ = try await transaction.execute(
            UnbarNumber(agencyID: agencyID, phone: optIn.phone, source: optIn.source))
        return []
    }
}

extension LeadHandlers {
    /// Whether they have written something else since: events come in any order, and what was wished last counts.
    private func isOvertaken(
        _ wish: String, _ source: String, _ phone: String, _ agencyID: AgencyID, in transaction: PostgresTransaction
    ) async throws -> Bool {
        guard source == "message" else { return false }
        let (_, latest) = try await transaction.pipeline(
            LockWishes(agencyID: agencyID, phone: phone), LatestWish(phone: phone))
        return latest.first.map { $0 != wish } ?? false
    }
}

extension CallingRules {
    /// What is stored was checked when it was stored; should it not read, the standard is safer than nothing.
    static func stored(_ json: String) -> CallingRules { (try? CallingRules(json: json.utf8)) ?? .standard }
}

extension RetryRow {
    func event(_ payload: some EventPayload, trace: String?) throws -> OutgoingEvent {
        try OutgoingEvent(from: RetryScheduler.name, about: id, agencyID: agencyID, traceparent: trace, payload)
    }

    func cancelled(_ reason: DialReason, trace: String?) throws -> OutgoingEvent {
        try event(RetryCancelled(retryID: id, leadID: leadID, reason: reason.rawValue), trace: trace)
    }
}
