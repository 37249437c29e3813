import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

/// Forms that are sent late, or again.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct StaleFormTests {
    @Test func aStaleFormDoesNotGiveAWithdrawnConsentAgain() async throws {
        try await Consoling.run { console in
            let path = "/leads/\(TestAgency.berlinLead)"
            try await console.system.pool.simpleQuery(
                """
                UPDATE leads SET consent_kind = 'express', consent_source = 'Open house', consent_at = now()
                WHERE id = '\(TestAgency.berlinLead)'
                """)
            var owner = try await console.signedIn(.owner)
            let seen = try await owner.get("\(path)/edit").text
            try await console.system.pool.simpleQuery(
                """
                UPDATE leads SET consent_kind = 'refused', consent_source = 'Telephone', updated_at = now()
                WHERE id = '\(TestAgency.berlinLead)'
                """)
            let typed = [
                ("name", "Lena Leader"), ("phone", TestAgency.berlinNumber), ("country", "DE"), ("postcode", "10115"),
            ]
            let late = try await owner.post(
                "\(path)/edit",
                typed + [("version", Self.version(seen)), ("consent", "express"), ("consentSource", "Open house")])
            #expect(late.status == 409 && late.text.contains("in the meantime"))
            // What was typed is kept, but for the consent.
            #expect(late.text.contains(#"value="Lena Leader""#))
            #expect(late.text.contains(#"<option value="refused" selected"#))
            let kept = try await console.system.pool.execute(NameAndConsent()).first
            #expect(kept == "Lena Lead refused")
            let again = try await owner.post(
                "\(path)/edit",
                typed + [
                    ("version", Self.version(late.text)), ("consent", "refused"), ("consentSource", "Telephone"),
                ])
            #expect(again.status == 303)
            let now = try await console.system.pool.execute(NameAndConsent()).first
            #expect(now == "Lena Leader refused")
        }
    }

    /// Without a number nothing tells one lead from another.
    @Test func aFormThatIsSentTwiceAddsOneLead() async throws {
        try await Consoling.run { console in
            let questions = try await DatabaseQuestions(console.system)
            var owner = try await console.signedIn(.owner)
            let page = try await owner.get("/leads/new").text
            let fields = try PageForm("/leads/new", on: page).with(["name": "Nina New", "email": "nina@example.com"])
            let first = try await owner.post("/leads/new", fields)
            let again = try await owner.post("/leads/new", fields)
            #expect(first.status == 303 && again.status == 303 && first.location == again.location)
            let leads = try await questions.texts("SELECT count(*)::text FROM leads WHERE name = 'Nina New'")
            let entries = try await questions.texts("SELECT count(*)::text FROM audit_log WHERE action = 'lead.added'")
            let events = try await questions.texts(
                "SELECT count(*)::text FROM outbox WHERE routing_key = 'lead.created'")
            #expect(leads == ["1"] && entries == ["1"] && events.first.map { Int($0) ?? 2 } ?? 2 <= 1)
            // Back on the same page, what else was typed is not lost.
            let more = fields.filter { $0.0 != "notes" } + [("notes", "wants a house")]
            let corrected = try await owner.post("/leads/new", more)
            #expect(corrected.status == 303 && corrected.location != first.location)
            // And somebody else is added.
            let other = fields.filter { $0.0 != "name" } + [("name", "Nora New")]
            let second = try await owner.post("/leads/new", other)
            #expect(second.status == 303 && second.location != first.location)
        }
    }

    @Test func aFormThatIsSentTwiceWritesOneNote() async throws {
        try await Consoling.run { console in
            let call = "0c000000-0000-4000-8000-000000000041"
            try await console.addCall(call)
            var bea = try await console.signedIn(.bea)
            let path = "/calls/\(call)/notes"
            let page = try await bea.get("/calls/\(call)").text
            let fields = try PageForm(path, on: page).with(["note": "Call back"])
            let first = try await bea.post(path, fields)
            let again = try await bea.post(path, fields)
            #expect(first.status == 303 && again.status == 303)
            let after = try await bea.get("/calls/\(call)").text
            #expect(after.components(separatedBy: "Call back").count == 2)
            // The same once more, from the page as it is now.
            let anew = try PageForm(path, on: after).with(["note": "Call back"])
            let second = try await bea.post(path, anew)
            #expect(second.status == 303)
            let both = try await bea.get("/calls/\(call)").text
            #expect(both.components(separatedBy: "Call back").count == 3)
        }
    }

    /// What was agreed to stays as it was proven, whatever blanks came with it.
    @Test func anotherNumberIsNoOtherConsent() async throws {
        try await Consoling.run { console in
            let questions = try await DatabaseQuestions(console.system)
            let path = "/leads/\(TestAgency.berlinLead)"
            try await console.system.pool.simpleQuery(
                """
                UPDATE leads SET consent_kind = 'express', consent_source = E' Open\\nhouse ', consent_at = now(),
                    consent_proof = '{"ip": "192.0.2.7"}'
                WHERE id = '\(TestAgency.berlinLead)'
                """)
            var owner = try await console.signedIn(.owner)
            let page = try await owner.get("\(path)/edit").text
            let fields = try PageForm("\(path)/edit", on: page).with(["phone": "+4930555010099"])
            let saved = try await owner.post("\(path)/edit", fields)
            #expect(saved.status == 303)
            let kept = try await questions.texts(
                "SELECT concat(phone, consent_proof ->> 'ip') FROM leads WHERE id = '\(TestAgency.berlinLead)'")
            #expect(kept == ["+4930555010099192.0.2.7"])
        }
    }

    /// When somebody agreed is part of the agreement.
    @Test func anotherDayOfConsentIsNoted() async throws {
        try await Consoling.run { console in
            let questions = try await DatabaseQuestions(console.system)
            let path = "/leads/\(TestAgency.berlinLead)"
            try await console.system.pool.simpleQuery(
                """
                UPDATE leads SET consent_kind = 'express', consent_source = 'Open house', consent_at = '2026-11-02T12:00:00Z'
                WHERE id = '\(TestAgency.berlinLead)'
                """)
            var owner = try await console.signedIn(.owner)
            let page = try await owner.get("\(path)/edit").text
            let fields = try PageForm("\(path)/edit", on: page).with(["consentDate": "2026-11-01"])
            let saved = try await owner.post("\(path)/edit", fields)
            #expect(saved.status == 303)
            let noted = try await questions.texts("SELECT detail::text FROM audit_log WHERE action LIKE 'lead.%'")
            #expect(noted.contains { $0.contains("consent") }, "\(noted)")
        }
    }

    @Test func aReloadMakesNoSecondToken() async throws {
        try await Consoling.run { console in
            var owner = try await console.signedIn(.owner)
            let page = try await owner.get("/account").text
            let once = page.firstMatch(of: /name="once" value="([^"]+)"/).map { String($0.1) } ?? ""
            let fields = [("label", "Reports"), ("life", "90"), ("once", once)]
            let made = try await owner.post("/account/tokens", fields)
            #expect(made.status == 200 && made.text.contains(#"id="token""#))
            let reloaded = try await owner.post("/account/tokens", fields)
            #expect(reloaded.status == 200 && reloaded.text.contains("has been made already"))
            #expect(!reloaded.text.contains(#"id="token""#))
            let count = try await console.system.pool.execute(CountTokens()).first
            #expect(count == 1)
        }
    }

    @Test func aViewThatWouldNotBeShownIsNotSaved() async throws {
        try await Consoling.run { console in
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO saved_views (id, account_id, agency_id, page, name, query)
                SELECT gen_random_uuid(), '\(Person.owner.id)', '\(TestAgency.id)', 'calls', 'View ' || n, '?min=60'
                FROM generate_series(1, 30) AS n
                """)
            var owner = try await console.signedIn(.owner)
            try await owner.get("/calls")
            let more = try await owner.post("/calls/views", [("name", "View 31"), ("query", "?min=30")])
            #expect(more.status == 400 && more.text.contains("there are 30 already"))
            // One that is there can still become another.
            let changed = try await owner.post("/calls/views", [("name", "View 30"), ("query", "?min=30")])
            #expect(changed.status == 303)
        }
    }

    private static func version(_ page: String) -> String {
        page.firstMatch(of: /name="version" value="(\d+)"/).map { String($0.1) } ?? ""
    }
}

private struct NameAndConsent: PostgresStatement {
    static let sql = "SELECT name || ' ' || consent_kind FROM leads WHERE id = '\(TestAgency.berlinLead)'"

    var parameters: [PostgresParameter] { [] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        try row.decode(column: 0, as: String.self)
    }
}

private struct CountTokens: PostgresStatement {
    static let sql = "SELECT count(*) FROM account_tokens WHERE purpose = 'api'"

    var parameters: [PostgresParameter] { [] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
}
