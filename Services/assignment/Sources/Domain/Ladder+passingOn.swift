package import Contracts

extension Ladder {
    /// Who takes a call that `previous` has not opened; nil when nobody else is available. Their own turns stay as they are.
    package func passOn(
        from previous: AgentID, lead: LadderLead, agents: [Candidate], turns: inout [Turn]
    ) -> Decision? {
        var lead = lead
        if lead.ownerID == previous { lead.ownerID = nil }
        var others = turns.filter { $0.agentID != previous }
        var decision = decide(lead: lead, agents: agents.filter { $0.id != previous }, turns: &others)
        guard decision.agentID != nil, decision.rule != .nobodyAvailable else { return nil }
        if let agent = agents.first(where: { $0.id == previous }) {
            decision.considered.append(
                .init(agentID: agent.id, name: agent.name, result: .dropped, reason: "did not open it in time"))
        }
        turns = turns.filter { $0.agentID == previous } + others
        return decision
    }
}
