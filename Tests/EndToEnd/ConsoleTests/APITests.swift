import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// The JSON API over a real console, database and broker.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct APITests {
    @Test func aTokenIsNeededAndNothingElseCounts() async throws {
        try await Consoling.run { console in
            let none = try await console.stranger.get("/calls")
            #expect(none.status == 401 && none.isProblem)
            #expect(none.headers["www-authenticate"] == #"Bearer realm="thavon""#)
            var wrong = console.stranger
            wrong.token = "wrong"
            let refused = try await wrong.get("/calls")
            #expect(refused.status == 401 && refused.isProblem)
            #expect(refused.headers["www-authenticate"]?.contains(#"error="invalid_token""#) == true)
            // A browser in which somebody has signed in is nobody here.
            var browser = try await console.signedIn(.owner)
            let cookie = try await browser.get("/api/v1/calls")
            #expect(cookie.status == 401 && cookie.headers["content-type"] == "application/problem+json")
            let program = try await console.program(of: .owner)
            let me = try await program.get("/me")
            #expect(me.status == 200 && me.object["email"] as? String == Person.owner.email)
            #expect(me.object["role"] as? String == "owner")
            try await console.system.pool.simpleQuery("UPDATE account_tokens SET revoked_at = now()")
            let revoked = try await program.get("/me")
            #expect(revoked.status == 401)
        }
    }

    @Test func everythingBelowTheRootIsAnsweredWithProblemDocuments() async throws {
        try await Consoling.run { console in
            let owner = try await console.program(of: .owner)
            let senseless: [(Int, String)] = [
                (404, "/nothing"), (404, ""), (404, "/calls/1"), (404, "/calls/\(UUID().uuidString.lowercased())"),
                (400, "/calls?cursor=crafted"), (400, "/calls?limit=0"), (400, "/calls?limit=1&limit=2"),
                (400, "/calls?what=1"), (400, "/calls?status=nonsense"), (400, "/calls?agent=%27%3B--"),
                (400, "/calls?language=%00"), (400, "/leads?cursor=Li4v"), (400, "/appointments?past=perhaps"),
                (400, "/availability"), (404, "/leads/\(UUID().uuidString)"), (404, "/calls/\(UUID())/recording"),
            ]
            for (status, path) in senseless {
                let answer = try await owner.get(path)
                #expect(answer.status == status && answer.isProblem, "\(path): \(answer.status) \(answer.text)")
            }
            let method = try await owner.send(.put, "/api/v1/calls")
            #expect(method.status == 405 && method.isProblem && method.headers["allow"] == "GET, HEAD")
            let form = try await owner.send(
                .post, "/api/v1/leads", json: "name=Rosa", type: "application/x-www-form-urlencoded")
            #expect(form.status == 415 && form.isProblem)
            let broken = try await owner.post("/leads", "{")
            #expect(broken.status == 400 && broken.isProblem)
            let unknown = try await owner.post("/leads", #"{"name": "Rosa", "colour": "red"}"#)
            #expect(unknown.status == 422 && unknown.isProblem && unknown.text.contains(##""pointer":"#/colour""##))
            let long = try await owner.post("/leads", "\"" + String(repeating: "x", count: 1 << 20) + "\"")
            #expect(long.status == 413 && long.isProblem)
        }
    }

    @Test func theDescriptionIsForEverybodyAndAnswersAreAsItSays() async throws {
        try await Consoling.run { console in
            let text = try await console.stranger.get("/openapi.json")
            #expect(text.status == 200 && text.object["openapi"] as? String == "3.1.0")
            let schema = try OpenAPISchema(description: Data(text.body))
            try await console.addCall(Self.call)
            let owner = try await console.program(of: .owner)
            let answers: [(String, String)] = [
                ("/me", "Me"), ("/calls", "CallSummaryList"), ("/calls/\(Self.call)", "Call"),
                ("/appointments", "AppointmentSummaryList"), ("/leads", "LeadSummaryList"),
                ("/leads/\(TestAgency.berlinLead)", "Lead"), ("/agents", "AgentSummaryList"),
                ("/agents/\(TestAgency.berliner)", "Agent"), ("/settings", "Settings"),
            ]
            for (path, name) in answers {
                let answer = try await owner.get(path)
                let problems = try schema.problems(of: Data(answer.body), as: name)
                #expect(answer.status == 200 && problems.isEmpty, "\(path): \(answer.status) \(problems)")
            }
            let problem = try await owner.get("/nothing")
            let wrong = try schema.problems(of: Data(problem.body), as: "Problem")
            #expect(wrong.isEmpty)
        }
    }

    @Test func everybodySeesWhatTheirPagesShow() async throws {
        try await Consoling.run { console in
            try await console.addCall(Self.call)
            let bea = try await console.program(of: .bea)
            let own = try await bea.get("/calls/\(Self.call)")
            #expect(own.status == 200)
            for person in [Person.basti, .otherOwner, .otherAgent] {
                let program = try await console.program(of: person)
                let paths = [
                    "/calls/\(Self.call)", "/calls/\(Self.call)/recording", "/leads/\(TestAgency.berlinLead)",
                    "/agents/\(TestAgency.berliner)",
                ]
                for path in paths {
                    let answer = try await program.get(path)
                    #expect(answer.status == 404, "\(person.email) \(path): \(answer.status)")
                }
                let note = try await program.post("/calls/\(Self.call)/notes", #"{"text": "x"}"#)
                let change = try await program.send(
                    .patch, "/api/v1/leads/\(TestAgency.berlinLead)", json: #"{"name": "x"}"#)
                #expect(note.status == 404 && change.status == 404, "\(person.email)")
                let list = try await program.get("/calls")
                #expect(list.status == 200 && list.data.isEmpty)
            }
            let settings = try await bea.get("/settings")
            let rules = try await bea.send(.put, "/api/v1/settings/recordings", json: #"{"retention_days": 1}"#)
            #expect(settings.status == 403 && settings.isProblem && rules.status == 403)
        }
    }

    @Test func listsComeInPages() async throws {
        try await Consoling.run { console in
            for number in 1...5 { try await console.addCall("0c000000-0000-4000-8000-00000000000\(number)") }
            let owner = try await console.program(of: .owner)
            var (found, cursor): ([String], String?) = ([], nil)
            repeat {
                let page = try await owner.get("/calls?limit=2" + (cursor.map { "&cursor=\($0)" } ?? ""))
                #expect(page.status == 200 && page.data.count <= 2)
                found += page.data.compactMap { $0["id"] as? String }
                cursor = page.object["next_cursor"] as? String
            } while cursor != nil && found.count < 10
            #expect(found.count == 5 && Set(found).count == 5)
        }
    }

    @Test func leadsAreAddedAndChanged() async throws {
        try await Consoling.run { console in
            let owner = try await console.program(of: .owner)
            let new = #"{"name": "Rosa Ruiz", "phone": "+34612555018", "email": "rosa@example.com"}"#
            let added = try await owner.post("/leads", new)
            #expect(added.status == 201, "\(added.text)")
            let id = try #require(added.object["id"] as? String)
            #expect(added.headers["location"] == "/api/v1/leads/\(id)")
            #expect(added.object["country"] as? String == "ES" && added.object["language"] as? String == "es")
            let again = try await owner.post("/leads", new)
            #expect(again.status == 409 && again.isProblem && again.headers["location"] == "/api/v1/leads/\(id)")
            let changed = try await owner.send(
                .patch, "/api/v1/leads/\(id)", json: #"{"email": null, "postcode": "28001"}"#,
                type: "application/merge-patch+json")
            #expect(changed.status == 200 && changed.object["email"] is NSNull)
            #expect(changed.object["name"] as? String == "Rosa Ruiz")
            let wrong = try await owner.send(.patch, "/api/v1/leads/\(id)", json: #"{"phone": "12"}"#)
            #expect(wrong.status == 422 && wrong.text.contains(##""pointer":"#/phone""##))
            let log = try await console.system.pool.execute(CountAPIEntries(subject: id)).first
            #expect(log == 2)
        }
    }

    @Test func aNoteIsKeptAndItsWayIsInTheLog() async throws {
        try await Consoling.run { console in
            try await console.addCall(Self.call)
            let bea = try await console.program(of: .bea)
            let note = try await bea.post("/calls/\(Self.call)/notes", #"{"text": "Call back <b>tomorrow</b>"}"#)
            #expect(note.status == 201, "\(note.text)")
            let call = try await bea.get("/calls/\(Self.call)")
            let notes = call.object["notes"] as? [[String: Any]]
            #expect(notes?.first?["text"] as? String == "Call back <b>tomorrow</b>")
            let log = try await console.system.pool.execute(CountAPIEntries(subject: Self.call)).first
            #expect(log == 1)
        }
    }

    @Test func whoAsksTooOftenIsToldToWait() async throws {
        try await Consoling.run(settings: ["API_RATE_LIMIT": "30"]) { console in
            let owner = try await console.program(of: .owner)
            let first = try await owner.get("/me")
            #expect(first.headers["ratelimit-policy"] == #""token";q=3;w=6"#)
            #expect(first.headers["ratelimit"]?.hasPrefix(#""token";r=2;t="#) == true)
            var refused: APIClient.Answer?
            for _ in 1...10 where refused == nil {
                let answer = try await owner.get("/me")
                if answer.status == 429 { refused = answer }
            }
            let answer = try #require(refused)
            #expect(answer.isProblem && (Int(answer.headers["retry-after"] ?? "") ?? 0) >= 1)
            // Another token has its own.
            let other = try await console.program(of: .bea)
            let me = try await other.get("/me")
            #expect(me.status == 200)
        }
    }

    @Test func wrongTokensHoldUpNobodyWhoHasARightOne() async throws {
        try await Consoling.run { console in
            var stranger = console.stranger
            stranger.token = "guess"
            var last = try await stranger.get("/me")
            #expect(last.status == 401)
            for _ in 1...300 where last.status == 401 { last = try await stranger.get("/me") }
            #expect(last.status == 429 && last.isProblem && (Int(last.headers["retry-after"] ?? "") ?? 0) >= 1)
            let owner = try await console.program(of: .owner)
            let me = try await owner.get("/me")
            #expect(me.status == 200)
        }
    }

    @Test func appointmentsAreMadeOnceUnderOneKey() async throws {
        try await Consoling.run(services: ["dashboard", "calendar-sync", "sandbox"]) { console in
            let owner = try await console.program(of: .owner)
            let from = Date().addingTimeInterval(86_400)
            let span = "from=\(from.rfc3339)&to=\(from.addingTimeInterval(7 * 86_400).rfc3339)"
            let free = try await owner.get("/availability?lead=\(TestAgency.berlinLead)&\(span)")
            #expect(free.status == 200, "\(free.text)")
            let at = try #require(free.data.first?["starts_at"] as? String)
            let wish = #"{"lead_id": "\#(TestAgency.berlinLead)", "at": "\#(at)", "notes": "By the API"}"#
            let key = [("idempotency-key", "wish-1")]
            let first = try await owner.post("/appointments", wish, headers: key)
            #expect(first.status == 201, "\(first.text)")
            let again = try await owner.post("/appointments", wish, headers: key)
            #expect(again.object["id"] as? String == first.object["id"] as? String)
            let reused = try await owner.post(
                "/appointments", #"{"lead_id": "\#(TestAgency.texanLead)", "at": "\#(at)"}"#, headers: key)
            #expect(reused.status == 422 && reused.text.contains("idempotency-key-reused"))
            let id = try #require(first.object["id"] as? String)
            let cancelled = try await owner.post("/appointments/\(id)/cancel", #"{"reason": "They are ill"}"#)
            #expect(cancelled.status == 200 && cancelled.object["status"] as? String == "cancelled")
            let past = try await owner.post(
                "/appointments", #"{"lead_id": "\#(TestAgency.berlinLead)", "at": "2020-01-01T10:00:00Z"}"#)
            #expect(past.status == 422 && past.text.contains("slot-unavailable"))
        }
    }

    @Test func rulesAreReplacedAndNotBehindAnybodysBack() async throws {
        try await Consoling.run(services: ["dashboard", "calendar-sync", "sandbox"]) { console in
            let owner = try await console.program(of: .owner)
            let rules = #"{"length_minutes": 45, "step_minutes": 15}"#
            let set = try await owner.send(.put, "/api/v1/settings/booking", json: rules)
            #expect(set.status == 200, "\(set.text)")
            let version = try #require(set.headers["etag"])
            let behind = try await owner.send(
                .put, "/api/v1/settings/booking", json: rules, headers: [("if-match", "\"0\"")])
            #expect(behind.status == 412 && behind.headers["etag"] == version)
            let refused = try await owner.send(.put, "/api/v1/settings/booking", json: #"{"step_minutes": 7}"#)
            #expect(refused.status == 422 && refused.isProblem)
            let all = try await owner.get("/settings")
            let booking = (all.object["booking"] as? [String: Any])?["rules"] as? [String: Any]
            #expect(booking?["length_minutes"] as? Int == 45 && booking?["horizon_days"] as? Int == 60)
        }
    }

    private static let call = "0c000000-0000-4000-8000-000000000001"
}

extension Consoling {
    /// A finished call of the agent in Berlin with the lead there.
    func addCall(_ id: String) async throws {
        try await system.pool.simpleQuery(
            """
            INSERT INTO call_logs (id, agency_id, lead_id, agent_id, vapi_call_id, status, outcome, direction, summary,
                transcript, duration_seconds)
            VALUES ('\(id)', '\(TestAgency.id)', '\(TestAgency.berlinLead)', '\(TestAgency.berliner)', 'vapi-\(id)',
                'completed', 'conversation', 'outbound', 'They want to sell.', 'AI: Hello.\nUser: Hello.', 61)
            """)
    }
}

/// What the audit log says of a subject that came through the API.
private struct CountAPIEntries: PostgresStatement {
    static let sql = "SELECT count(*) FROM audit_log WHERE subject_id = $1 AND detail ->> 'via' = 'api'"

    var subject: String
    var parameters: [PostgresParameter] { [.init(subject)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
}
