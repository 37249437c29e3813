import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct CallFilterBarTests {
    private func bar(_ filter: CallFilter, _ role: Viewer.Role = .owner) -> String {
        let viewer = Viewer(
            accountID: UUID(), agencyID: AgencyID(rawValue: UUID()), role: role, agentID: nil, name: "Olga",
            email: "o@example.com", language: "en", timeZone: .gmt, theme: "system", agencyName: "Meridian",
            proofID: UUID())
        let frame = PageFrame(
            assets: Assets(), viewer: viewer, formToken: "t", words: Words(language: .english),
            time: ViewerTime(zone: .gmt, language: .english, now: Date(timeIntervalSince1970: 1_772_546_400)))
        return CallFilterBar(frame: frame, filter: filter, agents: [], languages: ["en"], views: []).html.text
    }

    /// What the search form sends when nothing in it is touched.
    private func sent(_ html: String) -> [String] {
        let form = html.firstMatch(of: /(?s)<form class="filters".*?<\/form>/).map { String($0.0) } ?? ""
        let inputs = form.matches(of: /<input[^>]* name="([a-z]+)"[^>]* value="([^"]*)"/)
            .map { "\($0.1)=\($0.2)" }
        let choices = form.matches(of: /(?s)<select[^>]* name="([a-z]+)">(.*?)<\/select>/).compactMap { select in
            select.2.firstMatch(of: /<option value="([^"]*)" selected/).map { "\(select.1)=\($0.1)" }
        }
        return (inputs + choices).filter { !$0.hasSuffix("=") }
    }

    @Test(arguments: [Viewer.Role.owner, .agent]) func searchingTakesNoFilterAway(_ role: Viewer.Role) throws {
        let agent = UUID().uuidString.lowercased()
        let filter = try CallFilter(
            Query([
                ("q", "garden"), ("period", "7d"), ("from", "2026-03-01"), ("to", "2026-03-02"), ("status", "answered"),
                ("status", "voicemail"), ("agent", agent), ("lead", UUID().uuidString.lowercased()),
                ("language", "ja"), ("direction", "inbound"), ("min", "45"), ("max", "90"), ("sort", "longest"),
            ]))
        let sent = sent(bar(filter, role))
        #expect(sent.sorted() == filter.items.map { "\($0.name)=\($0.value)" }.sorted())
    }

    @Test func theLongestDurationCanBeChosen() throws {
        #expect(bar(try CallFilter(Query([]))).contains(#"<select id="f-max" name="max">"#))
    }

    @Test func whatIsSearchedForIsFoundNewestFirst() throws {
        #expect(try CallFilter(Query([("q", "garden"), ("sort", "longest")])).order == .newest)
        #expect(try CallFilter(Query([("sort", "longest")])).order == .longest)
    }
}
