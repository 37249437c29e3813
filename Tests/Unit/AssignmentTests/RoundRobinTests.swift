import Contracts
import TestSupport
import Testing

@testable import Assignment

@Suite struct RoundRobinTests {
    static func team(_ weights: [Int]) -> [Turn] { weights.map { Turn(agentID: .new(), weight: $0) } }

    static func take(_ count: Int, _ turns: inout [Turn], available: Set<AgentID>? = nil) -> [AgentID: Int] {
        let available = available ?? Set(turns.map(\.agentID))
        var taken: [AgentID: Int] = [:]
        for _ in 0..<count {
            RoundRobin.level(&turns, available: available)
            if let agent = RoundRobin.next(&turns, among: available) { taken[agent, default: 0] += 1 }
        }
        return taken
    }

    /// The bound of stride scheduling: in every prefix, two agents' turns counted in their own strides differ by less than
    /// one stride of each.
    @Test func sharesFollowTheWeightsInEveryPrefix() {
        var generator = SeededGenerator.random()
        for _ in 0..<200 {
            let weights = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                Int.random(in: 1...20, using: &generator)
            }
            var turns = Self.team(weights)
            var taken: [AgentID: Int] = [:]
            for _ in 0..<300 {
                taken.merge(Self.take(1, &turns), uniquingKeysWith: +)
                let strides = turns.map { Double(taken[$0.agentID] ?? 0) / Double($0.weight) }
                for (one, turn) in zip(strides, turns) {
                    for (other, otherTurn) in zip(strides, turns) {
                        let bound = 1 / Double(turn.weight) + 1 / Double(otherTurn.weight) + 1e-6
                        #expect(abs(one - other) <= bound, "seed \(generator.seed), weights \(weights)")
                    }
                }
            }
        }
    }

    @Test func equalAgentsTakeTurnsInARound() {
        var turns = Self.team([1, 1, 1, 1])
        for _ in 0..<10 { #expect(Set(Self.take(4, &turns).values) == [1]) }
    }

    @Test func aNewcomerGetsAShareAndNoArrears() {
        var turns = Self.team([1, 1, 1])
        _ = Self.take(300, &turns)
        turns.append(Turn(agentID: .new(), weight: 1))
        let taken = Self.take(40, &turns)
        #expect(taken[turns[3].agentID].map { abs($0 - 10) <= 1 } == true)
    }

    @Test func whoComesBackGetsNoArrears() {
        var turns = Self.team([1, 1, 1])
        let away = turns[0].agentID
        _ = Self.take(30, &turns)
        _ = Self.take(300, &turns, available: [turns[1].agentID, turns[2].agentID])
        let taken = Self.take(30, &turns)
        #expect(taken[away].map { abs($0 - 10) <= 1 } == true)
    }

    @Test func aNewcomerAfterANightOffGetsAShareAndNoArrears() {
        var turns = Self.team([1, 1])
        _ = Self.take(1000, &turns)
        RoundRobin.level(&turns, available: [])
        turns.append(Turn(agentID: .new(), weight: 1))
        let taken = Self.take(30, &turns)
        #expect(taken[turns[2].agentID].map { abs($0 - 10) <= 1 } == true)
    }

    @Test func whoHasNoWeightTakesNoTurns() {
        var turns = Self.team([1, 0])
        #expect(Self.take(10, &turns) == [turns[0].agentID: 10])
    }

    @Test func withNobodyThereIsNoTurn() {
        var turns: [Turn] = []
        #expect(RoundRobin.next(&turns, among: []) == nil)
    }
}
