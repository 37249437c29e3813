import Foundation
import LocalServers
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// Rows that come while somebody looks: theirs, and only as long as they may see them.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct LiveTests {
    @Test func everybodyIsToldOfTheirOwn() async throws {
        try await Consoling.run(services: ["dashboard", "webhook-ingest", "assignment"]) { console in
            try await console.system.pool.simpleQuery(
                """
                UPDATE leads SET owner_agent_id = '\(TestAgency.bavarian)' WHERE id = '\(TestAgency.texanLead)';
                INSERT INTO leads (id, agency_id, name, phone, country)
                VALUES (gen_random_uuid(), '\(Person.otherAgency)', 'Zoe Elsewhere', '+15125550777', 'US');
                """)
            let owner = try await LiveReader(.owner, console)
            let bea = try await LiveReader(.bea, console)
            let basti = try await LiveReader(.basti, console)
            let stranger = try await LiveReader(.otherOwner, console)
            for reader in [owner, bea, basti, stranger] { try await reader.waitFor("retry:") }

            try await Self.report(TestAgency.berlinNumber, console)
            try await owner.waitFor("Lena Lead")
            try await bea.waitFor("Lena Lead")
            try await Self.report(TestAgency.texanNumber, console)
            try await basti.waitFor("Tex Ann")
            try await Self.report("+15125550777", line: nil, console)
            try await stranger.waitFor("Zoe Elsewhere")
            // What came after has come, so what came before would have come as well.
            #expect(!basti.text.contains("Lena Lead") && !bea.text.contains("Tex Ann"))
            #expect(!stranger.text.contains("Lena Lead") && !stranger.text.contains("Tex Ann"))
            #expect(!owner.text.contains("Zoe Elsewhere"))
            for reader in [owner, bea, basti, stranger] { await reader.stop() }
        }
    }

    @Test func whoseSessionIsOverIsToldNothingMore() async throws {
        try await Consoling.run(services: ["dashboard", "webhook-ingest", "assignment"]) { console in
            let reader = try await LiveReader(.bea, console)
            let witness = try await LiveReader(.owner, console)
            try await reader.waitFor("retry:")
            try await witness.waitFor("retry:")
            try await console.system.pool.simpleQuery(
                "UPDATE sessions SET revoked_at = now() WHERE account_id = '\(Person.bea.id)'")
            try await Self.report(TestAgency.berlinNumber, console)
            try await witness.waitFor("Lena Lead")
            // The server ends the answer.
            try await reader.waitForEnd()
            #expect(!reader.text.contains("Lena Lead"))
            await reader.stop()
            await witness.stop()
        }
    }

    @Test func whoseConnectionBrokeIsToldWhatTheyMissed() async throws {
        try await Consoling.run(services: ["dashboard", "webhook-ingest", "assignment"]) { console in
            let witness = try await LiveReader(.owner, console)
            try await witness.waitFor("retry:")
            try await Self.report(TestAgency.berlinNumber, console)
            try await witness.waitFor("Lena Lead")
            let returning = try await LiveReader(.owner, console, lastEvent: Date().addingTimeInterval(-10))
            try await returning.waitFor("Lena Lead")
            #expect(returning.text.contains("\"isNew\":true"))
            // It is not the other agency's to see, whatever they say they have missed.
            let stranger = try await LiveReader(.otherOwner, console, lastEvent: .distantPast)
            try await stranger.waitFor("retry:")
            for reader in [witness, returning, stranger] { await reader.stop() }
            #expect(!stranger.text.contains("Lena Lead"))
        }
    }

    /// Whoever looks at what is under way is told when it is not any more; others are not told of what they never had.
    @Test func aCallThatLeavesTheListIsTakenBack() async throws {
        try await Consoling.run(services: ["dashboard", "webhook-ingest", "assignment"]) { console in
            let id = "0c000000-0000-4000-8000-000000000051"
            let report = TestReport(customerNumber: TestAgency.berlinNumber)
            try await console.addCall(id)
            try await console.system.pool.simpleQuery(
                """
                UPDATE call_logs SET status = 'in_progress', outcome = NULL, vapi_call_id = '\(report.callID)' WHERE id = '\(id)'
                """)
            let now = Int64(Date().timeIntervalSince1970 * 1000)
            let owner = try await LiveReader(.owner, console, query: "?status=under-way&since=\(now)")
            let basti = try await LiveReader(.basti, console, query: "?since=\(now)")
            try await owner.waitFor(id)
            try await basti.waitFor("retry:")
            try await Self.report(report, console)
            try await owner.waitFor(#"data: {"id":"\#(id)","isNew":false,"isToday":false}"#)
            try await Self.report(TestReport(customerNumber: TestAgency.texanNumber), console)
            let witness = try await LiveReader(.owner, console, query: "?since=\(now)")
            try await witness.waitFor("Tex Ann")
            #expect(!basti.text.contains(id))
            for reader in [owner, basti, witness] { await reader.stop() }
        }
    }

    /// The page would have a hole between what came and what it had.
    @Test func whoeverWasAwayForLongIsTold() async throws {
        try await Consoling.run { console in
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO call_logs (id, agency_id, vapi_call_id, status, outcome, created_at)
                SELECT gen_random_uuid(), '\(TestAgency.id)', gen_random_uuid()::text, 'completed', 'conversation',
                    now() - n * interval '1 second'
                FROM generate_series(1, 60) n
                """)
            let now = Int64(Date().timeIntervalSince1970 * 1000)
            let back = now - 3_600_000
            let returning = try await LiveReader(.owner, console, query: "?since=\(back)&last=\(back)")
            try await returning.waitFor("event: stale")
            #expect(returning.text.contains("\"isNew\":false") && !returning.text.contains("\"isNew\":true"))
            // Of a page that was made just now nothing is missing.
            let fresh = try await LiveReader(.owner, console, query: "?since=\(now)")
            try await fresh.waitFor("\"isNew\":true")
            #expect(!fresh.text.contains("event: stale"))
            for reader in [returning, fresh] { await reader.stop() }
        }
    }

    @Test func whoeverLooksIsSentForAgainWhenTheBrokerHasBeenAway() async throws {
        try await Consoling.run(services: ["dashboard"]) { console in
            let reader = try await LiveReader(.owner, console)
            try await reader.waitFor("retry:")
            try await TestRabbitMQ.cutConnections(to: console.system.broker)
            try await reader.waitForEnd()
            await reader.stop()
        }
    }

    private static func report(_ number: String, line: String? = TestAgency.phoneNumberID, _ console: Consoling)
        async throws
    {
        var report = TestReport(customerNumber: number)
        report.phoneNumberID = line
        try await Self.report(report, console)
    }

    private static func report(_ report: TestReport, _ console: Consoling) async throws {
        let answer = try await console.system.http.send(
            HTTPRequest(
                method: .post, url: console.system.webhookURL,
                headers: ["x-vapi-secret": ThavonSystem.secret, "content-type": "application/json"], body: report.body))
        #expect(answer.status == 200)
    }
}
