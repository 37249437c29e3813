internal import Contracts
internal import Foundation
internal import Logging
internal import Messaging
internal import Metrics
internal import Postgres
internal import ServiceLifecycle

/// Sees to calls that nobody has opened in time: reminds, gives them to somebody else, tells the owners. Each once, whatever
/// the number of replicas: in the transaction that writes down that it was done.
struct FollowUpTimer: Service {
    /// Who it is that gives a call to somebody else.
    static let actor = "follow-up"
    private static let atOnce = 100

    let pool: PostgresPool
    let relay: OutboxRelay
    let ladder: Ladder
    let logger: Logger
    private let wakeUp = WakeUp()

    init(pool: PostgresPool, relay: OutboxRelay, ladder: Ladder, logger: Logger) {
        self.pool = pool
        self.relay = relay
        self.ladder = ladder
        self.logger = logger
    }

    func wake() { wakeUp.wake() }

    func run() async throws {
        await wakeUp.untilShutdown { await step() }
    }

    private func step() async -> Duration? {
        do {
            let (count, toPassOn, steps, handover) = try await advance()
            relay.publish(handover)
            for step in steps { Self.count("\(step)") }
            for callID in toPassOn { try await tryToPassOn(callID) }
            guard count < Self.atOnce else { return nil }
            let next = try await pool.execute(NextFollowUp()).first ?? 5
            return .seconds(min(max(next, 0.1), 5))
        } catch {
            logger.warning("follow-ups cannot be looked at right now", error: error)
            return .seconds(1)
        }
    }

    /// Does what takes no decision, and leaves the calls that are to be somebody else's: for those an agency's turns are held.
    private func advance() async throws -> (count: Int, toPassOn: [CallID], [FollowUp.Step], OutboxHandover) {
        try await pool.transaction { transaction in
            let due = try await transaction.execute(TakeDueFollowUps(limit: Self.atOnce))
            let steps = due.map { ($0, $0.followUp.next(at: $0.now)) }
            let toPassOn = steps.filter { $0.1 == .reassign }.map(\.0.callID)
            let changes = steps.filter { $0.1 != .reassign }.map { $0.change(after: $1) }
            guard !changes.isEmpty else { return (due.count, toPassOn, [], .nothing) }
            let events = try steps.compactMap { try $0.overdue($1) }
            _ = try await transaction.execute(AdvanceFollowUps(changes: changes))
            let done = steps.compactMap(\.1).filter { $0 != .reassign }
            return (due.count, toPassOn, done, try await transaction.commit(publishing: events))
        }
    }

    /// After the commit: a transaction may be repeated.
    private static func count(_ step: String) {
        Counter(label: "thavon_follow_ups_total", dimensions: [("step", step)]).increment()
    }

    /// One call's trouble is not the others'.
    private func tryToPassOn(_ callID: CallID) async throws {
        do {
            let (step, isGivenUp, handover) = try await passOn(callID)
            relay.publish(handover)
            if let step { Self.count("\(step)") }
            guard isGivenUp else { return }
            Self.count("given_up")
            logger.error("a call was not opened, and nobody was there to take it", metadata: ["call": "\(callID)"])
        } catch let error as PostgresError where error.isDependencyAway || error.code == .cancelled {
            throw error
        } catch {
            logger.error(
                "a call that was not opened cannot be passed on", error: error, metadata: ["call": "\(callID)"])
            _ = try await pool.execute(PostponeFollowUp(callID: callID))
        }
    }

    /// What was done about a call, if anything, and whether that was the last time.
    private typealias Passing = (step: FollowUp.Step?, isGivenUp: Bool, handover: OutboxHandover)

    private func passOn(_ callID: CallID) async throws -> Passing {
        try await pool.transaction { transaction in
            // It may have been opened by now, or another replica has it in hand.
            guard let due = try await transaction.execute(TakeDueFollowUp(callID: callID)).first,
                due.followUp.next(at: due.now) == .reassign
            else { return (nil, false, .nothing) }
            let (_, rows, leads) = try await transaction.pipeline(
                LockTurns(agencyID: due.agencyID), LoadAgents(agencyID: due.agencyID), LoadLead(leadID: due.leadID))
            var lead = leads.first ?? LadderLead()
            lead.language = lead.language ?? due.language
            let before = rows.map(\.turn)
            var turns = before
            guard
                let decision = ladder.passOn(
                    from: due.agentID, lead: lead, agents: rows.map(\.candidate), turns: &turns),
                let chosen = rows.first(where: { $0.candidate.id == decision.agentID })
            else { return try await tellOwners(due, in: transaction) }
            var followUp = due.followUp.after(.reassign)
            followUp.isAgentActive = true
            followUp.schedule = chosen.schedule
            let agentID = chosen.candidate.id
            let losesLead = lead.ownerID == due.agentID ? due.leadID : nil
            _ = try await transaction.pipeline(
                GiveCalls(
                    callIDs: [callID], agentID: agentID, rule: decision.rule.rawValue, decisionJSON: try decision.json),
                GiveLeads(leadIDs: losesLead.map { [$0] } ?? [], agentID: agentID),
                SaveTurns(agencyID: due.agencyID, turns: turns.filter { !before.contains($0) }),
                PassOnFollowUp(callID: callID, agentID: agentID, dueAt: followUp.dueAt))
            let events = try due.passedOn(to: agentID, with: losesLead)
            return (.reassign, false, try await transaction.commit(publishing: events))
        }
    }

    /// Nobody else is available: that is for the owners to know, once, and is looked at again.
    private func tellOwners(_ due: DueFollowUp, in transaction: PostgresTransaction) async throws -> Passing {
        let step: FollowUp.Step? = due.followUp.done.contains(.escalate) ? nil : .escalate
        var change = due.change(after: step)
        change.dueAt = due.followUp.nextLook(after: due.now)
        _ = try await transaction.execute(AdvanceFollowUps(changes: [change]))
        let events = [try due.overdue(step)].compactMap { $0 }
        return (step, change.dueAt == nil, try await transaction.commit(publishing: events))
    }
}

extension DueFollowUp {
    /// - Parameter step: what was done; nil when nothing was left to do.
    fileprivate func change(after step: FollowUp.Step?) -> AdvanceFollowUps.Change {
        switch step {
        case .remind: .init(callID: callID, stage: "reminded", dueAt: followUp.after(.remind).dueAt)
        case .escalate: .init(callID: callID, stage: "escalated", dueAt: followUp.after(.escalate).dueAt)
        case .reassign: .init(callID: callID, stage: "reassigned", dueAt: followUp.after(.reassign).dueAt)
        case nil: .init(callID: callID)
        }
    }

    fileprivate func overdue(_ step: FollowUp.Step?) throws -> OutgoingEvent? {
        let word: FollowUpOverdue.Step
        switch step {
        case .remind: word = .remind
        case .escalate: word = .escalate
        case .reassign, nil: return nil
        }
        return try OutgoingEvent(
            from: Assignment.name, about: callID, agencyID: agencyID,
            FollowUpOverdue(
                callID: callID, leadID: leadID, agentID: agentID, step: word, waitingSeconds: waitingSeconds))
    }

    fileprivate func passedOn(to newAgent: AgentID, with lead: LeadID?) throws -> [OutgoingEvent] {
        var events = [
            try OutgoingEvent(
                from: Assignment.name, about: callID, agencyID: agencyID,
                CallReassigned(
                    callID: callID, leadID: leadID, agentID: newAgent, previousAgentID: agentID, reason: "not_opened",
                    actor: FollowUpTimer.actor))
        ]
        if let lead {
            events.append(
                try OutgoingEvent(
                    from: Assignment.name, about: lead, agencyID: agencyID,
                    LeadAssigned(leadID: lead, agentID: newAgent, previousAgentID: agentID)))
        }
        return events
    }
}
