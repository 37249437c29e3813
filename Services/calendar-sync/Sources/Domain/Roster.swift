package import Availability
package import Contracts
package import Foundation
package import Territories

/// An agent with whom an appointment may be made.
package struct RosterAgent: Sendable {
    package var id: AgentID
    package var name: String
    package var territories: [TerritoryPattern]
    /// Primary language subtags; empty: any.
    package var languages: [String]
    /// Whether nobody can see what their calendar holds: its connection is broken.
    package var isOutOfSight: Bool
    /// Appointments in the next days; whoever has fewest is offered first.
    package var load: Int
    package var free: FreeTime

    package init(
        id: AgentID, name: String, territories: [TerritoryPattern] = [], languages: [String] = [],
        isOutOfSight: Bool = false, load: Int = 0, free: FreeTime
    ) {
        self.id = id
        self.name = name
        self.territories = territories
        self.languages = languages
        self.isOutOfSight = isOutOfSight
        self.load = load
        self.free = free
    }
}

/// Whom a lead can have an appointment with, the first to be asked first: the lead's own agent, else those whose territory
/// matches most closely, else everybody; of these, who speaks the language and has fewest appointments. Pure.
package struct Roster: Sendable {
    package let agents: [RosterAgent]

    /// - Parameter wanted: a certain agent only.
    package init(
        _ all: [RosterAgent], wanted: AgentID?, owner: AgentID?, country: String?, postcode: String?, language: String
    ) {
        let visible = all.filter { !$0.isOutOfSight }
        if let wanted {
            agents = visible.filter { $0.id == wanted }
        } else if let own = visible.first(where: { $0.id == owner }) {
            agents = [own]
        } else {
            let pool = Self.closest(visible, country, postcode)
            let primary = language.split(separator: "-").first.map { $0.lowercased() } ?? ""
            let speaking = pool.filter { agent in
                agent.languages.isEmpty || agent.languages.contains { $0.lowercased().hasPrefix(primary) }
            }
            agents = (speaking.isEmpty ? pool : speaking).sorted {
                ($0.load, $0.id.description) < ($1.load, $1.id.description)
            }
        }
    }

    private static func closest(_ agents: [RosterAgent], _ country: String?, _ postcode: String?) -> [RosterAgent] {
        let matches = agents.compactMap { agent in
            agent.territories.compactMap { $0.specificity(country: country, postcode: postcode) }.max()
                .map { (agent: agent, specificity: $0) }
        }
        guard let best = matches.map(\.specificity).max() else { return agents }
        return matches.filter { $0.specificity == best }.map(\.agent)
    }

    /// Free times with any of them, each moment once, in order of time.
    ///
    /// - Parameter near: gives those nearest to it, the nearest first.
    package func slots(
        in range: Range<Date>, near: Date?, now: Date, limit: Int, ignoring id: String? = nil
    ) -> [(start: Date, agent: RosterAgent)] {
        var found: [Date: RosterAgent] = [:]
        for agent in agents {
            let starts =
                near.map { agent.free.nearest(to: $0, now: now, limit: limit, ignoring: id) }
                ?? agent.free.slots(in: range, now: now, limit: limit, ignoring: id)
            for start in starts where found[start] == nil { found[start] = agent }
        }
        let ordered = found.sorted { one, other in
            guard let near else { return one.key < other.key }
            return (abs(one.key.timeIntervalSince(near)), one.key) < (abs(other.key.timeIntervalSince(near)), other.key)
        }
        return ordered.prefix(limit).map { ($0.key, $0.value) }
    }

    /// Why nobody can have an appointment then: what stands against it with the first.
    package func problem(at start: Date, now: Date, ignoring id: String? = nil) -> SlotProblem? {
        var first: SlotProblem?
        for agent in agents {
            guard let problem = agent.free.problem(with: start, ignoring: id, now: now) else { return nil }
            first = first ?? problem
        }
        return first
    }
}
