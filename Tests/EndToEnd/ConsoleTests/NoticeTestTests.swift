import Foundation
import Postgres
import TestSupport
import Testing

/// An agency's own words, sent to see how they arrive.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct NoticeTestTests {
    @Test func aTestGoesToWhoeverSendsIt() async throws {
        try await Consoling.run(services: ["sandbox", "notifier", "dashboard"]) { console in
            let second = Person(id: "0a000000-0000-4000-8000-000000000021", email: "second@example.com")
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO accounts (id, agency_id, role, name, email)
                VALUES ('\(second.id)', '\(TestAgency.id)', 'owner', 'Sven Second', '\(second.email)');
                INSERT INTO account_passwords (account_id, password_hash)
                SELECT '\(second.id)', password_hash FROM account_passwords WHERE account_id = '\(Person.owner.id)';
                """)
            for person in [second, Person.owner] {
                var owner = try await console.signedIn(person)
                try await owner.get("/settings/texts/edit?kind=call.completed&language=en")
                let sent = try await owner.post(
                    "/settings/texts/test",
                    [("kind", "call.completed"), ("language", "en")])
                #expect(sent.status == 303 && sent.location?.hasSuffix("&done=sent") == true, "\(sent.text)")
            }
            var owner = try await console.signedIn(.owner)
            try await owner.get("/settings/texts/edit?kind=lead.opted_out_confirmation&language=en")
            let short = try await owner.post(
                "/settings/texts/test", [("kind", "lead.opted_out_confirmation"), ("language", "en")])
            #expect(short.status == 400)
            let told = try await console.system.pool.execute(ListTold())
            #expect(told == [second.id, Person.owner.id])
        }
    }
}

private struct ListTold: PostgresStatement {
    static let sql = "SELECT recipient_id::text FROM notifications ORDER BY created_at, id"
    var parameters: [PostgresParameter] { [] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        try row.decode(column: 0, as: String.self)
    }
}
