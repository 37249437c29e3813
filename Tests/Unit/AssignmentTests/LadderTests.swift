import Contracts
import Territories
import Testing

@testable import Assignment

@Suite struct LadderTests {
    static func agent(
        _ name: String, active: Bool = true, available: Bool = true, languages: [String] = [],
        territories: [String] = []
    ) -> Candidate {
        Candidate(
            id: .new(), name: name, isActive: active, isAvailable: available, languages: languages,
            territories: territories.compactMap { TerritoryPattern($0) })
    }

    static func decide(_ lead: LadderLead, _ agents: [Candidate]) -> Decision {
        var turns: [Turn] = []
        return Ladder().decide(lead: lead, agents: agents, turns: &turns)
    }

    let berlin = LadderLead(country: "DE", postcode: "10115", language: "de")

    @Test func theOwnerComesFirst() {
        let owner = Self.agent("Owner", available: false)
        let local = Self.agent("Local", territories: ["DE 10115"])
        var lead = berlin
        lead.ownerID = owner.id
        let decision = Self.decide(lead, [local, owner])
        #expect(decision.agentID == owner.id)
        #expect(decision.rule == .owner)
        #expect(decision.considered.map(\.result) == [.dropped, .chosen])
    }

    @Test func anOwnerWhoLeftIsPassedOver() {
        let owner = Self.agent("Owner", active: false)
        let other = Self.agent("Other")
        var lead = berlin
        lead.ownerID = owner.id
        let decision = Self.decide(lead, [owner, other])
        #expect(decision.agentID == other.id)
        #expect(decision.considered.first?.reason == "is not active")
    }

    @Test func theMostSpecificTerritoryWins() {
        let country = Self.agent("Country", territories: ["DE"])
        let prefix = Self.agent("Prefix", territories: ["DE 10*"])
        let longer = Self.agent("Longer", territories: ["DE 101*"])
        let range = Self.agent("Range", territories: ["DE 10000-10999"])
        let exact = Self.agent("Exact", territories: ["DE 10115", "DE"])
        var team = [country, prefix, longer, range, exact]
        for expected in [exact, range, longer, prefix, country] {
            let decision = Self.decide(berlin, team)
            #expect(decision.agentID == expected.id)
            #expect(decision.rule == .territory)
            team.removeAll { $0 == expected }
        }
    }

    @Test func withoutATerritoryItIsEverybodysTurn() {
        let decision = Self.decide(berlin, [Self.agent("A", territories: ["FR"]), Self.agent("B")])
        #expect(decision.rule == .roundRobin)
        #expect(decision.considered.map(\.result).filter { $0 == .chosen }.count == 1)
    }

    @Test func thoseWhoAreAwayOrSpeakAnotherLanguageAreDroppedWithTheReason() {
        let away = Self.agent("Away", available: false)
        let french = Self.agent("French", languages: ["fr"])
        let german = Self.agent("German", languages: ["de-AT"])
        let decision = Self.decide(berlin, [away, french, german])
        #expect(decision.agentID == german.id)
        #expect(
            decision.considered.map(\.reason) == [
                "set themselves to away", "does not speak de", "the only candidate",
            ])
    }

    @Test func whenNobodyIsAvailableSomebodyGetsItAnyway() {
        let decision = Self.decide(berlin, [Self.agent("A", available: false), Self.agent("B", available: false)])
        #expect(decision.rule == .nobodyAvailable)
        #expect(decision.agentID != nil)
    }

    @Test func withoutAnActiveAgentTheCallWaits() {
        let decision = Self.decide(berlin, [Self.agent("Gone", active: false)])
        #expect(decision.rule == .catchAll)
        #expect(decision.agentID == nil)
        #expect(decision.considered.count == 1)
    }

    @Test func everyAgentIsAccountedFor() {
        let team = [
            Self.agent("A"), Self.agent("B", active: false), Self.agent("C", available: false),
            Self.agent("D", territories: ["DE 10*"]),
        ]
        #expect(Self.decide(berlin, team).considered.count == 4)
    }
}

@Suite struct TerritoryPatternTests {
    @Test(arguments: [
        ("DE 10115", "DE", "10115", true), ("DE 10115", "DE", "10116", false), ("DE 10115", "AT", "10115", false),
        ("DE 101*", "DE", "10199", true), ("DE 101*", "DE", "10299", false), ("DE 10000-10999", "DE", "10500", true),
        ("DE 10000-10999", "DE", "1050", false), ("GB SW1A*", "GB", "sw1a 1aa", true),
        ("PL 30-001", "PL", "30001", true),
        ("US", "US", "90210", true), ("CA K1A-K1Z", "CA", "K1M", true),
    ])
    func patternsMatch(pattern: String, country: String, postcode: String, matches: Bool) throws {
        let territory = try #require(TerritoryPattern(pattern))
        #expect((territory.specificity(country: country, postcode: postcode) != nil) == matches)
    }

    @Test(arguments: ["", "D", "de 10115", "DEU 1", "DE *", "Germany"])
    func othersAreNoPatterns(text: String) {
        #expect(TerritoryPattern(text) == nil)
    }

    @Test func aLeadWithoutAPostcodeIsOnlyInTheCountry() throws {
        #expect(try #require(TerritoryPattern("DE")).specificity(country: "DE", postcode: nil) == 0)
        #expect(try #require(TerritoryPattern("DE 1*")).specificity(country: "DE", postcode: nil) == nil)
    }
}
