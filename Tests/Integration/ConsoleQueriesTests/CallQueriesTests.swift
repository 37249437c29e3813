import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Dashboard

/// No list of calls reads a table from end to end, whoever looks and whatever is filtered.
@Suite(.timeLimit(.minutes(15))) struct CallQueriesTests {
    private static let large = [
        "call_logs", "call_search", "leads", "follow_ups", "assignments", "recordings", "appointments",
    ]
    private static let time = ViewerTime(zone: .gmt, language: .english, now: Date())

    /// Filters as addresses have them: none, those that many calls pass, those that hardly any does.
    private static func conditions(_ who: ConsoleViewer) throws -> [CallConditions] {
        let addresses: [[(String, String)]] = [
            [], [("period", "7d")], [("status", "answered"), ("status", "voicemail")],
            [("status", "opted-out"), ("language", "ja")], [("agent", "\(who.colleague)")], [("agent", "nobody")],
            [("min", "180"), ("max", "600"), ("direction", "inbound")],
            [("direction", "web")],
        ]
        return try addresses.map { items in
            CallConditions(try CallFilter(Query(items)), viewer: who.viewer, time: time)
        }
    }

    @Test(arguments: ConsoleViewer.allCases) func pagesFollowOneAnother(_ who: ConsoleViewer) async throws {
        try await who.look { transaction in
            for conditions in try Self.conditions(who) {
                let first = try await Self.read(
                    ListNewestCalls(conditions: conditions, after: nil, limit: 51), transaction)
                #expect(first.map(\.createdAt) == first.map(\.createdAt).sorted(by: >))
                guard let last = first.last else { continue }
                let cursor = Cursor(last.createdAt, last.id)
                let next = try await Self.read(
                    ListNewestCalls(conditions: conditions, after: cursor, limit: 51), transaction)
                #expect(Set(next.map(\.id)).isDisjoint(with: first.map(\.id)))
                #expect(next.allSatisfy { $0.createdAt <= last.createdAt })
            }
        }
    }

    @Test(arguments: ConsoleViewer.allCases) func theLongestComeFirst(_ who: ConsoleViewer) async throws {
        try await who.look { transaction in
            for conditions in try Self.conditions(who) {
                let longest = try await Self.read(
                    ListLongestCalls(conditions: conditions, after: nil, limit: 51), transaction)
                let durations = longest.compactMap(\.durationSeconds)
                #expect(durations.count == longest.count)
                #expect(durations == durations.sorted(by: >))
            }
        }
    }

    @Test(arguments: ConsoleViewer.allCases) func callsWithoutADurationComeAfterTheLongest(
        _ who: ConsoleViewer
    ) async throws {
        try await who.look { transaction in
            for conditions in try Self.conditions(who) {
                let rest = try await Self.read(
                    ListCallsWithoutDuration(conditions: conditions, after: nil, limit: 51), transaction)
                #expect(rest.allSatisfy { $0.durationSeconds == nil })
                #expect(rest.map(\.createdAt) == rest.map(\.createdAt).sorted(by: >))
            }
            let filter = try CallFilter(Query([("period", "7d"), ("sort", "longest")]))
            let conditions = CallConditions(filter, viewer: who.viewer, time: Self.time)
            var listed: [CallListRow] = []
            var after: Cursor?
            while true {
                let page = try await CallList(filter: filter, conditions: conditions).page(
                    after: after, limit: 97, in: transaction)
                listed += page
                guard page.count == 97, let last = page.last else { break }
                after = CallList.cursor(last, filter)
            }
            let all = try await transaction.execute(
                ListNewestCalls(conditions: conditions, after: nil, limit: CountCalls.most + 1))
            #expect(listed.count == all.count && Set(listed.map(\.id)) == Set(all.map(\.id)))
        }
    }

    @Test(arguments: ConsoleViewer.allCases) func theCountAgreesWithTheList(_ who: ConsoleViewer) async throws {
        try await who.look { transaction in
            for conditions in try Self.conditions(who) {
                let count = try await Self.read(CountCalls(conditions: conditions), transaction).first
                let listed = try await Self.read(
                    ListNewestCalls(conditions: conditions, after: nil, limit: CountCalls.most + 1), transaction)
                #expect(count == listed.count)
            }
        }
    }

    @Test(
        arguments: ConsoleViewer.allCases,
        ["insurance", "\"solar panels\"", "mortgage -insurance", "太陽光発電", "Solaranlagen", "xyzzyplugh"])
    func searching(_ who: ConsoleViewer, _ text: String) async throws {
        try await who.look { transaction in
            for conditions in try Self.conditions(who) {
                let found = try await Self.read(
                    SearchCalls(conditions: conditions, after: nil, text: text, languages: ["de", "en"], limit: 51),
                    transaction)
                #expect(found.map(\.createdAt) == found.map(\.createdAt).sorted(by: >))
                #expect(text != "xyzzyplugh" || found.isEmpty)
                let listed = try await transaction.execute(
                    ListNewestCalls(conditions: conditions, after: nil, limit: CountCalls.most + 1))
                #expect(Set(found.map(\.id)).isSubset(of: listed.map(\.id)))
            }
        }
    }

    @Test(arguments: [ConsoleViewer.owner, .agent]) func commonAndRareWordsAreFoundInTheSameCalls(
        _ who: ConsoleViewer
    ) async throws {
        try await who.look { transaction in
            let all = CallConditions(try CallFilter(Query([])), viewer: who.viewer, time: Self.time)
            // Names stand in the first lines of few calls, what is asked for in a tenth of them.
            for text in ["budget", "insurance", "Okafor", "Fitzgerald"] {
                let found = try await transaction.execute(
                    SearchCalls(conditions: all, after: nil, text: text, languages: ["en"], limit: 20_000))
                let expected = try await transaction.execute(
                    ListNewestCalls(conditions: all, after: nil, limit: 20_000))
                #expect(Set(found.map(\.id)).isSubset(of: expected.map(\.id)))
                #expect(!found.isEmpty)
                let first = try await transaction.execute(
                    SearchCalls(conditions: all, after: nil, text: text, languages: ["en"], limit: 51))
                #expect(first.map(\.id) == found.prefix(51).map(\.id))
                // A name may be known without having been said.
                #expect(
                    ["Okafor", "Fitzgerald"].contains(text)
                        || first.allSatisfy { $0.snippet?.contains("\u{2}") == true })
            }
        }
    }

    @Test(arguments: [
        ("ñandutí", "ñandutí", "Me gusta el ñandutí, y mucho."),
        ("nanduti", "ñandutí", "Me gusta el ñandutí, y mucho."),
        ("竜宮城", "竜宮城", "はい、竜宮城です。"),
    ])
    func wordsThatTheDatabaseCannotMarkAreMarked(_ typed: String, _ marked: String, _ said: String) async throws {
        let who = ConsoleViewer.owner
        let change = Self.addedCall(
            who, "'Somebody'", "repeat('Otra cosa. ', 300) || '\(said)' || repeat(' Y otra.', 300)")
        try await who.look(after: change) { transaction in
            _ = try await transaction.execute(IndexCall(id: CallID(rawValue: Self.added)))
            let filter = try CallFilter(Query([("q", typed)]))
            let conditions = CallConditions(filter, viewer: who.viewer, time: Self.time)
            let found = try await CallList(filter: filter, conditions: conditions).page(
                after: nil, limit: 51, languages: ["es"], in: transaction)
            #expect(found.map(\.id) == [Self.added])
            #expect(found.first?.snippet?.contains("\u{2}\(marked)\u{3}") == true, "\(found.first?.snippet ?? "")")
        }
    }

    /// The row shows the lead's name, whatever the call says.
    @Test func aCallIsFoundByTheNameThatItsLeadHasNow() async throws {
        let who = ConsoleViewer.owner
        let change = """
            \(Self.addedCall(who, "'Qzelda Before'", "'Nothing.'"))
            UPDATE leads SET name = 'Qzorba After' FROM call_logs c WHERE leads.id = c.lead_id AND c.id = '\(Self.added)';
            """
        try await who.look(after: change) { transaction in
            let all = CallConditions(try CallFilter(Query([])), viewer: who.viewer, time: Self.time)
            func isFound(_ name: String) async throws -> Bool {
                let found = try await transaction.execute(
                    SearchCalls(conditions: all, after: nil, text: name, languages: [], limit: 51))
                return found.contains { $0.id == Self.added }
            }
            let before = try await isFound("Qzorba")
            let call = try await transaction.execute(ListCall(id: Self.added, conditions: all)).first
            let lead = try #require(call?.leadID)
            _ = try await transaction.execute(IndexCallsOfLead(id: lead))
            let (renamed, given) = (try await isFound("Qzorba"), try await isFound("Qzelda"))
            _ = try await transaction.execute(IndexCall(id: CallID(rawValue: Self.added)))
            let indexed = try await isFound("Qzorba")
            #expect(!before && renamed && given && indexed)
        }
    }

    private static let added = UUID()

    /// SQL that adds a call with a lead who has many, with the words of nothing as yet.
    private static func addedCall(_ who: ConsoleViewer, _ name: String, _ transcript: String) -> String {
        """
        INSERT INTO call_logs (id, agency_id, lead_id, vapi_call_id, status, outcome, transcript, language, customer_name,
            duration_seconds, announced_at, metadata)
        SELECT '\(added)', l.agency_id, l.id, 'added', 'completed', 'conversation', \(transcript), 'es', \(name), 60, now(), '{}'
        FROM leads l WHERE l.agency_id = '\(who.viewer.agencyID)' ORDER BY l.id LIMIT 1;
        INSERT INTO call_search SELECT id, agency_id, to_tsvector('simple', ''), created_at FROM call_logs WHERE id = '\(added)';
        """
    }

    @Test(arguments: ConsoleViewer.allCases) func oneCallThatChanges(_ who: ConsoleViewer) async throws {
        try await who.look { transaction in
            let all = CallConditions(try CallFilter(Query([])), viewer: who.viewer, time: Self.time)
            for call in try await transaction.execute(ListNewestCalls(conditions: all, after: nil, limit: 20)) {
                let rows = try await Self.read(ListCall(id: call.id, conditions: all), transaction)
                #expect(rows.map(\.id) == [call.id])
            }
        }
    }

    @Test func anAgentWhoNamesAColleagueSeesNoCalls() async throws {
        let who = ConsoleViewer.agent
        try await who.look { transaction in
            for address in [[("agent", "\(who.colleague)")], [("agent", "\(who.colleague)"), ("q", "insurance")]] {
                let filter = try CallFilter(Query(address))
                let conditions = CallConditions(filter, viewer: who.viewer, time: Self.time)
                let listed = try await CallList(filter: filter, conditions: conditions).page(
                    after: nil, limit: 51, in: transaction)
                let count = try await transaction.execute(CountCalls(conditions: conditions)).first
                #expect(listed.isEmpty && count == 0)
            }
        }
    }

    /// The list, the overview and the team's page count the same calls.
    @Test func whatIsNotOpenedIsTheSameEverywhere() async throws {
        let who = ConsoleViewer.owner
        try await who.look { transaction in
            let all = CallConditions(try CallFilter(Query([])), viewer: who.viewer, time: Self.time)
            let listed = try await transaction.execute(ListNewestCalls(conditions: all, after: nil, limit: 20_000))
            let unopened = listed.filter(\.isUnopened)
            let counts = try await transaction.execute(
                CountUnopenedByAgent(scope: NumbersScope(who.viewer)))
            #expect(unopened.count == counts.reduce(0) { $0 + $1.unopened })
            // Of most of them the owners have been told, so that nothing is due any more.
            #expect(counts.contains { $0.late > 0 })
            for count in counts {
                let id = AgentID(rawValue: count.agentID)
                let work = try await transaction.execute(CountAgentWork(agentID: id)).first
                #expect(unopened.count { $0.agentID == id } == count.unopened)
                #expect(work?.unopened == count.unopened)
            }
        }
    }

    private static func read<S: PostgresStatement>(
        _ statement: S, _ transaction: PostgresTransaction, _ location: SourceLocation = #_sourceLocation
    ) async throws -> [S.Row] {
        try await TableReads.expectNoSequentialScan(statement, of: large, in: transaction, location)
    }
}
