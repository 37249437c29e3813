import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// What was posted, and taking it in again.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct WebhookLogTests {
    @Test func whatIsTakenInAgainIsNotToldAgain() async throws {
        try await Consoling.run(services: ["dashboard", "webhook-ingest"]) { console in
            let system = console.system
            try await EventObserver.observe(system.broker) { events in
                let report = TestReport(customerNumber: TestAgency.berlinNumber)
                let summary = try #require(report.summary)
                let posted = HTTPRequest(
                    method: .post, url: system.webhookURL,
                    headers: ["x-vapi-secret": ThavonSystem.secret, "content-type": "application/json"],
                    body: report.body)
                let taken = try await system.http.send(posted)
                #expect(taken.status == 200)
                try await events.waitFor("call.ended")
                var owner = try await console.signedIn(.owner)
                let path = try await Self.webhook(in: &owner)
                let page = try await owner.get(path)
                #expect(page.text.contains("Take it in again") && page.text.contains(summary))
                let first = try await owner.post("\(path)/replay")
                #expect(first.status == 303 && first.location == "\(path)?done=repeated")
                let shown = try await owner.get("\(path)?done=repeated")
                #expect(shown.text.contains("Taken in again: <span class=\"badge\">Repeated"))

                // As if an earlier version had not read it.
                try await system.pool.simpleQuery("UPDATE call_logs SET summary = NULL")
                let second = try await owner.post("\(path)/replay")
                #expect(second.location == "\(path)?done=applied")
                let summaries = try await system.pool.execute(Summaries())
                #expect(summaries == [summary])
                let ended = await events.events("call.ended").count
                #expect(ended == 1)
                let log = try await owner.get("/operations/webhooks")
                #expect(log.text.matches(of: /<span class="sub">replay</).count == 2)
                let audit = try await owner.get("/settings/audit")
                #expect(audit.text.contains("webhook.replayed"))
                // As it came, for a tool.
                let file = try await owner.get("\(path)?download=1")
                #expect(file.headers["content-disposition"]?.hasPrefix("attachment") == true)
                #expect(file.text.contains(summary) && !file.text.contains("<html"))
            }
        }
    }

    @Test func whatIsNoCallIsNotTakenInAgain() async throws {
        try await Consoling.run(services: ["dashboard", "webhook-ingest"]) { console in
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO webhook_events (id, received_at, source, type, agency_id, disposition, headers, body)
                VALUES (gen_random_uuid(), now(), 'lead', 'lead', '\(TestAgency.id)', 'applied', '{}', '{"name": "Lee"}'),
                    (gen_random_uuid(), now() - interval '1 s', 'vapi', 'end-of-call-report', '\(TestAgency.id)', 'unreadable', '{}', 'x')
                """)
            var owner = try await console.signedIn(.owner)
            let log = try await owner.get("/operations/webhooks").text
            let paths = log.matches(of: /href="(\/operations\/webhooks\/[^"]+)"/).map { String($0.1) }
            #expect(paths.count == 2)
            let form = try await owner.get(paths[0])
            #expect(!form.text.contains("/replay\""))
            let refused = try await owner.post("\(paths[0])/replay")
            #expect(refused.status == 422 && refused.text.contains("only what Vapi said about a call"))
            let broken = try await owner.post("\(paths[1])/replay")
            #expect(broken.status == 422 && broken.text.contains("it cannot be read"))
        }
    }

    /// The path of the only webhook in the log.
    private static func webhook(in browser: inout Browser) async throws -> String {
        let log = try await browser.get("/operations/webhooks")
        return String(try #require(log.text.firstMatch(of: /href="(\/operations\/webhooks\/[^"]+)"/)).1)
    }
}

private struct Summaries: PostgresStatement {
    static let sql = "SELECT summary FROM call_logs"
    var parameters: [PostgresParameter] { [] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String? { try row.decode(String?.self) }
}
