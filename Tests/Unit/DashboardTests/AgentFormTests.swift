import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct AgentFormTests {
    private static func facts(_ changes: [String: String] = [:], spoken: [String] = []) -> AgentFactsForm {
        let usual = [
            "name": "Ken Mori", "email": "ken@meridian.example", "phone": "612 345 678", "time_zone": "Asia/Tokyo",
        ]
        return AgentFactsForm(
            Form(usual.merging(changes) { $1 }.map { ($0.key, $0.value) } + spoken.map { ("spoken", $0) }))
    }

    @Test func aNumberIsReadByTheAgencysCountry() throws {
        #expect(try Self.facts().number(country: "ES") == "+34612345678")
        #expect(try Self.facts(["phone": "+81 90 1234 5678"]).number(country: "ES") == "+819012345678")
        #expect(try Self.facts(["phone": " "]).number(country: "ES") == nil)
        #expect(Self.facts(spoken: ["en", "ja"]).problems(country: "ES").isEmpty)
    }

    @Test(arguments: [
        ("name", ""), ("email", ""), ("email", "ken"), ("email", "ken@localhost"), ("email", "a b@x.example"),
        ("email", "<a@x.example>"), ("email", "a@b@x.example"), ("email", "ken@.example"), ("phone", "12"),
        ("phone", "call me"), ("time_zone", "Mars/Olympus"), ("language", "xx"),
    ])
    func whatMakesNoSenseIsToldAtItsField(field: String, value: String) {
        #expect(Self.facts([field: value]).problems(country: "ES").map(\.field) == [field])
    }

    @Test func onlyLanguagesThatAreOfferedOrThereAlready() {
        #expect(Self.facts(spoken: ["tlh"]).problems(country: "ES").map(\.field) == ["spoken"])
        #expect(Self.facts(spoken: ["tlh"]).problems(country: "ES", known: Self.facts(spoken: ["tlh"])).isEmpty)
    }

    @Test func theAuditLogHasWhatIsDifferent() {
        let changes = Self.facts().changes(to: Self.facts(["email": "mori@meridian.example"], spoken: ["ja", "en"]))
        #expect(changes == ["email": "mori@meridian.example", "languages": "en ja"])
    }

    private static func calls(_ territories: String, weight: String = "1", cap: String = "") -> AgentCallsForm {
        AgentCallsForm(Form([("territories", territories), ("weight", weight), ("calls_per_day", cap)]))
    }

    @Test func patternsAreKeptAsTheyAreCompared() {
        let form = Self.calls("de 101*\r\n\n  ES   28001-28080 \nDE 101*\nFR\n")
        #expect(form.problems.isEmpty)
        #expect(form.patterns == ["DE 101*", "ES 28001-28080", "FR"])
        #expect(Self.calls("").patterns.isEmpty && Self.calls("", cap: "12").cap == 12)
    }

    @Test func theFirstWrongLineIsNamed() {
        let problems = Self.calls("DE 10115\n\n28*\nDE *").problems
        #expect(problems.map(\.field) == ["territories"] && problems.first?.values["line"] == "3")
        #expect(problems.first?.values["text"] == "28*")
        #expect(Self.calls("DE *").problems.count == 1)
        let many = (0...500).map { "DE \(10_000 + $0)" }.joined(separator: "\n")
        #expect(Self.calls(many).problems.map(\.field) == ["territories"])
    }

    @Test(arguments: ["", "-1", "101", "1.5", "many"])
    func aWeightIsAWholeNumber(weight: String) {
        #expect(Self.calls("", weight: weight).problems.map(\.field) == ["weight"])
        #expect(
            Self.calls("", cap: weight.isEmpty ? "x" : weight).problems.map(\.field)
                == (weight == "101" ? [] : ["calls_per_day"]))
    }

    private static func id<Kind>(_ number: UInt8) -> Identifier<Kind> {
        Identifier(rawValue: UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number)))
    }

    @Test func workIsSharedEvenlyAndALeadsCallsStayTogether() {
        let calls = (0..<60).map {
            HandOverPlan.OpenCall(id: Self.id($0), leadID: $0 < 30 ? Self.id($0 / 2 + 100) : nil)
        }
        let takers: [AgentID] = [Self.id(1), Self.id(2), Self.id(3)]
        let parts = HandOverPlan(calls, to: takers).parts
        #expect(Set(parts.flatMap(\.calls)) == Set(calls.map(\.id)) && parts.flatMap(\.calls).count == 60)
        #expect(parts.map(\.calls.count).allSatisfy { (19...21).contains($0) })
        let takerOf = Dictionary(parts.flatMap { part in part.calls.map { ($0, part.agentID) } }) { one, _ in one }
        for lead in Set(calls.compactMap(\.leadID)) {
            #expect(Set(calls.filter { $0.leadID == lead }.map { takerOf[$0.id] }).count == 1)
        }
    }

    @Test func leadsWithoutACallAreSharedEvenly() {
        let leads: [LeadID] = (0..<450).map { _ in .new() }
        let shares = HandOverPlan.shares(leads, to: [Self.id(1), Self.id(2)])
        #expect(shares.map(\.leads.count) == [200, 25, 200, 25])
        #expect(Set(shares.flatMap(\.leads)) == Set(leads))
        #expect(HandOverPlan.shares(leads, to: []).isEmpty && HandOverPlan.shares([], to: [Self.id(1)]).isEmpty)
    }

    @Test func whoeverGetsNothingIsNotNamed() {
        let calls = [HandOverPlan.OpenCall(id: .new(), leadID: nil)]
        #expect(HandOverPlan(calls, to: [Self.id(1), Self.id(2)]).parts.map(\.agentID) == [Self.id(1)])
        #expect(HandOverPlan(calls, to: []).parts.isEmpty && HandOverPlan([], to: [Self.id(1)]).parts.isEmpty)
    }
}
