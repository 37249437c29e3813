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
        let answer = try await console.system.http.send(
            HTTPRequest(
                method: .post, url: console.system.webhookURL,
                headers: ["x-vapi-secret": ThavonSystem.secret, "content-type": "application/json"], body: report.body))
        #expect(answer.status == 200)
    }
}
