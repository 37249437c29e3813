internal import Contracts
internal import FoundationEssentials
internal import Messaging
internal import Metrics
internal import Postgres

/// Gives an ended call to somebody, once, and writes down why.
struct CallEndedHandler: Sendable {
    let ladder: Ladder

    func handle(
        _ event: CloudEvent<CallEnded>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let call = event.data
        guard let agencyID = event.agencyID else {
            let nobody = Decision(agentID: nil, rule: .unmatched, considered: [])
            return try await store(nobody, among: [], turns: [], firstOwner: false, event, transaction)
        }
        // One round trip: the lock is held until the commit, so little may happen under it.
        let (_, rows, leads) = try await transaction.pipeline(
            LockTurns(agencyID: agencyID), LoadAgents(agencyID: agencyID), LoadLead(leadID: call.leadID))
        var lead = leads.first ?? LadderLead()
        lead.language = lead.language ?? call.language
        let hasOwner = rows.contains { $0.candidate.id == lead.ownerID && $0.candidate.isActive }
        guard call.needsSomebody || hasOwner else {
            let nobody = Decision(agentID: nil, rule: .notNeeded, considered: [])
            return try await store(nobody, among: [], turns: [], firstOwner: false, event, transaction)
        }
        var turns = rows.map(\.turn)
        let decision = ladder.decide(lead: lead, agents: rows.map(\.candidate), turns: &turns)
        let changed = zip(rows.map(\.turn), turns).filter { $0 != $1 }.map(\.1)
        let firstOwner = !leads.isEmpty && lead.ownerID == nil
        return try await store(
            decision, among: rows, turns: changed, firstOwner: firstOwner, event, transaction)
    }

    private func store(
        _ decision: Decision, among agents: [LoadAgents.Row], turns: [Turn], firstOwner: Bool,
        _ event: CloudEvent<CallEnded>, _ transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let call = event.data
        let insert = InsertAssignment(
            id: .timeOrdered(), callID: call.callID, agencyID: event.agencyID, leadID: call.leadID, decision: decision,
            decisionJSON: try decision.json)
        let (inserted, _, _, _, _) = try await transaction.pipeline(
            insert, SetCallAgent(callID: call.callID, agentID: decision.agentID),
            ClaimLead(leadID: firstOwner ? call.leadID : nil, agentID: decision.agentID),
            SaveTurns(agencyID: event.agencyID, turns: turns),
            StartFollowUps(call.callID, of: decision.agentID, among: agents))
        // Somebody decided this call before this message: their decision stands.
        guard !inserted.isEmpty else { throw NothingToDo("the call has been assigned before") }
        Counter(label: "thavon_assignments_total", dimensions: [("rule", decision.rule.rawValue)]).increment()
        var events = [
            try OutgoingEvent(
                from: Assignment.name, about: call.callID, agencyID: event.agencyID,
                CallAssigned(
                    callID: call.callID, leadID: call.leadID, agentID: decision.agentID, rule: decision.rule,
                    status: call.status, outcome: call.outcome))
        ]
        if let leadID = call.leadID, let agentID = decision.agentID, firstOwner {
            events.append(
                try OutgoingEvent(
                    from: Assignment.name, about: leadID, agencyID: event.agencyID,
                    LeadAssigned(leadID: leadID, agentID: agentID, previousAgentID: nil)))
        }
        return events
    }
}

extension CallEnded {
    /// Whether a person has to look at it. An outbound call that reached nobody is called again by the schedule.
    var needsSomebody: Bool {
        conversationHappened || status == .completed || direction == .inbound || outcome == .voicemail
    }
}

extension Decision {
    /// As stored: rule, candidates with results and reasons.
    var json: String {
        get throws {
            struct Stored: Encodable {
                var rule: AssignmentRule
                var candidates: [Consideration]
            }
            return String(
                decoding: try ContractJSON.encode(Stored(rule: rule, candidates: considered)), as: UTF8.self)
        }
    }
}
