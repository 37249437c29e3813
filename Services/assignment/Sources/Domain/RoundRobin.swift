package import Contracts

/// One agent's place in the rotation.
package struct Turn: Sendable, Equatable {
    package var agentID: AgentID
    /// Share of the turns beside the others' weights; at least 1 for an agent who takes turns.
    package var weight: Int
    /// Virtual time: grows by 1/weight with each turn taken. Whoever has the lowest is next.
    package var pass: Double
    /// Whether the agent was available when the last decision was made.
    package var isInRotation: Bool
    package var turns: Int64

    package init(agentID: AgentID, weight: Int, pass: Double = 0, isInRotation: Bool = false, turns: Int64 = 0) {
        self.agentID = agentID
        self.weight = weight
        self.pass = pass
        self.isInRotation = isInRotation
        self.turns = turns
    }
}

/// Weighted fair turns by stride scheduling (Waldspurger and Weihl, "Stride Scheduling", MIT/LCS/TM-528, 1995): as long as
/// the same agents are available, each has had its share of the turns to within one turn of any other's, counted in its
/// own strides.
package enum RoundRobin {
    /// Brings those who join or come back level with the others: they get their share from now on, and no arrears.
    package static func level(_ turns: inout [Turn], available: Set<AgentID>) {
        let present = turns.filter { available.contains($0.agentID) }
        // After a night in which everybody was away nobody is ahead: all start level with who had most.
        let floor = present.filter(\.isInRotation).map(\.pass).min() ?? present.map(\.pass).max()
        for index in turns.indices {
            let isAvailable = available.contains(turns[index].agentID)
            if isAvailable, !turns[index].isInRotation, let floor { turns[index].pass = max(turns[index].pass, floor) }
            turns[index].isInRotation = isAvailable
        }
    }

    /// Gives the turn to one of `candidates` and returns who it was; nil when none of them takes turns.
    package static func next(_ turns: inout [Turn], among candidates: Set<AgentID>) -> AgentID? {
        let eligible = turns.indices.filter { candidates.contains(turns[$0].agentID) && turns[$0].weight > 0 }
        guard let chosen = eligible.min(by: { precedes(turns[$0], turns[$1]) }) else { return nil }
        turns[chosen].pass += 1 / Double(turns[chosen].weight)
        turns[chosen].turns += 1
        return turns[chosen].agentID
    }

    /// Ties go to the heavier, then to the one who has had fewer turns, then by id so that all replicas agree.
    private static func precedes(_ one: Turn, _ other: Turn) -> Bool {
        // Sums of 1/3 and the like miss equality by a rounding error.
        guard abs(one.pass - other.pass) < 1e-9 else { return one.pass < other.pass }
        guard one.weight == other.weight else { return one.weight > other.weight }
        guard one.turns == other.turns else { return one.turns < other.turns }
        return one.agentID.description < other.agentID.description
    }
}
