internal import Foundation
internal import Territories

/// Who got which call: the rules by which the assignment service decides, as far as the demo's past needs them.
struct DemoDecisions: Sendable {
    /// As `assignments.decision` holds it.
    struct Decision: Encodable, Sendable, Equatable {
        struct Candidate: Encodable, Sendable, Equatable {
            var agentID: String
            var name: String
            var result: String
            var reason: String
        }

        var rule: String
        var candidates: [Candidate]
    }

    let agents: [DemoAgentFacts]
    /// Of leads that belonged to nobody before: whoever gets their first call keeps them.
    private(set) var owners: [String: String] = [:]
    private var turns: [String: Int] = [:]

    init(agents: [DemoAgentFacts]) { self.agents = agents.sorted { ($0.name, $0.id) < ($1.name, $1.id) } }

    func owner(of lead: DemoLeadFacts) -> DemoAgentFacts? {
        agents.first { $0.id == lead.ownerID ?? owners[lead.id] }
    }

    /// - Parameters:
    ///   - lead: nil for a caller whom nobody knows.
    ///   - needsSomebody: whether a person has to look at the call, whoever's lead it is.
    mutating func decide(
        _ lead: DemoLeadFacts?, language: String?, needsSomebody: Bool
    ) -> (agent: DemoAgentFacts?, decision: Decision) {
        let owner = lead.flatMap { self.owner(of: $0) }
        guard needsSomebody || owner != nil else { return (nil, Decision(rule: "not_needed", candidates: [])) }
        if let owner {
            return (
                owner, decision("owner", chosen: owner, "owns the lead") { _ in "the lead belongs to \(owner.name)" }
            )
        }
        let (pool, isTerritory) = matching(lead)
        let able = pool.filter { speaks($0, lead?.language ?? language) }
        let candidates = able.isEmpty ? pool : able
        guard let chosen = candidates.min(by: { (turns[$0.id] ?? 0, $0.id) < (turns[$1.id] ?? 0, $1.id) }) else {
            return (nil, Decision(rule: "catch_all", candidates: []))
        }
        turns[chosen.id, default: 0] += 1
        if let lead { owners[lead.id] = chosen.id }
        let rule = able.isEmpty ? "nobody_available" : (isTerritory ? "territory" : "round_robin")
        let why = candidates.count == 1 ? "the only candidate" : "it is their turn"
        let spoken = (lead?.language ?? language ?? "").prefix { $0 != "-" }
        return (
            chosen,
            decision(rule, chosen: chosen, why) { agent in
                if candidates.contains(agent) { return nil }
                if pool.contains(agent) { return "does not speak \(spoken)" }
                return specificity(agent, lead) == nil
                    ? "has no territory that matches" : "another territory matches more closely"
            }
        )
    }

    /// - Parameter dropped: why somebody could not be it; nil for those who could have been.
    private func decision(
        _ rule: String, chosen: DemoAgentFacts, _ why: String, dropped: (DemoAgentFacts) -> String?
    ) -> Decision {
        let candidates = agents.map { agent -> Decision.Candidate in
            if agent.id == chosen.id {
                return .init(agentID: agent.id, name: agent.name, result: "chosen", reason: why)
            }
            let reason = dropped(agent)
            return .init(
                agentID: agent.id, name: agent.name, result: reason == nil ? "kept" : "dropped",
                reason: reason ?? "not their turn yet")
        }
        return Decision(rule: rule, candidates: candidates)
    }

    /// Those with the most specific territory, or everybody when nobody's matches.
    private func matching(_ lead: DemoLeadFacts?) -> ([DemoAgentFacts], isTerritory: Bool) {
        guard let best = agents.compactMap({ specificity($0, lead) }).max() else { return (agents, false) }
        return (agents.filter { specificity($0, lead) == best }, true)
    }

    private func specificity(_ agent: DemoAgentFacts, _ lead: DemoLeadFacts?) -> Int? {
        guard let lead else { return nil }
        return agent.territories.compactMap { $0.specificity(country: lead.country, postcode: lead.postcode) }.max()
    }

    private func speaks(_ agent: DemoAgentFacts, _ language: String?) -> Bool {
        guard let language = language?.split(separator: "-").first.map({ $0.lowercased() }) else { return true }
        return agent.languages.isEmpty || agent.languages.contains(language)
    }
}
