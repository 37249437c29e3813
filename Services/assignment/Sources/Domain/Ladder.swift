package import Contracts
package import Territories

/// An agent as the ladder sees one.
package struct Candidate: Sendable, Equatable {
    package var id: AgentID
    package var name: String
    package var isActive: Bool
    /// The agent's own switch.
    package var isAvailable: Bool
    /// Primary language subtags the agent speaks; empty: any.
    package var languages: [String]
    package var territories: [TerritoryPattern]
    /// What keeps them from taking a call right now, whatever their switch says.
    package var absence: Absence?

    package enum Absence: String, Sendable, Equatable {
        case outsideHours = "does not work at this hour"
        case timeOff = "has time off"
        case appointment = "is in an appointment"
        case calendar = "has something in their calendar"
        case full = "has had as many calls in 24 hours as they take"

        /// For hours rather than for a while: whoever is gone for so long starts level with the others again.
        package var isLong: Bool { self == .outsideHours || self == .timeOff }
    }

    package init(
        id: AgentID, name: String, isActive: Bool = true, isAvailable: Bool = true, languages: [String] = [],
        territories: [TerritoryPattern] = [], absence: Absence? = nil
    ) {
        self.id = id
        self.name = name
        self.isActive = isActive
        self.isAvailable = isAvailable
        self.languages = languages
        self.territories = territories
        self.absence = absence
    }
}

/// The lead as far as it matters for who takes the call.
package struct LadderLead: Sendable, Equatable {
    package var ownerID: AgentID?
    package var country: String?
    package var postcode: String?
    package var language: String?

    package init(ownerID: AgentID? = nil, country: String? = nil, postcode: String? = nil, language: String? = nil) {
        self.ownerID = ownerID
        self.country = country
        self.postcode = postcode
        self.language = language
    }
}

/// Something that keeps an agent from taking a call now. The ladder asks each in turn.
package struct AvailabilityCheck: Sendable {
    /// Nil when the agent may take it, otherwise the reason in words.
    package let objection: @Sendable (Candidate, LadderLead) -> String?

    package init(_ objection: @escaping @Sendable (Candidate, LadderLead) -> String?) { self.objection = objection }

    package static let ownState = AvailabilityCheck { agent, _ in agent.isAvailable ? nil : "set themselves to away" }

    package static let time = AvailabilityCheck { agent, _ in agent.absence?.rawValue }

    package static let language = AvailabilityCheck { agent, lead in
        guard let language = lead.language?.primarySubtag, !agent.languages.isEmpty else { return nil }
        return agent.languages.contains { $0.primarySubtag == language } ? nil : "does not speak \(language)"
    }

    package static let standard = [ownState, time, language]
}

/// Who takes a call, and why; every agent is accounted for.
package struct Decision: Sendable, Equatable {
    package struct Consideration: Sendable, Equatable, Codable {
        package enum Result: String, Sendable, Codable {
            case chosen, kept, dropped
        }

        package var agentID: AgentID
        package var name: String
        package var result: Result
        package var reason: String

        private enum CodingKeys: String, CodingKey {
            case agentID = "agent_id"
            case name, result, reason
        }
    }

    package var agentID: AgentID?
    package var rule: AssignmentRule
    package var considered: [Consideration]
}

/// Owner, else territory, else everybody; then whoever is available; then whose turn it is.
package struct Ladder: Sendable {
    let checks: [AvailabilityCheck]

    package init(checks: [AvailabilityCheck] = AvailabilityCheck.standard) { self.checks = checks }

    /// Decides, and moves the turns on.
    package func decide(lead: LadderLead, agents: [Candidate], turns: inout [Turn]) -> Decision {
        var notes = Notes(agents)
        let active = agents.filter(\.isActive)
        for agent in agents where !agent.isActive { notes.drop(agent, "is not active") }
        let objections = Dictionary(uniqueKeysWithValues: active.map { ($0.id, objection(to: $0, lead)) })
        let present = active.filter { $0.isAvailable && $0.absence?.isLong != true }
        RoundRobin.level(&turns, available: Set(present.map(\.id)))
        guard !active.isEmpty else { return notes.decision(nil, .catchAll) }

        if let owner = active.first(where: { $0.id == lead.ownerID }) {
            for agent in active where agent.id != owner.id { notes.drop(agent, "the lead belongs to \(owner.name)") }
            notes.choose(owner, "owns the lead")
            return notes.decision(owner.id, .owner)
        }
        let (pool, isTerritory) = territory(lead, active, &notes)
        let available = pool.filter { (objections[$0.id] ?? nil) == nil }
        let candidates = available.isEmpty ? pool : available
        for agent in pool where !candidates.contains(agent) { notes.drop(agent, (objections[agent.id] ?? nil) ?? "") }
        let rule: AssignmentRule =
            available.isEmpty ? .nobodyAvailable : (isTerritory ? .territory : .roundRobin)
        return choose(among: candidates, rule, &turns, &notes)
    }

    private func objection(to agent: Candidate, _ lead: LadderLead) -> String? {
        checks.lazy.compactMap { $0.objection(agent, lead) }.first
    }

    /// Those with the most specific territory, or everybody when nobody's matches.
    private func territory(
        _ lead: LadderLead, _ active: [Candidate], _ notes: inout Notes
    ) -> (pool: [Candidate], isTerritory: Bool) {
        let matches = active.compactMap { agent in
            agent.territories
                .compactMap { $0.specificity(country: lead.country, postcode: lead.postcode) }.max()
                .map { (agent: agent, specificity: $0) }
        }
        guard let best = matches.map(\.specificity).max() else { return (active, false) }
        let pool = matches.filter { $0.specificity == best }.map(\.agent)
        for agent in active where !pool.contains(agent) {
            let matches = matches.contains { $0.agent == agent }
            notes.drop(agent, matches ? "another territory matches more closely" : "has no territory that matches")
        }
        return (pool, true)
    }

    private func choose(
        among candidates: [Candidate], _ rule: AssignmentRule, _ turns: inout [Turn], _ notes: inout Notes
    ) -> Decision {
        let known = Set(turns.map(\.agentID))
        turns += candidates.filter { !known.contains($0.id) }.map { Turn(agentID: $0.id, weight: 1) }
        let ids = Set(candidates.map(\.id))
        let chosen = RoundRobin.next(&turns, among: ids) ?? ids.min { $0.description < $1.description }
        for agent in candidates {
            if agent.id == chosen {
                notes.choose(agent, candidates.count == 1 ? "the only candidate" : "it is their turn")
            } else {
                notes.keep(agent, "not their turn yet")
            }
        }
        return notes.decision(chosen, rule)
    }
}

/// What is written down about each agent while the ladder is climbed.
private struct Notes {
    private var considered: [AgentID: Decision.Consideration] = [:]
    private let order: [AgentID]

    init(_ agents: [Candidate]) { order = agents.map(\.id) }

    mutating func drop(_ agent: Candidate, _ reason: String) { note(agent, .dropped, reason) }
    mutating func keep(_ agent: Candidate, _ reason: String) { note(agent, .kept, reason) }
    mutating func choose(_ agent: Candidate, _ reason: String) { note(agent, .chosen, reason) }

    private mutating func note(_ agent: Candidate, _ result: Decision.Consideration.Result, _ reason: String) {
        considered[agent.id] = .init(agentID: agent.id, name: agent.name, result: result, reason: reason)
    }

    func decision(_ agent: AgentID?, _ rule: AssignmentRule) -> Decision {
        Decision(agentID: agent, rule: rule, considered: order.compactMap { considered[$0] })
    }
}

extension String {
    fileprivate var primarySubtag: String { String(split(separator: "-").first ?? "").lowercased() }
}
