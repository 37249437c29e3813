import Foundation
import Testing

@testable import Dashboard

@Suite struct CallDetailTests {
    private let english = Words(language: .english)

    @Test func findingsAreListedByName() {
        let facts = CallFacts(
            metadata: Array(
                """
                {"structured_data": {"leadScore": 85, "topics": ["pricing", "demo"], "wants_visit": true,
                    "budget": {"max": 385000}, "empty": "", "none": null},
                 "structured_outputs": {"x1": {"name": "Summary", "result": "…"}, "x2": {"name": "Mood", "result": "good"}},
                 "cost": 0.1234, "success_evaluation": "true", "destination": {"number": "+34910555100"}}
                """.utf8))
        #expect(
            facts.findings == [
                .init(name: "Lead score", value: "85"), .init(name: "Topics", value: "pricing, demo"),
                .init(name: "Wants visit", value: "✓"), .init(name: "Budget max", value: "385000"),
                .init(name: "Mood", value: "good"),
            ])
        #expect(facts.cost == 0.1234 && facts.successEvaluation == "true" && facts.destination == "+34910555100")
    }

    @Test(arguments: ["", "{", "[]", "{}", #"{"structured_data": 5}"#])
    func whatTheProviderLeftOutIsNotThere(_ metadata: String) {
        let facts = CallFacts(metadata: Array(metadata.utf8))
        #expect(facts.cost == nil && facts.destination == nil)
    }

    @Test func costsAreDollars() {
        #expect(CallFactsCard.dollars(0.1234) == "$0.123")
        #expect(CallFactsCard.dollars(12) == "$12.000")
        // The number is the provider's: what cannot be is not shown.
        for cost in [1e30, -0.5, .nan, .infinity] { #expect(CallFactsCard.dollars(cost) == nil) }
    }

    @Test func aDecisionKeepsTheOnesBefore() {
        let json = """
            {"rule": "by_hand", "actor": "x", "candidates": [{"agent_id": "1", "name": "Tom", "result": "chosen", "reason": "was given the call by hand"}],
             "previous": {"rule": "round_robin", "candidates": [
                {"agent_id": "1", "name": "Tom", "result": "dropped", "reason": "does not speak es"},
                {"agent_id": "2", "name": "Ana", "result": "chosen", "reason": "it is their turn"}]}}
            """
        let history = AssignmentDecision.history(json: Array(json.utf8), rule: "by_hand")
        #expect(history.map(\.rule) == ["by_hand", "round_robin"])
        // Whoever was chosen comes first.
        #expect(history[1].candidates.map(\.name) == ["Ana", "Tom"])
    }

    @Test func reasonsAreSaidInTheReadersLanguage() {
        let spanish = Words(language: .spanish)
        #expect(AssignmentWords.reason("it is their turn", spanish) == "Era su turno.")
        #expect(AssignmentWords.reason("the lead belongs to Ana", english) == "The lead belongs to Ana.")
        #expect(AssignmentWords.reason("something new", english) == "Something new")
        #expect(PlannedCallReason("outside_hours").sentence(spanish).hasPrefix("Donde está"))
        #expect(PlannedCallReason("something new").sentence(english) == "Something new")
    }

    @Test(arguments: [
        ("customer-ended-call", "The lead hung up"),
        ("call.in-progress.error-providerfault-openai-llm-failed", "The voice platform failed"),
        ("call.ringing.error-outbound-sip-486-busy", "The line was busy"),
        ("call.forwarding.operator-busy", "Passing the call on failed"),
        ("assistant-said-end-call-phrase", "The assistant ended the call"),
        ("call.start.error-something-unheard-of", "The call could not begin"),
    ])
    func endedReasonsHaveWords(_ reason: String, _ words: String) {
        #expect(EndedReasonWords.phrase(reason).map { english($0) } == words)
    }

    @Test func aReasonThatNobodyKnowsHasNone() { #expect(EndedReasonWords.phrase("quux") == nil) }

    @Test func entriesAreInOrderOfTimeAndFold() {
        func entry(_ second: Double, _ title: String, _ folding: String? = nil) -> CallTimeline.Entry {
            CallTimeline.Entry(at: Date(timeIntervalSince1970: second), title: title, folding: folding)
        }
        let sorted = CallTimeline.sorted([entry(3, "c"), entry(1, "a"), entry(1, "b")])
        #expect(sorted.map(\.title) == ["a", "b", "c"])
        let folded = CallTimeline.folded([
            entry(1, "x", "t"), entry(2, "x", "t"), entry(3, "y"), entry(4, "x", "t"),
        ])
        #expect(folded.map(\.count) == [2, 1, 1])
    }

    @Test func aNoteHasSomethingInIt() {
        #expect(CallNoteDraft("").problem != nil)
        #expect(CallNoteDraft("a\u{0}b").text == "ab")
        #expect(CallNoteDraft(String(repeating: "é", count: 10_000)).problem == nil)
        #expect(CallNoteDraft(String(repeating: "é", count: 10_001)).problem != nil)
    }

    @Test func manyCallsNeedAnAgent() throws {
        let (call, agent) = (UUID().uuidString, UUID().uuidString)
        let both = try BulkReassignChoice(Form([("call", call), ("call", call), ("agent", agent)]))
        #expect(both.callIDs.count == 1 && both.problem == nil)
        #expect(try BulkReassignChoice(Form([("call", call)])).problem != nil)
        #expect(try BulkReassignChoice(Form([("agent", agent)])).problem != nil)
        let all = try BulkReassignChoice(Form([("which", "all"), ("agent", agent)]))
        #expect(all.isAll && all.problem == nil)
        #expect(try BulkReassignChoice(Form([("which", "all")])).problem != nil)
        #expect(throws: BadRequest.self) { try BulkReassignChoice(Form([("call", "1")])) }
        #expect(throws: BadRequest.self) {
            try BulkReassignChoice(Form((0...200).map { _ in ("call", UUID().uuidString) }))
        }
    }

    @Test func recordingsHaveTheEndingOfTheirType() {
        #expect(RecordingRoutes.ending(of: "audio/mpeg") == "mp3")
        #expect(RecordingRoutes.ending(of: "Audio/WAV; rate=8000") == "wav")
        #expect(RecordingRoutes.ending(of: "audio/unheard-of") == "audio")
    }
}
