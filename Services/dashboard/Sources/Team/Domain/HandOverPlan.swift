internal import Contracts
internal import Foundation

/// Who gets which calls of somebody who leaves. Calls with one lead stay together: whoever gets them gets the lead.
struct HandOverPlan: Sendable, Equatable {
    struct OpenCall: Sendable, Equatable {
        var id: CallID
        var leadID: LeadID?
    }

    /// How many leads one command takes.
    private static let chunk = 200

    /// What each of them gets.
    private(set) var parts: [(agentID: AgentID, calls: [CallID])]

    static func == (one: HandOverPlan, other: HandOverPlan) -> Bool {
        one.parts.map(\.agentID) == other.parts.map(\.agentID) && one.parts.map(\.calls) == other.parts.map(\.calls)
    }

    /// Leads that go with no call, in turns.
    static func shares(_ leads: [LeadID], to agents: [AgentID]) -> [(agentID: AgentID, leads: [LeadID])] {
        agents.enumerated().flatMap { turn, agent in
            let share = stride(from: turn, to: leads.count, by: agents.count).map { leads[$0] }
            return stride(from: 0, to: share.count, by: chunk).map { start in
                (agent, Array(share[start..<min(start + chunk, share.count)]))
            }
        }
    }

    /// - Parameter agents: who gets them, in turns. None: nothing is done.
    init(_ calls: [OpenCall], to agents: [AgentID]) {
        parts = []
        guard !agents.isEmpty else { return }
        var shares: [[CallID]] = agents.map { _ in [] }
        var owners: [LeadID: Int] = [:]
        for call in calls {
            // Whoever has least is next.
            let least = shares.indices.min { shares[$0].count < shares[$1].count } ?? 0
            let index = call.leadID.flatMap { owners[$0] } ?? least
            if let lead = call.leadID { owners[lead] = index }
            shares[index].append(call.id)
        }
        parts = zip(agents, shares).filter { !$0.1.isEmpty }.map { ($0.0, $0.1) }
    }
}
