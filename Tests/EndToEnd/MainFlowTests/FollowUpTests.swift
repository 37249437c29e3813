import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// Calls that nobody opens in time, through the real executables.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct FollowUpTests {
    @Test func theAgentIsRemindedThenTheOwnersAreTold() async throws {
        try await FollowUpDesk.run { desk in
            let call = try await desk.call()
            let first = try await desk.followUp("round(extract(epoch FROM due_at - assigned_at) / 60)", of: call)
            #expect(first == "15")
            try await desk.makeDue()
            try await desk.events.waitFor("followup.overdue")
            let reminded = try await desk.followUp("stage || ' ' || (reminded_at IS NOT NULL)", of: call)
            #expect(reminded == "reminded true")
            let second = try await desk.followUp("round(extract(epoch FROM due_at - began_at) / 60)", of: call)
            #expect(second == "60")
            try await desk.makeDue()
            try await desk.until("SELECT stage = 'escalated' AND due_at IS NULL FROM follow_ups")
            // Events of one call come in order: after this one there is nothing left to come.
            let late = try await desk.done(OpenCall(callID: call, agentID: TestAgency.berliner))
            #expect(late.openedAt != nil)
            try await desk.events.waitFor("call.opened")
            #expect(await desk.events.events("followup.overdue").count == 2)
        }
    }

    @Test func openedInTimeNothingHappens() async throws {
        try await FollowUpDesk.run { desk in
            let call = try await desk.call()
            let look = try await desk.done(OpenCall(callID: call, agentID: TestAgency.bavarian))
            #expect(look.openedAt == nil)
            let isOpen = try await desk.followUp("opened_at IS NULL AND due_at IS NOT NULL", of: call)
            #expect(isOpen == "true")
            let opened = try await desk.done(OpenCall(callID: call, agentID: TestAgency.berliner))
            #expect(opened.openedAt != nil)
            let again = try await desk.done(OpenCall(callID: call, agentID: TestAgency.berliner))
            #expect(again == opened)
            try await desk.events.waitFor("call.opened")
            let state = try await desk.followUp(
                "stage || ' ' || (due_at IS NULL) || ' ' || (first_opened_at = opened_at)", of: call)
            #expect(state == "opened true true")
            #expect(await desk.events.events("call.opened").count == 1)
            #expect(await desk.events.events("followup.overdue").isEmpty)
            let metrics = try await desk.system.http.send(
                HTTPRequest(url: desk.system.healthURL("assignment", "/metrics")))
            let text = String(decoding: metrics.body, as: UTF8.self)
            #expect(text.contains("thavon_speed_to_lead_seconds_count{from=\"end\"} 1"))
            #expect(text.contains("thavon_speed_to_lead_seconds_count{from=\"assignment\"} 1"))
        }
    }

    @Test func whatIsNotTheirsToOpenIsRefused() async throws {
        try await FollowUpDesk.run { desk in
            let call = try await desk.call()
            let unknown = try await desk.refusal(OpenCall(callID: .new(), agentID: TestAgency.berliner))
            #expect(unknown == "the agency has no such call")
            let stranger = try await desk.refusal(OpenCall(callID: call, agentID: .new()))
            #expect(stranger == "the agency has no such agent")
            let foreign = try await desk.foreignCall()
            let refusal = try await desk.refusal(OpenCall(callID: foreign, agentID: TestAgency.berliner))
            #expect(refusal == "the agency has no such call")
        }
    }

    @Test func aCommandThatComesAgainIsAnsweredTheSame() async throws {
        try await FollowUpDesk.run { desk in
            let call = try await desk.call()
            let (id, time) = (CommandID.new(), Date())
            let opening = OpenCall(callID: call, agentID: TestAgency.berliner)
            let first = try await desk.ask(opening, id: id, time: time)
            let (handID, handTime) = (CommandID.new(), Date())
            let hand = ReassignCalls(callIDs: [call], agentID: TestAgency.anybody)
            let given = try await desk.ask(hand, id: handID, time: handTime)
            #expect(given == .done(.init(callIDs: [call])))
            // Neither is done again, though by now it would come to something else.
            let second = try await desk.ask(opening, id: id, time: time)
            #expect(second == first)
            let givenAgain = try await desk.ask(hand, id: handID, time: handTime)
            #expect(givenAgain == given)
            let anew = try await desk.done(OpenCall(callID: call, agentID: TestAgency.anybody))
            #expect(anew.openedAt != nil)
            try await desk.until("SELECT count(*) = 0 FROM outbox")
            try await desk.events.waitFor("call.reassigned")
            #expect(await desk.events.events("call.reassigned").count == 1)
        }
    }

    @Test func somebodyElseGetsItAndTheLeadWithIt() async throws {
        try await FollowUpDesk.run { desk in
            let rules = #"{"reassign_after_minutes": 15}"#
            _ = try await desk.done(ConfigureFollowUp(rules: rules))
            let call = try await desk.call()
            try await desk.makeDue(minutesAgo: 16)
            try await desk.events.waitFor("call.reassigned")
            let agent = try #require(try await desk.agent(of: call))
            #expect(agent != TestAgency.berliner.description)
            let owner = try await desk.text(
                "SELECT owner_agent_id::text FROM leads WHERE id = '\(TestAgency.berlinLead)'")
            #expect(owner == agent)
            let followUp = try await desk.followUp("stage || ' ' || agent_id", of: call)
            #expect(followUp == "reassigned \(agent)")
            let why = try await desk.text(
                """
                SELECT rule || ', ' || (decision->'previous'->>'rule') || ', ' ||
                    (decision->'candidates' @> '[{"name": "Bea Berlin", "reason": "did not open it in time"}]')
                FROM assignments WHERE agent_id = '\(agent)'
                """)
            #expect(why == "round_robin, territory, true")
            // Nobody else is there for the next one: then the owners are told, once, and it is looked at again later.
            let next = try await desk.call()
            try await desk.system.pool.simpleQuery("UPDATE agents SET active = false WHERE id <> '\(agent)'")
            try await desk.makeDue(next, minutesAgo: 16)
            try await desk.events.waitFor("followup.overdue")
            let told = try await desk.followUp("stage || ' ' || (due_at > now() + interval '14 minutes')", of: next)
            #expect(told == "escalated true")
            try await desk.system.pool.simpleQuery(
                "UPDATE follow_ups SET due_at = now(), began_at = now() - interval '25 hours' WHERE call_id = '\(next)'"
            )
            try await desk.until("SELECT due_at IS NULL FROM follow_ups WHERE call_id = '\(next)'")
            try await desk.untilMetric(#"thavon_follow_ups_total{step="given_up"} 1"#)
            #expect(await desk.events.subjects("followup.overdue") == [next.description])
            #expect(await desk.events.events("call.reassigned").count == 1)
        }
    }

    /// The owners are told the first time; whoever comes back later gets it.
    @Test func aCallThatNobodyIsThereToTakeWaitsForSomebody() async throws {
        try await FollowUpDesk.run { desk in
            _ = try await desk.done(ConfigureFollowUp(rules: #"{"reassign_after_minutes": 15}"#))
            let call = try await desk.call()
            let first = try #require(try await desk.agent(of: call))
            try await desk.system.pool.simpleQuery("UPDATE agents SET active = false WHERE id <> '\(first)'")
            try await desk.makeDue(call, minutesAgo: 16)
            for _ in 0..<2 {
                try await desk.until(
                    "SELECT stage = 'escalated' AND due_at > now() + interval '14 minutes' FROM follow_ups")
                try await desk.makeDue(call)
            }
            try await desk.until("SELECT due_at > now() + interval '14 minutes' FROM follow_ups")
            try await desk.system.pool.simpleQuery("UPDATE agents SET active = true")
            try await desk.makeDue(call)
            try await desk.events.waitFor("call.reassigned")
            let state = try await desk.followUp("stage || ' ' || (due_at IS NULL)", of: call)
            #expect(state == "reassigned true")
            let agent = try await desk.agent(of: call)
            #expect(agent != first)
            #expect(await desk.events.events("followup.overdue").count == 1)
        }
    }

    @Test func whenTheAgentHasLeftTheOwnersAreToldAtOnce() async throws {
        try await FollowUpDesk.run { desk in
            let call = try await desk.call()
            try await desk.system.pool.simpleQuery("UPDATE agents SET active = false")
            try await desk.makeDue()
            try await desk.events.waitFor("followup.overdue")
            let state = try await desk.followUp("stage || ' ' || (reminded_at IS NULL)", of: call)
            #expect(state == "escalated true")
        }
    }

    @Test func minutesCountWhileTheAgentWorks() async throws {
        try await FollowUpDesk.run { desk in
            // A date long past: they have hours, but none that is still to come.
            let never = #"{"mon": [], "tue": [], "wed": [], "thu": [], "fri": [], "sat": [], "sun": []}"#
            let tomorrow = Date().addingTimeInterval(86_400 * 2).rfc3339.prefix(10)
            try await desk.system.pool.simpleQuery(
                """
                UPDATE agents SET working_hours = '\(never)', hours_exceptions = '{"\(tomorrow)": ["10:00-18:00"]}'
                """)
            let call = try await desk.call()
            let due = try await desk.followUp("to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')", of: call)
            #expect(due == "\(tomorrow) 10:15")
        }
    }

    @Test func rulesHaveVersionsAndAreRefusedWithAllThatIsWrong() async throws {
        try await FollowUpDesk.run { desk in
            let first = try await desk.done(ConfigureFollowUp(rules: #"{"remind_after_minutes": 5}"#))
            let second = try await desk.done(ConfigureFollowUp(rules: #"{"remind_after_minutes": null}"#))
            #expect(first.version == 1)
            #expect(second.version == 2)
            let wrong = #"{"remind_after_minutes": 0, "escalate_after_minutes": 99999}"#
            let refusal = try await desk.refusal(ConfigureFollowUp(rules: wrong))
            #expect(refusal.contains("remind_after_minutes must be from 1 to 10080"))
            #expect(refusal.contains("escalate_after_minutes must be from 1 to 10080"))
            let stored = try await desk.text(
                "SELECT version || ' ' || changed_by || ' ' || (rules->'remind_after_minutes') FROM follow_up_settings")
            #expect(stored == "2 tester null")
            // Without a reminder the owners are the first to hear.
            let call = try await desk.call()
            try await desk.makeDue()
            try await desk.events.waitFor("followup.overdue")
            let stage = try await desk.followUp("stage", of: call)
            #expect(stage == "escalated")
        }
    }

    /// Two replicas at the same work, and nothing twice.
    @Test func twoReplicasDoEachStepOnce() async throws {
        let count = 200
        try await FollowUpDesk.run(replicas: 2) { desk in
            let calls = try await desk.insertCalls(count)
            try await desk.system.pool.simpleQuery(
                """
                INSERT INTO follow_ups (call_id, agency_id, agent_id, due_at)
                    SELECT id, agency_id, agent_id, now() FROM call_logs
                """)
            try await desk.events.waitFor("followup.overdue", subjects: count)
            try await desk.settle(calls[0])
            #expect(await desk.events.events("followup.overdue").count == count)

            let rules = #"{"reassign_after_minutes": 15, "escalate_after_minutes": 600}"#
            _ = try await desk.done(ConfigureFollowUp(rules: rules))
            try await desk.makeDue(minutesAgo: 16)
            try await desk.events.waitFor("call.reassigned", subjects: count - 1)
            try await desk.settle(calls[1])
            #expect(await desk.events.events("call.reassigned").count == count - 1)
            #expect(await desk.events.events("followup.overdue").count == count)
            let shares = try await desk.texts(
                "SELECT count(*)::text FROM call_logs WHERE agent_id <> '\(TestAgency.anybody)' GROUP BY agent_id ORDER BY 1"
            )
            #expect(shares == ["100", "99"] || shares == ["99", "100"])
        }
    }
}

extension FollowUpDesk {
    /// Whatever was still on its way to the observer has come when this call's agent has been seen to open it.
    func settle(_ callID: CallID) async throws {
        try await until("SELECT count(*) = 0 FROM outbox")
        let before = await events.subjects("call.opened").count
        let agent = try #require(try await agent(of: callID).flatMap { AgentID($0) })
        _ = try await done(OpenCall(callID: callID, agentID: agent))
        try await events.waitFor("call.opened", subjects: before + 1)
    }

    /// A call of another agency.
    func foreignCall() async throws -> CallID {
        let (agency, agent) = (AgencyID.new(), AgentID.new())
        try await system.pool.simpleQuery(
            """
            INSERT INTO agencies (id, name) VALUES ('\(agency)', 'Other Agency');
            INSERT INTO agents (id, agency_id, name) VALUES ('\(agent)', '\(agency)', 'Other Agent');
            """)
        return try #require(try await insertCalls(1, agent: agent, agency: agency).first)
    }
}
