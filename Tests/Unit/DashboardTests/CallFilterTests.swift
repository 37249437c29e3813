import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct CallFilterTests {
    private func bar(_ filter: CallFilter, _ language: ConsoleLanguage) -> String {
        let viewer = Viewer(
            accountID: UUID(), agencyID: AgencyID(rawValue: UUID()), role: .owner, agentID: nil, name: "Olga",
            email: "o@example.com", language: language.rawValue, timeZone: .gmt, theme: "system",
            agencyName: "Meridian", proofID: UUID())
        let frame = PageFrame(
            assets: Assets(), viewer: viewer, formToken: "t", words: Words(language: language),
            time: ViewerTime(zone: .gmt, language: language, now: Date(timeIntervalSince1970: 1_772_546_400)))
        return CallFilterBar(frame: frame, filter: filter, agents: [], languages: [], views: []).html.text
    }

    @Test(arguments: CallDirection.allCases) func everyDirectionCanBeChosen(_ direction: CallDirection) throws {
        let filter = try CallFilter(Query([("direction", direction.rawValue)]))
        #expect(filter.direction == direction)
        #expect(filter.items.map(\.value) == [direction.rawValue])
        for language in ConsoleLanguage.allCases {
            let words = Words(language: language)
            let html = bar(filter, language)
            #expect(
                html.contains("<option value=\"\(direction.rawValue)\" selected>\(words(direction.label))</option>"))
            #expect(html.contains("<bdi>\(words(direction.label))</bdi>"))
        }
    }

    /// Of a colleague an agent may see none: their own calls are not what was asked for.
    @Test func anAgentWhoNamesAnotherAsksForNothing() throws {
        let (own, other) = (AgentID(rawValue: UUID()), AgentID(rawValue: UUID()))
        let time = ViewerTime(zone: .gmt, language: .english, now: Date(timeIntervalSince1970: 1_772_546_400))
        func conditions(_ named: AgentID?, as role: Viewer.Role) throws -> CallConditions {
            let viewer = Viewer(
                accountID: UUID(), agencyID: AgencyID(rawValue: UUID()), role: role,
                agentID: role == .agent ? own : nil, name: "Ana", email: "a@example.com", language: nil,
                timeZone: .gmt, theme: "system", agencyName: "Meridian", proofID: UUID())
            let filter = try CallFilter(Query(named.map { [("agent", "\($0)")] } ?? []))
            return CallConditions(filter, viewer: viewer, asOf: time)
        }
        #expect(try conditions(other, as: .agent).to == .distantPast)
        #expect(try conditions(own, as: .agent).to == time.now)
        #expect(try conditions(nil, as: .agent).to == time.now)
        #expect(try conditions(other, as: .owner).to == time.now)
    }

    @Test func noOtherDirectionCan() {
        #expect(throws: BadRequest.self) { try CallFilter(Query([("direction", "sideways")])) }
    }
}
