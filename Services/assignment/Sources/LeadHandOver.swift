internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// Gives leads to somebody else because a person wants it so, where there is no call that they could go with.
struct LeadHandOver: Sendable {
    private static let most = 500

    func handle(
        _ command: Command<ReassignLeads>, in transaction: PostgresTransaction
    ) async throws -> (ReassignLeads.Reply, [OutgoingEvent]) {
        let (ids, agentID) = (command.data.leadIDs, command.data.agentID)
        guard (1...Self.most).contains(ids.count) else {
            throw CommandRefused("from 1 to \(Self.most) leads can be given away at a time, not \(ids.count)")
        }
        let (assignees, leads) = try await transaction.pipeline(
            LoadAssignee(agentID: agentID, agencyID: command.agencyID),
            LockOwnedLeads(leadIDs: ids, agencyID: command.agencyID))
        _ = try HandOver.active(assignees)
        let known = Set(leads.map(\.leadID))
        try HandOver.refuse(ids.filter { !known.contains($0) }, "the agency has no such lead")
        let moved = leads.filter { $0.ownerID != agentID }
        guard !moved.isEmpty else { return (.init(leadIDs: []), []) }
        _ = try await transaction.execute(GiveLeads(leadIDs: moved.map(\.leadID), agentID: agentID))
        let events = try moved.map { lead in
            try OutgoingEvent(
                from: Assignment.name, about: lead.leadID, agencyID: command.agencyID,
                traceparent: command.traceparent,
                LeadAssigned(leadID: lead.leadID, agentID: agentID, previousAgentID: lead.ownerID))
        }
        return (.init(leadIDs: moved.map(\.leadID)), events)
    }
}
