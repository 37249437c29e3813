internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// Gives calls to somebody else because a person wants it so: the calls, their leads, and the time to open them.
struct HandOver: Sendable {
    private static let most = 500

    func handle(
        _ command: Command<ReassignCalls>, in transaction: PostgresTransaction
    ) async throws -> (ReassignCalls.Reply, [OutgoingEvent]) {
        let (ids, agentID) = (command.data.callIDs, command.data.agentID)
        guard (1...Self.most).contains(ids.count) else {
            throw CommandRefused("from 1 to \(Self.most) calls can be given away at a time, not \(ids.count)")
        }
        let (assignees, _, _, calls) = try await transaction.pipeline(
            LoadAssignee(agentID: agentID, agencyID: command.agencyID), LockFollowUps(callIDs: ids),
            LockLeads(callIDs: ids, agencyID: command.agencyID), LockCalls(callIDs: ids, agencyID: command.agencyID))
        let assignee = try Self.active(assignees)
        let known = Set(calls.map(\.callID))
        try Self.refuse(ids.filter { !known.contains($0) }, "the agency has no such call")
        try Self.refuse(calls.filter { !$0.isDecided }.map(\.callID), "it is not over yet")
        let moved = calls.filter { $0.agentID != agentID }
        guard !moved.isEmpty else { return (.init(callIDs: []), []) }
        let leads = leads(of: moved, notOf: agentID)
        try await give(moved, leads, to: assignee, command, in: transaction)
        let isMoved = Set(moved.map(\.callID))
        var seen: Set<CallID> = []
        let reply = ids.filter { isMoved.contains($0) && seen.insert($0).inserted }
        return (.init(callIDs: reply), try events(moved, leads, command))
    }

    /// The one who is to have them, if they are there and work.
    static func active(_ assignees: [LoadAssignee.Row]) throws(CommandRefused) -> LoadAssignee.Row {
        guard let assignee = assignees.first else { throw CommandRefused("the agency has no such agent") }
        guard assignee.isActive else { throw CommandRefused("\(assignee.name) is not active") }
        return assignee
    }

    /// Refuses the whole command for these; none: nothing is the matter.
    static func refuse<Kind>(_ ids: [Identifier<Kind>], _ reason: String) throws(CommandRefused) {
        guard !ids.isEmpty else { return }
        let named = ids.prefix(10).map(\.description).joined(separator: ", ")
        throw CommandRefused("\(reason): \(named)" + (ids.count > 10 ? " and \(ids.count - 10) more" : ""))
    }

    /// Each lead once, with whose it has been.
    private func leads(of calls: [LockCalls.Row], notOf agentID: AgentID) -> [LeadID: AgentID?] {
        var leads: [LeadID: AgentID?] = [:]
        for call in calls where call.leadOwnerID != agentID {
            if let leadID = call.leadID { leads.updateValue(call.leadOwnerID, forKey: leadID) }
        }
        return leads
    }

    private func give(
        _ calls: [LockCalls.Row], _ leads: [LeadID: AgentID?], to assignee: LoadAssignee.Row,
        _ command: Command<ReassignCalls>, in transaction: PostgresTransaction
    ) async throws {
        let (callIDs, agentID) = (calls.map(\.callID), command.data.agentID)
        _ = try await transaction.pipeline(
            GiveCalls(
                callIDs: callIDs, agentID: agentID, rule: "by_hand",
                decisionJSON: try json(assignee.name, command)),
            GiveLeads(leadIDs: Array(leads.keys), agentID: agentID),
            StartFollowUps(
                callIDs: callIDs, agentID: agentID, dueAt: assignee.followUp.dueAt,
                followsAll: !assignee.followUp.rules.onlyConversations))
    }

    /// As decisions are stored, with whose wish it was.
    private func json(_ name: String, _ command: Command<ReassignCalls>) throws -> String {
        struct Stored: Encodable {
            var rule = "by_hand"
            var actor: String
            var candidates: [Decision.Consideration]
        }
        let chosen = Decision.Consideration(
            agentID: command.data.agentID, name: name, result: .chosen, reason: "was given the call by hand")
        let stored = Stored(actor: command.actor, candidates: [chosen])
        return String(decoding: try ContractJSON.encode(stored), as: UTF8.self)
    }

    private func events(
        _ calls: [LockCalls.Row], _ leads: [LeadID: AgentID?], _ command: Command<ReassignCalls>
    ) throws -> [OutgoingEvent] {
        let agentID = command.data.agentID
        let reassigned = try calls.map { call in
            try OutgoingEvent(
                from: Assignment.name, about: call.callID, agencyID: command.agencyID,
                traceparent: command.traceparent,
                CallReassigned(
                    callID: call.callID, leadID: call.leadID, agentID: agentID, previousAgentID: call.agentID,
                    reason: "by_hand", actor: command.actor))
        }
        let given = try leads.map { leadID, owner in
            try OutgoingEvent(
                from: Assignment.name, about: leadID, agencyID: command.agencyID, traceparent: command.traceparent,
                LeadAssigned(leadID: leadID, agentID: agentID, previousAgentID: owner))
        }
        return reassigned + given
    }
}
