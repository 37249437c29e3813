import Contracts
import Testing

@testable import Assignment

@Suite struct PassingOnTests {
    private let lead = LadderLead(country: "DE", postcode: "10115", language: "de")

    private func passOn(
        from previous: Candidate, lead: LadderLead? = nil, _ team: [Candidate]
    ) -> (decision: Decision?, turns: [Turn]) {
        var turns = team.map { Turn(agentID: $0.id, weight: 1, pass: 3, isInRotation: true) }
        let decision = Ladder().passOn(from: previous.id, lead: lead ?? self.lead, agents: team, turns: &turns)
        return (decision, turns)
    }

    @Test func somebodyElseGetsItAndTheReasonIsWrittenDown() throws {
        let (late, other) = (LadderTests.agent("Late", territories: ["DE"]), LadderTests.agent("Other"))
        let (decision, turns) = passOn(from: late, [late, other])
        let chosen = try #require(decision)
        #expect(chosen.agentID == other.id)
        #expect(chosen.rule == .roundRobin)
        #expect(chosen.considered.map(\.reason) == ["the only candidate", "did not open it in time"])
        // Who was late keeps their place in the rotation.
        #expect(turns.first { $0.agentID == late.id } == Turn(agentID: late.id, weight: 1, pass: 3, isInRotation: true))
        #expect(turns.first { $0.agentID == other.id }?.turns == 1)
    }

    @Test func theOwnerOfTheLeadIsPassedOverWhenTheyAreTheOne() {
        let (owner, other) = (LadderTests.agent("Owner"), LadderTests.agent("Other"))
        var lead = lead
        lead.ownerID = owner.id
        #expect(passOn(from: owner, lead: lead, [owner, other]).decision?.agentID == other.id)
        #expect(passOn(from: other, lead: lead, [owner, other]).decision?.rule == .owner)
    }

    @Test func nobodyGetsItWhenNobodyElseIsThere() {
        let late = LadderTests.agent("Late")
        let away = LadderTests.agent("Away", available: false)
        let gone = LadderTests.agent("Gone", active: false)
        #expect(passOn(from: late, [late]).decision == nil)
        #expect(passOn(from: late, [late, gone]).decision == nil)
        let (decision, turns) = passOn(from: late, [late, away, gone])
        #expect(decision == nil)
        #expect(turns.allSatisfy { $0.turns == 0 })
    }

    @Test func whoHasLeftMeanwhileLosesIt() {
        let (gone, other) = (LadderTests.agent("Gone", active: false), LadderTests.agent("Other"))
        #expect(passOn(from: gone, [gone, other]).decision?.agentID == other.id)
    }
}
