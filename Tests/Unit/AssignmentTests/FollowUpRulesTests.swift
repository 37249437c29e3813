import RulesJSON
import Testing

@testable import Assignment

@Suite struct FollowUpRulesTests {
    @Test func whatIsLeftOutIsStandard() throws {
        #expect(try FollowUpRules(json: "{}".utf8) == .standard)
        let rules = try FollowUpRules(json: #"{"remind_after_minutes": 5, "reassign_after_minutes": 30}"#.utf8)
        #expect(rules.remindAfter == 5)
        #expect(rules.escalateAfter == 60)
        #expect(rules.reassignAfter == 30)
        #expect(rules.onlyConversations && rules.countsWorkingHours)
    }

    @Test func nullTurnsAStepOffForGood() throws {
        let json = #"{"remind_after_minutes": null, "escalate_after_minutes": null}"#
        let rules = try FollowUpRules(json: json.utf8)
        #expect(rules.remindAfter == nil)
        #expect(rules.escalateAfter == nil)
        #expect(try FollowUpRules(json: rules.json) == rules)
    }

    @Test(arguments: [
        (#"{"remind_after_minutes": 0}"#, "remind_after_minutes must be from 1 to 10080, or null"),
        (#"{"escalate_after_minutes": 10081}"#, "escalate_after_minutes must be from 1 to 10080, or null"),
        (#"{"escalate_after_minutes": 15}"#, "escalate_after_minutes must be more than remind_after_minutes"),
        (#"{"reassign_after_minutes": 14}"#, "reassign_after_minutes must not be less than remind_after_minutes"),
        (#"{"remind": 5}"#, #"there is no "remind"; there are remind_after_minutes, escalate_after_minutes"#),
        (#"{"remind_after_minutes": "soon"}"#, "remind_after_minutes: must be a whole number"),
        (#"{"only_conversations": 1}"#, "only_conversations: must be true or false"),
        ("[]", "must be an object"),
        (
            #"{"remind_after_minutes": 0, "escalate_after_minutes": -1, "reassign_after_minutes": -5}"#,
            "reassign_after_minutes must not be less than remind_after_minutes"
        ),
    ])
    func whatCannotWorkIsNamed(json: String, problem: String) {
        let error = #expect(throws: UnusableRules.self) { try FollowUpRules(json: json.utf8) }
        #expect(error?.description.contains(problem) == true, "\(error?.description ?? "nothing")")
    }

    @Test func allThatIsWrongIsNamed() {
        let json = #"{"remind_after_minutes": 0, "escalate_after_minutes": -1, "reassign_after_minutes": -5}"#
        let error = #expect(throws: UnusableRules.self) { try FollowUpRules(json: json.utf8) }
        #expect(error?.reasons.count == 5)
    }

    @Test func whatIsStoredAndDoesNotReadCountsAsNotSet() {
        #expect(FollowUpRules(stored: nil) == .standard)
        #expect(FollowUpRules(stored: #"{"remind_after_minutes": 0}"#) == .standard)
    }
}
