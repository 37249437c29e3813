import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// The team by the JSON API: what owners may, what agents may of themselves, and what nobody else may.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct APITeamTests {
    private static let bea = "/agents/\(TestAgency.berliner)"

    @Test func somebodyIsAddedAndChanged() async throws {
        try await Consoling.run { console in
            let owner = try await console.program(of: .owner)
            let new =
                #"{"name": "Nora New", "email": "nora@example.com", "phone": "+4930555010077", "languages": ["de"]}"#
            let added = try await owner.post("/agents", new)
            #expect(added.status == 201, "\(added.text)")
            let agent = try #require(added.object["agent"] as? [String: Any])
            let id = try #require(agent["id"] as? String)
            #expect(added.headers["location"] == "/api/v1/agents/\(id)")
            #expect((agent["account"] as? [String: Any])?["state"] as? String == "invited")
            let again = try await owner.post("/agents", new)
            #expect(again.status == 409 && again.text.contains("already-exists"))
            let wrong = try await owner.post(
                "/agents", #"{"name": "N", "email": "none", "phone": "12", "languages": ["xx"]}"#)
            #expect(wrong.status == 422 && wrong.isProblem)
            for member in ["email", "phone", "languages"] {
                #expect(wrong.text.contains(##""pointer":"#/\##(member)""##), "\(member): \(wrong.text)")
            }
            let changed = try await owner.send(
                .patch, "/api/v1/agents/\(id)", json: #"{"phone": null, "time_zone": "Europe/Madrid"}"#)
            #expect(changed.status == 200, "\(changed.text)")
            #expect(changed.object["phone"] is NSNull && changed.object["name"] as? String == "Nora New")
            #expect(changed.object["time_zone"] as? String == "Europe/Madrid")
            let entries = try await console.system.pool.execute(CountEntries(subject: id)).first
            #expect(entries == 2)
        }
    }

    /// It may have been a stranger's.
    @Test func whatWasSentToAnAddressThatWasWrongOpensNothing() async throws {
        try await Consoling.run { console in
            let questions = try await DatabaseQuestions(console.system)
            let owner = try await console.program(of: .owner)
            let added = try await owner.post("/agents", #"{"name": "Nora", "email": "norra@example.com"}"#)
            let agent = try #require(added.object["agent"] as? [String: Any])
            let id = try #require(agent["id"] as? String)
            let open = """
                SELECT ((SELECT count(*) FROM account_tokens t WHERE t.account_id = a.id AND t.revoked_at IS NULL)
                    + (SELECT count(*) FROM account_passwords p WHERE p.account_id = a.id)
                    + (SELECT count(*) FROM sessions s WHERE s.account_id = a.id AND s.revoked_at IS NULL))::text
                FROM accounts a WHERE a.agent_id = '\(id)'
                """
            // A stranger has made themselves at home.
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO account_passwords (account_id, password_hash) SELECT accounts.id, p.password_hash FROM accounts, account_passwords p
                    WHERE agent_id = '\(id)' AND p.account_id = '\(Person.bea.id)';
                INSERT INTO sessions (id, account_id, agency_id, token_hash, expires_at)
                SELECT gen_random_uuid(), id, agency_id, 'abc', now() + interval '1 day' FROM accounts WHERE agent_id = '\(id)';
                """)
            let before = try await questions.texts(open)
            let named = try await owner.send(.patch, "/api/v1/agents/\(id)", json: #"{"name": "Nora New"}"#)
            let between = try await questions.texts(open)
            let moved = try await owner.send(.patch, "/api/v1/agents/\(id)", json: #"{"email": "nora@example.com"}"#)
            let after = try await questions.texts(open)
            #expect(named.status == 200 && moved.status == 200, "\(moved.text)")
            #expect(before == ["3"] && between == ["3"] && after == ["0"])
        }
    }

    @Test func whichCallsAndWhenAreReplaced() async throws {
        try await Consoling.run { console in
            let owner = try await console.program(of: .owner)
            let rules = try await owner.send(
                .put, "/api/v1\(Self.bea)/call-rules",
                json: #"{"territories": ["de 101*", "DE 102*"], "weight": 3, "calls_per_day": null}"#)
            #expect(rules.status == 200, "\(rules.text)")
            #expect(rules.object["territories"] as? [String] == ["DE 101*", "DE 102*"])
            #expect(rules.object["weight"] as? Int == 3)
            let noPattern = try await owner.send(
                .put, "/api/v1\(Self.bea)/call-rules",
                json: #"{"territories": ["Berlin"], "weight": 3, "calls_per_day": null}"#)
            #expect(noPattern.status == 422 && noPattern.text.contains(##""pointer":"#/territories""##))
            let hours = try await owner.send(
                .put, "/api/v1\(Self.bea)/hours", json: #"{"working_hours": {"mon": ["09:00-17:00"]}}"#)
            #expect(hours.status == 200, "\(hours.text)")
            let kept = hours.object["working_hours"] as? [String: [String]]
            #expect(kept?["mon"] == ["09:00-17:00"])
            for senseless in [#"{"mon": ["17:00-09:00"]}"#, "{}", #"{"mon": ["nine-five"]}"#] {
                let answer = try await owner.send(
                    .put, "/api/v1\(Self.bea)/hours", json: "{\"working_hours\": \(senseless)}")
                #expect(answer.status == 422 && answer.isProblem, "\(senseless): \(answer.status)")
            }
            let day = Date().addingTimeInterval(30 * 86_400).ISO8601Format().prefix(10)
            let exception = try await owner.send(
                .put, "/api/v1\(Self.bea)/exceptions/\(day)", json: #"{"windows": ["10:00-12:00"]}"#)
            #expect(exception.status == 200 && exception.text.contains("10:00-12:00"), "\(exception.text)")
            let past = try await owner.send(
                .put, "/api/v1\(Self.bea)/exceptions/2020-01-01", json: #"{"windows": []}"#)
            #expect(past.status == 422 && past.isProblem)
            let removed = try await owner.send(.delete, "/api/v1\(Self.bea)/exceptions/\(day)")
            #expect(removed.status == 204)
        }
    }

    @Test func anAgentHasTimeOffAndASwitchOfTheirOwn() async throws {
        try await Consoling.run { console in
            let bea = try await console.program(of: .bea)
            let off = try await bea.post(
                "\(Self.bea)/time-off", #"{"from_date": "2030-07-01", "to_date": "2030-07-05", "note": "Sea"}"#)
            #expect(off.status == 201, "\(off.text)")
            let id = try #require(off.object["id"] as? String)
            let back = try await bea.post(
                "\(Self.bea)/time-off", #"{"from_date": "2030-07-05", "to_date": "2030-07-01"}"#)
            #expect(back.status == 422 && back.text.contains(##""pointer":"#/to_date""##))
            let away = try await bea.send(
                .put, "/api/v1\(Self.bea)/availability", json: #"{"is_available": false}"#)
            #expect(away.status == 200 && away.object["is_available"] as? Bool == false)
            for person in [Person.basti, .otherOwner, .otherAgent] {
                let program = try await console.program(of: person)
                let add = try await program.post("\(Self.bea)/time-off", #"{"from_date": "2030-07-01"}"#)
                let remove = try await program.send(.delete, "/api/v1\(Self.bea)/time-off/\(id)")
                let turn = try await program.send(
                    .put, "/api/v1\(Self.bea)/availability", json: #"{"is_available": true}"#)
                let messages = try await program.get("\(Self.bea)/notifications")
                #expect([add, remove, turn, messages].map(\.status) == [404, 404, 404, 404], "\(person.email)")
            }
            let removed = try await bea.send(.delete, "/api/v1\(Self.bea)/time-off/\(id)")
            let gone = try await bea.send(.delete, "/api/v1\(Self.bea)/time-off/\(id)")
            #expect(removed.status == 204 && gone.status == 404)
        }
    }

    @Test func whatIsForOwnersIsForOwners() async throws {
        try await Consoling.run { console in
            let bea = try await console.program(of: .bea)
            let wishes: [(HTTPMethod, String, String?)] = [
                (.post, "/agents", #"{"name": "N", "email": "n@example.com"}"#), (.patch, Self.bea, #"{"name": "N"}"#),
                (.put, "\(Self.bea)/call-rules", #"{"territories": [], "weight": 9, "calls_per_day": null}"#),
                (.put, "\(Self.bea)/hours", #"{"working_hours": null}"#), (.get, "\(Self.bea)/leave", nil),
                (.post, "\(Self.bea)/leave", #"{"hand_over_to": "nobody"}"#), (.post, "\(Self.bea)/return", nil),
                (.get, "/owners", nil), (.post, "/owners", #"{"name": "N", "email": "n@example.com"}"#),
                (.post, "/accounts/\(Person.owner.id)/deactivate", nil),
            ]
            for (method, path, json) in wishes {
                let answer = try await bea.send(method, "/api/v1\(path)", json: json)
                #expect(answer.status == 403 && answer.isProblem, "\(method) \(path): \(answer.status)")
            }
            let other = try await console.program(of: .otherOwner)
            for (method, path, json) in wishes where path.hasPrefix(Self.bea) || path.hasPrefix("/accounts") {
                let answer = try await other.send(method, "/api/v1\(path)", json: json)
                #expect(answer.status == 404 && answer.isProblem, "\(method) \(path): \(answer.status)")
            }
        }
    }

    @Test func theLastOwnerStays() async throws {
        try await Consoling.run { console in
            let owner = try await console.program(of: .owner)
            let invited = try await owner.post("/owners", #"{"name": "Paul", "email": "paul@example.com"}"#)
            #expect(invited.status == 201, "\(invited.text)")
            let id = try #require(invited.object["account_id"] as? String)
            let list = try await owner.get("/owners")
            #expect(list.data.contains { $0["id"] as? String == id && $0["state"] as? String == "invited" })
            let off = try await owner.post("/accounts/\(id)/deactivate")
            #expect(off.status == 204, "\(off.text)")
            let on = try await owner.post("/accounts/\(id)/activate")
            #expect(on.status == 204)
            let own = try await owner.post("/accounts/\(Person.owner.id)/deactivate")
            #expect(own.status == 403)
        }
    }

    @Test func whoLeavesLeavesTheirLeadsToOthersOnce() async throws {
        try await Consoling.run(services: ["dashboard", "assignment"]) { console in
            try await console.system.pool.simpleQuery(
                "UPDATE leads SET owner_agent_id = '\(TestAgency.berliner)' WHERE id = '\(TestAgency.berlinLead)'")
            let owner = try await console.program(of: .owner)
            let bea = try await console.program(of: .bea)
            let before = try await owner.get("\(Self.bea)/leave")
            #expect(before.object["to_hand_over"] as? Int == 1, "\(before.text)")
            let toWhom = try await owner.post("\(Self.bea)/leave", #"{"hand_over_to": "somebody"}"#)
            #expect(toWhom.status == 422 && toWhom.text.contains(##""pointer":"#/hand_over_to""##))
            let wish = "{\"hand_over_to\": \"\(TestAgency.bavarian)\"}"
            let key = [("idempotency-key", "leave")]
            let left = try await owner.post("\(Self.bea)/leave", wish, headers: key)
            let again = try await owner.post("\(Self.bea)/leave", wish, headers: key)
            #expect(left.status == 202 && again.body == left.body, "\(left.text) \(again.text)")
            let lead = try await owner.get("/leads/\(TestAgency.berlinLead)")
            #expect(lead.object["agent_id"] as? String == "\(TestAgency.bavarian)")
            let locked = try await bea.get("/me")
            #expect(locked.status == 401)
            let back = try await owner.post("\(Self.bea)/return")
            #expect(back.status == 200 && back.object["is_active"] as? Bool == true)
        }
    }

    @Test func messagesAreAsSomebodyWishesAndNotBehindTheirBack() async throws {
        try await Consoling.run(services: ["dashboard", "notifier", "sandbox"]) { console in
            let bea = try await console.program(of: .bea)
            let first = try await bea.get("\(Self.bea)/notifications")
            let tag = try #require(first.headers["etag"])
            let wish =
                #"{"grid": {"call.missed": {"sms": "on"}}, "has_quiet_hours": true, "quiet_hours": {"from": "21:00", "to": "08:00"}}"#
            let path = "/api/v1\(Self.bea)/notifications"
            let set = try await bea.send(.put, path, json: wish, headers: [("if-match", tag)])
            #expect(set.status == 200, "\(set.text)")
            let grid = set.object["grid"] as? [String: [String: String]]
            #expect(grid == ["call.missed": ["sms": "on"]])
            #expect((set.object["quiet_hours"] as? [String: String])?["from"] == "21:00")
            let behind = try await bea.send(.put, path, json: wish, headers: [("if-match", tag)])
            #expect(behind.status == 412 && behind.isProblem)
            let wrong = try await bea.send(.put, path, json: #"{"has_quiet_hours": true}"#)
            #expect(wrong.status == 422 && wrong.text.contains(##""pointer":"#/quiet_hours""##))
        }
    }
}

/// What the audit log says of a subject that came through the API.
private struct CountEntries: PostgresStatement {
    static let sql = "SELECT count(*) FROM audit_log WHERE subject_id = $1 AND detail ->> 'via' = 'api'"

    var subject: String
    var parameters: [PostgresParameter] { [.init(subject)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
}
