internal import Contracts
internal import Foundation
internal import Logging
internal import Messaging
internal import Metrics
internal import Postgres
internal import ServiceLifecycle

/// Gives calls that nobody was there to take to whoever is there now, the oldest first.
struct Backlog: Service {
    let pool: PostgresPool
    let relay: OutboxRelay
    let ladder: Ladder
    /// Between looks, when there was nothing.
    let pause: Duration
    let logger: Logger
    private let wakeUp = WakeUp()

    init(pool: PostgresPool, relay: OutboxRelay, ladder: Ladder, pause: Duration, logger: Logger) {
        self.pool = pool
        self.relay = relay
        self.ladder = ladder
        self.pause = pause
        self.logger = logger
    }

    /// Somebody may be there now who was not: has it look at once.
    func wake() { wakeUp.wake() }

    func run() async throws {
        await wakeUp.untilShutdown { await step() ? nil : pause }
    }

    private func step() async -> Bool {
        do {
            let handover: OutboxHandover? = try await pool.transaction { transaction in
                try await decide(in: transaction)
            }
            guard let handover else { return false }
            relay.publish(handover)
            return true
        } catch {
            logger.warning("the backlog cannot be looked at right now", error: error)
            return false
        }
    }

    private func decide(in transaction: PostgresTransaction) async throws -> OutboxHandover? {
        guard let call = try await transaction.execute(TakeBacklog()).first else { return nil }
        let (_, rows, leads) = try await transaction.pipeline(
            LockTurns(agencyID: call.agencyID), LoadAgents(agencyID: call.agencyID), LoadLead(leadID: call.leadID))
        var lead = leads.first ?? LadderLead()
        lead.language = lead.language ?? call.language
        var turns = rows.map(\.turn)
        let decision = ladder.decide(lead: lead, agents: rows.map(\.candidate), turns: &turns)
        guard let agentID = decision.agentID else { return nil }
        let isFirstOwner = !leads.isEmpty && lead.ownerID == nil
        let changed = zip(rows.map(\.turn), turns).filter { $0 != $1 }.map(\.1)
        _ = try await transaction.pipeline(
            Reassign(callID: call.callID, decision: decision, decisionJSON: try decision.json),
            SetCallAgent(callID: call.callID, agentID: agentID),
            ClaimLead(leadID: isFirstOwner ? call.leadID : nil, agentID: agentID),
            SaveTurns(agencyID: call.agencyID, turns: changed),
            StartFollowUps(call.callID, of: agentID, among: rows))
        Counter(label: "thavon_assignments_total", dimensions: [("rule", decision.rule.rawValue)]).increment()
        return try await transaction.commit(publishing: try events(call, decision, agentID, isFirstOwner))
    }

    private func events(
        _ call: TakeBacklog.Row, _ decision: Decision, _ agentID: AgentID, _ isFirstOwner: Bool
    ) throws -> [OutgoingEvent] {
        var events = [
            try OutgoingEvent(
                from: Assignment.name, about: call.callID, agencyID: call.agencyID,
                CallAssigned(
                    callID: call.callID, leadID: call.leadID, agentID: agentID, rule: decision.rule,
                    status: call.status, outcome: call.outcome))
        ]
        if isFirstOwner, let leadID = call.leadID {
            events.append(
                try OutgoingEvent(
                    from: Assignment.name, about: leadID, agencyID: call.agencyID,
                    LeadAssigned(leadID: leadID, agentID: agentID, previousAgentID: nil)))
        }
        return events
    }
}

/// Whoever has an appointment with a lead keeps the lead.
struct AppointmentBookedHandler: Sendable {
    func handle(
        _ event: CloudEvent<AppointmentBooked>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let appointment = event.data.appointment
        guard let lead = try await transaction.execute(LoadLead(leadID: appointment.leadID)).first, lead.ownerID == nil
        else { return [] }
        _ = try await transaction.execute(ClaimLead(leadID: appointment.leadID, agentID: appointment.agentID))
        return [
            try OutgoingEvent(
                from: Assignment.name, about: appointment.leadID, agencyID: event.agencyID,
                traceparent: event.traceparent,
                LeadAssigned(leadID: appointment.leadID, agentID: appointment.agentID, previousAgentID: nil))
        ]
    }
}
