import AMQP
import Contracts
import Foundation
import Messaging
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// What has not gone as it should, seen and dealt with by programs.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct APIOperationsTests {
    @Test func deadLettersAreSentBackOrThrownAway() async throws {
        try await Consoling.run { console in
            let queue = DeadLetterPageTests.queue
            let broker = AMQPAdministration(configuration: console.system.broker)
            try await DeadLetterPageTests.bury("theirs", agency: Person.otherAgency, broker)
            try await DeadLetterPageTests.bury("one", agency: "\(TestAgency.id)", broker)
            try await DeadLetterPageTests.bury("two", agency: "\(TestAgency.id)", broker)
            let owner = try await console.program(of: .owner)
            let list = try await owner.get("/dead-letters")
            #expect(list.status == 200 && list.object["has_more"] as? Bool == false)
            #expect(list.data.compactMap { $0["id"] as? String } == ["one", "two"])
            #expect(list.data.first?["reason"] as? String == "no such call: one")

            func choice(_ id: String) -> String { #"{"id": "\#(id)", "queue": "\#(queue)"}"# }
            let foreign = try await owner.post("/dead-letters/discard", choice("theirs"))
            #expect(foreign.status == 404 && foreign.isProblem)
            let nothing = try await owner.post("/dead-letters/retry", "{}")
            let elsewhere = try await owner.post("/dead-letters/retry", #"{"id": "one", "queue": "other"}"#)
            #expect(nothing.status == 422 && elsewhere.status == 422 && elsewhere.isProblem)
            let retried = try await owner.post("/dead-letters/retry", choice("one"))
            #expect(retried.status == 204, "\(retried.text)")
            guard let back = try await broker.get(queue) else {
                throw ConsoleTestError("what was sent back is not in its queue")
            }
            #expect(back.message.messageID == "one" && back.message.headers["x-thavon-reason"] == nil)
            back.ack()
            let discarded = try await owner.post("/dead-letters/discard", choice("two"))
            let again = try await owner.post("/dead-letters/discard", choice("two"))
            #expect(discarded.status == 204 && again.status == 404)
            let rest = try await broker.queueDepth(EventTopology.dead)
            #expect(rest.messages == 1)
            let actions = try await owner.actions()
            #expect(actions.contains("dead_letter.retried by api") && actions.contains("dead_letter.discarded by api"))

            let other = try await console.program(of: .otherOwner)
            let theirs = try await other.get("/dead-letters")
            #expect(theirs.data.compactMap { $0["id"] as? String } == ["theirs"])
            let agent = try await console.program(of: .bea)
            let seen = try await agent.get("/dead-letters")
            let done = try await agent.post("/dead-letters/discard", choice("two"))
            #expect(seen.status == 403 && seen.isProblem && done.status == 403)
            await broker.close()
        }
    }

    @Test func whatWasPostedIsTakenInAgainOnceUnderOneKey() async throws {
        try await Consoling.run(services: ["dashboard", "webhook-ingest"]) { console in
            let system = console.system
            let report = TestReport(customerNumber: TestAgency.berlinNumber)
            let posted = HTTPRequest(
                method: .post, url: system.webhookURL,
                headers: ["x-vapi-secret": ThavonSystem.secret, "content-type": "application/json"],
                body: report.body)
            let taken = try await system.http.send(posted)
            #expect(taken.status == 200)
            try await system.pool.simpleQuery(
                """
                INSERT INTO webhook_events (id, received_at, source, type, agency_id, disposition, headers, body)
                VALUES (gen_random_uuid(), now() - interval '1 h', 'lead', 'lead', '\(TestAgency.id)', 'applied', '{}', '{"name": "Lee"}')
                """)
            let owner = try await console.program(of: .owner)
            let first = try await owner.get("/webhooks?limit=1")
            let cursor = try #require(first.object["next_cursor"] as? String)
            let second = try await owner.get("/webhooks?limit=1&cursor=\(cursor)")
            #expect(first.data.first?["source"] as? String == "vapi" && first.data.first?["body"] == nil)
            #expect(second.data.first?["source"] as? String == "lead" && second.object["next_cursor"] is NSNull)
            let key = try #require(first.data.first?["key"] as? String)
            let shown = try await owner.get("/webhooks/\(key)")
            #expect((shown.object["body"] as? String)?.contains(try #require(report.summary)) == true)
            #expect(!shown.text.contains(ThavonSystem.secret))

            let wish = [("idempotency-key", "replay-1")]
            let replayed = try await owner.post("/webhooks/\(key)/replay", headers: wish)
            #expect(replayed.status == 200, "\(replayed.text)")
            #expect(replayed.object["disposition"] as? String == "repeated")
            let again = try await owner.post("/webhooks/\(key)/replay", headers: wish)
            #expect(again.status == 200 && again.object["disposition"] as? String == "repeated")
            let all = try await owner.get("/webhooks")
            #expect(all.data.count { $0["source"] as? String == "replay" } == 1)
            let lead = try #require(second.data.first?["key"] as? String)
            let refused = try await owner.post("/webhooks/\(lead)/replay")
            #expect(refused.status == 422 && refused.isProblem)
            let actions = try await owner.actions()
            #expect(actions.filter { $0 == "webhook.replayed by api" }.count == 1)

            let others: [(Person, Int)] = [(.otherOwner, 404), (.bea, 403), (.otherAgent, 403)]
            for (person, status) in others {
                let program = try await console.program(of: person)
                let one = try await program.get("/webhooks/\(key)")
                let replay = try await program.post("/webhooks/\(key)/replay")
                #expect(one.status == status && replay.status == status, "\(person.email)")
            }
            let other = try await console.program(of: .otherOwner)
            let none = try await other.get("/webhooks")
            let crafted = try await owner.get("/webhooks/crafted")
            let beyond = try await owner.get("/webhooks?cursor=crafted")
            #expect(none.data.isEmpty && crafted.status == 404 && beyond.status == 400)
        }
    }

    @Test func addressesAreAllowedAgain() async throws {
        try await Consoling.run(services: ["sandbox", "notifier", "dashboard"]) { console in
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO notifications (
                    id, event_time, agency_id, kind, recipient_kind, recipient_id, channel, address, language, status, reason, attempts)
                SELECT gen_random_uuid(), now() - n * interval '1 minute', '\(TestAgency.id)', 'call.completed', 'agent',
                    '\(TestAgency.berliner)', 'email', 'bea@example.com', 'en', 'failed', 'mailbox ' || n, n
                FROM generate_series(1, 3) n;
                INSERT INTO suppressions (agency_id, channel, address, cause, detail)
                VALUES ('\(TestAgency.id)', 'email', 'bea@example.com', 'bounced', 'no such mailbox');
                """)
            let owner = try await console.program(of: .owner)
            let page = try await owner.get("/troubled-messages?limit=2")
            let cursor = try #require(page.object["next_cursor"] as? String)
            let rest = try await owner.get("/troubled-messages?limit=2&cursor=\(cursor)")
            #expect(
                (page.data + rest.data).compactMap { $0["reason"] as? String } == [
                    "mailbox 1", "mailbox 2", "mailbox 3",
                ])
            let barred = try await owner.get("/barred-addresses")
            #expect(barred.data.first?["address"] as? String == "bea@example.com")

            let address = #"{"channel": "email", "address": "bea@example.com"}"#
            let agent = try await console.program(of: .bea)
            for path in ["/troubled-messages", "/barred-addresses"] {
                let answer = try await agent.get(path)
                #expect(answer.status == 403 && answer.isProblem, "\(path)")
            }
            let denied = try await agent.post("/barred-addresses/allow", address)
            #expect(denied.status == 403)
            // It is each agency's own.
            let other = try await console.program(of: .otherOwner)
            let theirs = try await other.get("/barred-addresses")
            let without = try await other.post("/barred-addresses/allow", address)
            #expect(theirs.data.isEmpty && without.object["was_barred"] as? Bool == false, "\(without.text)")

            let wrong = try await owner.post("/barred-addresses/allow", #"{"channel": "pigeon", "address": "x"}"#)
            #expect(wrong.status == 422 && wrong.isProblem)
            let allowed = try await owner.post("/barred-addresses/allow", address)
            #expect(allowed.status == 200 && allowed.object["was_barred"] as? Bool == true, "\(allowed.text)")
            let none = try await owner.get("/barred-addresses")
            #expect(none.data.isEmpty)
        }
    }

    @Test func whoTakesWhatWeSendIsForOwners() async throws {
        try await Consoling.run { console in
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO provider_limits (account, closed_until, closed_reason)
                VALUES ('resend', now() + interval '1 hour', 'the quota is used up')
                """)
            let owner = try await console.program(of: .owner)
            let health = try await owner.get("/providers")
            #expect(health.status == 200, "\(health.text)")
            let messages = health.object["messages"] as? [[String: Any]]
            #expect(messages?.first?["reason"] as? String == "the quota is used up")
            let queues = health.object["queues"] as? [[String: Any]] ?? []
            #expect(queues.count == EventTopology.subscriptions.count)
            let own = queues.first { $0["service"] as? String == "dashboard" }
            #expect(own?["workers"] as? Int == 1)
            let agent = try await console.program(of: .bea)
            let denied = try await agent.get("/providers")
            let extra = try await owner.get("/providers?all=1")
            #expect(denied.status == 403 && extra.status == 400)
        }
    }

    @Test func theAuditLogComesInPages() async throws {
        try await Consoling.run { console in
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO audit_log (id, agency_id, account_id, actor, action, at)
                SELECT gen_random_uuid(), '\(TestAgency.id)', '\(Person.bea.id)', 'Bea', 'test.' || n, now() - n * interval '1 s'
                FROM generate_series(1, 5) n
                """)
            let owner = try await console.program(of: .owner)
            var (found, cursor): ([String], String?) = ([], nil)
            repeat {
                let page = try await owner.get("/audit-log?limit=2" + (cursor.map { "&cursor=\($0)" } ?? ""))
                #expect(page.status == 200 && page.data.count <= 2)
                found += page.data.compactMap { $0["action"] as? String }
                cursor = page.object["next_cursor"] as? String
            } while cursor != nil && found.count < 10
            #expect(found == (1...5).map { "test.\($0)" })
            let agent = try await console.program(of: .bea)
            let denied = try await agent.get("/audit-log")
            let other = try await console.program(of: .otherOwner)
            let theirs = try await other.get("/audit-log")
            let crafted = try await owner.get("/audit-log?cursor=crafted")
            #expect(denied.status == 403 && theirs.data.isEmpty && crafted.status == 400)
        }
    }

    @Test func whatIsShownIsAsDescribed() async throws {
        try await Consoling.run { console in
            let text = try await console.stranger.get("/openapi.json")
            let schema = try OpenAPISchema(description: Data(text.body))
            let owner = try await console.program(of: .owner)
            let answers = [
                ("/reassignments", "ReassignmentJobList"), ("/overview", "Overview"), ("/tasks", "TaskList"),
                ("/unopened-calls", "UnopenedCallList"), ("/dead-letters", "DeadLetterList"),
                ("/webhooks", "WebhookSummaryList"), ("/troubled-messages", "TroubledMessageList"),
                ("/barred-addresses", "BarredAddressList"), ("/providers", "ProviderHealth"),
                ("/audit-log", "AuditEntryList"),
            ]
            for (path, name) in answers {
                let answer = try await owner.get(path)
                let problems = try schema.problems(of: Data(answer.body), as: name)
                #expect(answer.status == 200 && problems.isEmpty, "\(path): \(answer.status) \(problems)")
            }
        }
    }
}

extension APIClient {
    /// What the audit log says was done, and by which way.
    func actions() async throws -> [String] {
        try await get("/audit-log").data.map { entry in
            let way = (entry["detail"] as? [String: Any])?["via"] as? String ?? "page"
            return "\(entry["action"] as? String ?? "?") by \(way)"
        }
    }
}
