import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

/// Calls that people give to somebody else, through the real executables.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct HandOverTests {
    @Test func callsChangeHandsWithTheirLeads() async throws {
        try await FollowUpDesk.run { desk in
            let calls = [try await desk.call(), try await desk.call()]
            // One has been opened: its new agent has to look at it all the same.
            _ = try await desk.done(OpenCall(callID: calls[0], agentID: TestAgency.berliner))
            let given = try await desk.done(ReassignCalls(callIDs: calls, agentID: TestAgency.anybody))
            #expect(given.callIDs == calls)
            try await desk.events.waitFor("call.reassigned", subjects: 2)
            let owner = try await desk.text(
                "SELECT owner_agent_id::text FROM leads WHERE id = '\(TestAgency.berlinLead)'")
            #expect(owner == TestAgency.anybody.description)
            for call in calls {
                let agent = try await desk.agent(of: call)
                #expect(agent == TestAgency.anybody.description)
                let state = try await desk.followUp(
                    "stage || ' ' || agent_id || ' ' || (opened_at IS NULL AND due_at > now())", of: call)
                #expect(state == "assigned \(TestAgency.anybody) true")
            }
            let kept = try await desk.followUp("first_opened_at IS NOT NULL", of: calls[0])
            #expect(kept == "true")
            let why = try await desk.texts(
                """
                SELECT rule || ' ' || (decision->>'actor') || ' ' || (decision->'previous'->>'rule')
                FROM assignments ORDER BY decided_at
                """)
            #expect(Set(why) == ["by_hand tester territory", "by_hand tester owner"])
            // Those that are theirs already are left as they are.
            let again = try await desk.done(ReassignCalls(callIDs: calls, agentID: TestAgency.anybody))
            #expect(again.callIDs.isEmpty)
            #expect(await desk.events.events("call.reassigned").count == 2)
        }
    }

    @Test func leadsWithoutACallChangeHandsToo() async throws {
        try await FollowUpDesk.run { desk in
            let leads = [TestAgency.berlinLead, TestAgency.texanLead]
            try await desk.system.pool.simpleQuery(
                "UPDATE leads SET owner_agent_id = '\(TestAgency.berliner)' WHERE id = '\(TestAgency.berlinLead)'")
            let given = try await desk.done(ReassignLeads(leadIDs: leads, agentID: TestAgency.anybody))
            #expect(Set(given.leadIDs) == Set(leads))
            try await desk.events.waitFor("lead.assigned", subjects: 2)
            let owners = try await desk.texts("SELECT DISTINCT owner_agent_id::text FROM leads")
            #expect(owners == [TestAgency.anybody.description])
            let again = try await desk.done(ReassignLeads(leadIDs: leads, agentID: TestAgency.anybody))
            #expect(again.leadIDs.isEmpty)
            let unknown = LeadID.new()
            let refused = try await desk.refusal(
                ReassignLeads(leadIDs: [leads[0], unknown], agentID: TestAgency.bavarian))
            #expect(refused == "the agency has no such lead: \(unknown)")
        }
    }

    @Test func whatCannotBeGivenAwayIsRefusedAndNothingIsChanged() async throws {
        try await FollowUpDesk.run { desk in
            let call = try await desk.call()
            let unknown = CallID.new()
            let foreign = try await desk.foreignCall()
            let strangers = try await desk.refusal(
                ReassignCalls(callIDs: [call, unknown, foreign], agentID: TestAgency.anybody))
            #expect(strangers == "the agency has no such call: \(unknown), \(foreign)")
            let nobody = try await desk.refusal(ReassignCalls(callIDs: [call], agentID: .new()))
            #expect(nobody == "the agency has no such agent")
            let none = try await desk.refusal(ReassignCalls(callIDs: [], agentID: TestAgency.anybody))
            #expect(none == "from 1 to 500 calls can be given away at a time, not 0")
            let many = (0..<501).map { _ in CallID.new() }
            let tooMany = try await desk.refusal(ReassignCalls(callIDs: many, agentID: TestAgency.anybody))
            #expect(tooMany.contains("not 501"))
            let some = Array(many.prefix(12))
            let shortened = try await desk.refusal(ReassignCalls(callIDs: some, agentID: TestAgency.anybody))
            #expect(shortened.hasSuffix("\(some[9]) and 2 more"))
            try await desk.system.pool.simpleQuery(
                """
                UPDATE agents SET active = false WHERE id = '\(TestAgency.anybody)';
                INSERT INTO call_logs (id, agency_id, vapi_call_id, status)
                    VALUES ('\(unknown)', '\(TestAgency.id)', 'under-way', 'in_progress');
                """)
            let gone = try await desk.refusal(ReassignCalls(callIDs: [call], agentID: TestAgency.anybody))
            #expect(gone == "Any Body is not active")
            let early = try await desk.refusal(ReassignCalls(callIDs: [unknown], agentID: TestAgency.bavarian))
            #expect(early == "it is not over yet: \(unknown)")
            let agent = try await desk.agent(of: call)
            #expect(agent == TestAgency.berliner.description)
        }
    }

    @Test func aCallThatNobodyHadIsSomebodysNow() async throws {
        try await FollowUpDesk.run { desk in
            let call = try #require(try await desk.insertCalls(1).first)
            try await desk.system.pool.simpleQuery(
                """
                UPDATE assignments SET agent_id = NULL, rule = 'not_needed';
                UPDATE call_logs SET agent_id = NULL, assigned_at = NULL;
                """)
            let given = try await desk.done(ReassignCalls(callIDs: [call, call], agentID: TestAgency.bavarian))
            #expect(given.callIDs == [call])
            try await desk.events.waitFor("call.reassigned")
            let opened = try await desk.done(OpenCall(callID: call, agentID: TestAgency.bavarian))
            #expect(opened.openedAt != nil)
        }
    }

    @Test func onlyCallsInWhichSomebodySaidSomethingAreFollowedUp() async throws {
        try await FollowUpDesk.run { desk in
            let followed = [
                try await desk.insertCalls(1),
                try await desk.insertCalls(1, ["status": "'failed'", "conversation_happened": "true"]),
                try await desk.insertCalls(
                    1, ["status": "'no_answer'", "direction": "'inbound'", "outcome": "'voicemail'"]),
            ].flatMap { $0 }
            let silent = [
                try await desk.insertCalls(1, ["status": "'no_answer'"]),
                try await desk.insertCalls(
                    1, ["status": "'no_answer'", "direction": "'outbound'", "outcome": "'voicemail'"]),
            ].flatMap { $0 }
            let old = try await desk.insertCalls(
                1, ["status": "'completed'", "created_at": "now() - interval '8 days'"])
            let all = followed + silent + old
            func due() async throws -> Set<String> {
                Set(try await desk.texts("SELECT call_id::text FROM follow_ups WHERE due_at IS NOT NULL"))
            }
            _ = try await desk.done(ReassignCalls(callIDs: all, agentID: TestAgency.bavarian))
            let some = try await due()
            #expect(some == Set(followed.map(\.description)))
            _ = try await desk.done(ConfigureFollowUp(rules: #"{"only_conversations": false}"#))
            _ = try await desk.done(ReassignCalls(callIDs: all, agentID: TestAgency.anybody))
            let most = try await due()
            #expect(most == Set((followed + silent).map(\.description)))
        }
    }

    /// An agency hands over all that somebody had who leaves.
    @Test func fiveHundredChangeHandsAtOnce() async throws {
        try await FollowUpDesk.run { desk in
            let calls = try await desk.insertCalls(500)
            let given = try await desk.done(ReassignCalls(callIDs: calls, agentID: TestAgency.bavarian))
            #expect(given.callIDs == calls)
            try await desk.events.waitFor("call.reassigned", subjects: 500)
            #expect(await desk.events.events("call.reassigned").count == 500)
        }
    }
}
