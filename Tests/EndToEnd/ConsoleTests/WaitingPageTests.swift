import Foundation
import Postgres
import TestSupport
import Testing

/// What waits for the owners: what is counted, what is listed, and that both mean the same.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct WaitingPageTests {
    private static let call = "0c000000-0000-4000-8000-000000000031"

    /// Not opened is what nothing is due about any more, too, whoever looks from wherever.
    @Test func aCallWhoseRemindersAreOverStillWaitsOnItsPage() async throws {
        try await Consoling.run { console in
            try await console.addCall(Self.call)
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO follow_ups (call_id, agency_id, agent_id, assigned_at, reminded_at)
                VALUES ('\(Self.call)', '\(TestAgency.id)', '\(TestAgency.berliner)', now() - interval '1 hour', now())
                """)
            var owner = try await console.signedIn(.owner)
            let page = try await owner.get("/calls/\(Self.call)")
            let list = try await owner.get("/operations/unopened")
            #expect(page.text.contains(">Not opened<") && !page.text.contains("Nothing is left to do"))
            #expect(list.text.contains(Self.call))
        }
    }

    /// The overview counts all of them and shows the first.
    @Test func anAgentReachesEverythingThatWaitsForThem() async throws {
        try await Consoling.run { console in
            let ids = (0..<12).map { "0c000000-0000-4000-8000-0000000001\($0 + 10)" }
            for id in ids { try await console.addCall(id) }
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO follow_ups (call_id, agency_id, agent_id, assigned_at, due_at)
                SELECT id, agency_id, '\(TestAgency.berliner)', now(), now() + interval '1 hour' FROM call_logs;
                INSERT INTO tasks (id, agency_id, agent_id, kind, text, created_at)
                SELECT ('0d000000-0000-4000-8000-0000000000' || n)::uuid, '\(TestAgency.id)', '\(TestAgency.berliner)', 'call_back',
                    'Call number ' || n, now() + n * interval '1 second'
                FROM generate_series(10, 69) n
                """)
            var bea = try await console.signedIn(.bea)
            let overview = try await bea.get("/overview")
            #expect(overview.text.contains("12 calls have not been opened"))
            #expect(overview.text.contains(#"href="/overview/unopened""#))
            #expect(overview.text.contains(#"href="/overview/tasks""#) && !overview.text.contains("Call number 20"))
            let calls = try await bea.get("/overview/unopened")
            #expect(calls.status == 200 && ids.allSatisfy { calls.text.contains($0) })
            let tasks = try await bea.get("/overview/tasks")
            #expect(tasks.text.contains("Call number 59") && !tasks.text.contains("Call number 60"))
            let next = try #require(tasks.text.firstMatch(of: /href="(\/overview\/tasks\?after=[^"]+)" rel="next"/))
            let rest = try await bea.get(String(next.1))
            #expect(rest.text.contains("Call number 60") && rest.text.contains("Call number 69"))
            let done = try await bea.post(
                "/tasks/0d000000-0000-4000-8000-000000000069/done", [("from", "overview/tasks")])
            #expect(done.location == "/overview/tasks?done=task")
            for person in [Person.basti, .otherOwner, .otherAgent] {
                var other = try await console.signedIn(person)
                let (theirCalls, theirTasks) = (
                    try await other.get("/overview/unopened"), try await other.get("/overview/tasks")
                )
                #expect(theirCalls.status == 200 && !theirCalls.text.contains(ids[0]))
                #expect(theirTasks.status == 200 && !theirTasks.text.contains("Call number"))
            }
            let crafted = try await bea.get("/overview/tasks?after=x")
            #expect(crafted.status == 400)
        }
    }

    /// Somebody else's opening is not told as theirs who have it now.
    @Test func whoeverGotTheCallHasNotOpenedItBecauseAnotherHad() async throws {
        try await Consoling.run { console in
            try await console.addCall(Self.call)
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO follow_ups (call_id, agency_id, agent_id, assigned_at, due_at, first_opened_at)
                VALUES ('\(Self.call)', '\(TestAgency.id)', '\(TestAgency.berliner)', now(), now(), now() - interval '1 day')
                """)
            let owner = try await console.program(of: .owner)
            let call = try await owner.get("/calls/\(Self.call)")
            let followUp = try #require(call.object["follow_up"] as? [String: Any])
            #expect(followUp["opened_at"] is NSNull && followUp["first_opened_at"] is String)
        }
    }

    @Test func callsWithoutAnybodyAreListedAsTheyAreCounted() async throws {
        try await Consoling.run { console in
            let other = "0c000000-0000-4000-8000-000000000032"
            for (id, rule) in [(Self.call, "catch_all"), (other, "not_needed")] {
                try await console.addCall(id)
                try await console.system.pool.simpleQuery(
                    """
                    UPDATE call_logs SET agent_id = NULL WHERE id = '\(id)';
                    INSERT INTO assignments (id, call_id, agency_id, rule, decision)
                    VALUES (gen_random_uuid(), '\(id)', '\(TestAgency.id)', '\(rule)', '{}')
                    """)
            }
            var owner = try await console.signedIn(.owner)
            let overview = try await owner.get("/overview")
            #expect(overview.text.contains("1 call that there is nobody for"))
            #expect(overview.text.contains(#"href="/operations/unassigned""#))
            let list = try await owner.get("/operations/unassigned")
            #expect(list.text.contains(Self.call) && !list.text.contains(other))
            try await console.system.pool.simpleQuery("UPDATE assignments SET rule = 'by_hand'")
            let none = try await owner.get("/operations/unassigned")
            #expect(none.text.contains("Every call has somebody"))
            let crafted = try await owner.get("/operations/unassigned?after=x")
            var agent = try await console.signedIn(.bea)
            let denied = try await agent.get("/operations/unassigned")
            #expect(crafted.status == 400 && denied.status == 403)
        }
    }

    /// A provider has taken them all. What came by another channel has reached the person.
    @Test func whatCameBackIsShownUnlessAnotherChannelArrived() async throws {
        try await Consoling.run { console in
            let (alone, chain) = (UUID().uuidString, UUID().uuidString)
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO notifications (
                    id, event_time, agency_id, kind, recipient_kind, recipient_id, channel, address, language, status, receipt,
                    receipt_reason, chain_id, chain_position)
                SELECT gen_random_uuid(), now() - position * interval '1 minute', '\(TestAgency.id)', 'call.completed', 'agent',
                    '\(TestAgency.berliner)', channel, address, 'en', 'sent', receipt, reason, chain::uuid, position
                FROM (VALUES
                    ('email', 'gone@example.com', 'bounced', 'no such mailbox', NULL, 1),
                    ('email', 'fine@example.com', 'delivered', NULL, NULL, 2),
                    ('whatsapp', '+4917000001', 'failed', 'not on WhatsApp', '\(chain)', 3),
                    ('sms', '+4917000001', 'delivered', NULL, '\(chain)', 4),
                    ('whatsapp', '+4917000002', 'failed', 'off', '\(alone)', 5),
                    ('sms', '+4917000002', 'failed', 'off as well', '\(alone)', 6)
                ) AS new (channel, address, receipt, reason, chain, position)
                """)
            var owner = try await console.signedIn(.owner)
            let overview = try await owner.get("/overview")
            #expect(overview.text.contains("3 messages did not arrive"))
            let page = try await owner.get("/operations/messages")
            #expect(page.text.contains("no such mailbox") && page.text.contains("The address does not take it"))
            #expect(page.text.contains("off as well") && page.text.contains("Not delivered"))
            #expect(!page.text.contains("fine@example.com") && !page.text.contains("+4917000001"))
            let program = try await console.program(of: .owner)
            let listed = try await program.get("/troubled-messages")
            #expect(listed.data.compactMap { $0["receipt"] as? String } == ["bounced", "failed", "failed"])
            #expect(listed.data.allSatisfy { $0["status"] as? String == "sent" })
        }
    }
}
