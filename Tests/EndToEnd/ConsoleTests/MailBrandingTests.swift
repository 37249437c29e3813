import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// From the settings to the mailbox.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct MailBrandingTests {
    private static let services = ["sandbox", "webhook-ingest", "assignment", "notifier", "dashboard"]
    private static let typed = [
        ("sender_name", "Nord, Licht"), ("reply_to", "office@example.com"), ("accent", "#7A0019"),
        ("footer", "Nordlicht GmbH\r\nHafenstraße <1>"),
    ]

    /// What waits already is repeated under its key with the same bytes, whatever is set in between.
    @Test func mailsMadeFromThenOnAreTheAgencys() async throws {
        try await Consoling.run(services: Self.services) { console in
            let system = console.system
            try await system.pool.simpleQuery(
                """
                INSERT INTO provider_limits (account, closed_until, closed_reason)
                VALUES ('resend', now() + interval '1 hour', 'test')
                ON CONFLICT (account) DO UPDATE SET closed_until = excluded.closed_until
                """)
            try await EventObserver.observe(system.broker) { events in
                try await Self.report(system)
                try await Self.untilWaiting(2, system)
                var owner = try await console.signedIn(.owner)
                try await owner.get("/settings/mails")
                let saved = try await owner.post("/settings/mails", Self.typed + [("version", "0")])
                #expect(saved.status == 303 && saved.location == "/settings/mails?done=saved", "\(saved.text)")
                try await Self.report(system)
                try await Self.untilWaiting(4, system)
                try await system.pool.simpleQuery("UPDATE provider_limits SET closed_until = NULL")
                try await events.waitFor("notification.sent", subjects: 4)
                let mails = try await Self.mails(system)
                let own = mails.filter { $0.from.hasPrefix("\"Nord, Licht\" <") }
                let before = mails.filter { !$0.from.contains("Nord") }
                #expect(own.count == 2 && before.count == 2)
                for mail in own {
                    #expect(mail.replyTo == ["office@example.com"])
                    #expect(mail.text.hasSuffix("\nNordlicht GmbH\nHafenstraße <1>\n"))
                    #expect(mail.html.contains("Nordlicht GmbH<br>Hafenstraße &lt;1&gt;</p>"))
                    #expect(mail.html.contains("background:#7a0019;color:#ffffff"))
                }
                for mail in before {
                    #expect(mail.replyTo == [] && !mail.text.contains("Nordlicht") && mail.html.contains("#14532d"))
                }
            }
        }
    }

    @Test func whatIsTypedIsCheckedShownAndNotLost() async throws {
        try await Consoling.run(services: Self.services) { console in
            var owner = try await console.signedIn(.owner)
            try await owner.get("/settings/mails")
            let wrong = try await owner.post(
                "/settings/mails", [("sender_name", "Kept, as typed"), ("accent", "green"), ("version", "0")])
            #expect(wrong.status == 422 && wrong.text.contains("This has to be a colour such as #14532d."))
            #expect(wrong.text.contains("Kept, as typed"))
            let mail = try await owner.post("/settings/mails/preview", Self.typed)
            #expect(mail.status == 200 && mail.text.contains("Hafenstraße &lt;1&gt;") && mail.text.contains("#7a0019"))
            #expect(mail.headers["content-security-policy"]?.hasPrefix("sandbox; default-src 'none'") == true)
            let bad = try await owner.post("/settings/mails/preview", [("accent", "green")])
            #expect(bad.status == 422)

            let first = try await owner.post("/settings/mails", Self.typed + [("version", "0")])
            #expect(first.status == 303)
            let late = try await owner.post("/settings/mails", [("footer", "Somebody else’s"), ("version", "0")])
            #expect(late.status == 409 && late.text.contains("Somebody else’s"))
            let page = try await owner.get("/settings/mails")
            #expect(page.text.contains("Nord, Licht") && page.text.contains(#"name="version" value="1""#))
            let log = try await owner.get("/settings/audit")
            #expect(log.text.contains("settings.mails"))

            let program = try await console.program(of: .owner)
            let set = try await program.send(
                .put, "/api/v1/settings/mails", json: #"{"sender_name": "Nordlicht", "footer": null}"#)
            #expect(set.status == 200 && set.text.contains("Nordlicht"), "\(set.text)")
            let refused = try await program.send(
                .put, "/api/v1/settings/mails", json: #"{"reply_to": "a@b.example, c@d.example"}"#)
            #expect(refused.status == 422, "\(refused.text)")

            var agent = try await console.signedIn(.bea)
            let denied = try await agent.get("/settings/mails")
            #expect(denied.status == 403)
            var other = try await console.signedIn(.otherOwner)
            let theirs = try await other.get("/settings/mails")
            #expect(theirs.status == 200 && !theirs.text.contains("Nord"))
        }
    }

    // MARK: - The mailbox

    private struct Mail: Decodable {
        var id: String
        var from: String
        var replyTo: [String]
        var html: String
        var text: String

        private enum CodingKeys: String, CodingKey { case id, from, replyTo = "reply_to", html, text }
    }

    private static func mails(_ system: ThavonSystem) async throws -> [Mail] {
        struct Entry: Decodable { var id: String }
        var list = HTTPRequest(url: system.sandboxURL + "/mailbox.json")
        list.maxResponseBytes = 8 << 20
        let entries = try JSONDecoder().decode([Entry].self, from: Data(try await system.http.send(list).body))
        var mails: [Mail] = []
        for entry in entries {
            let answer = try await system.http.send(
                HTTPRequest(
                    url: system.sandboxURL + "/resend/emails/\(entry.id)",
                    headers: ["authorization": "Bearer re_sandbox"]))
            mails.append(try JSONDecoder().decode(Mail.self, from: Data(answer.body)))
        }
        return mails
    }

    private static func report(_ system: ThavonSystem) async throws {
        let answer = try await system.http.send(
            HTTPRequest(
                method: .post, url: system.webhookURL,
                headers: ["x-vapi-secret": ThavonSystem.secret, "content-type": "application/json"],
                body: TestReport(customerNumber: TestAgency.berlinNumber).body))
        #expect(answer.status == 200)
    }

    /// The database waits, a twentieth of a second at a time, until so many mails have been made.
    private static func untilWaiting(_ count: Int, _ system: ThavonSystem) async throws {
        while try await system.pool.execute(WaitForMails(count: count)).first != true { try Task.checkCancellation() }
    }

    private struct WaitForMails: PostgresStatement {
        static let sql = """
            SELECT count(*) >= $1 OR pg_sleep(0.05)::text IS NULL FROM notifications
            WHERE channel = 'email' AND payload IS NOT NULL
            """
        var count: Int
        var parameters: [PostgresParameter] { [.init(count)] }
        static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
    }
}
