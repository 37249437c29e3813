import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// What people do about their own account, and lists that they take away.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct AccountPageTests {
    @Test func whoSomebodyIs() async throws {
        try await Consoling.run { console in
            var bea = try await console.signedIn(.bea)
            let form = try PageForm("/account", on: try await bea.get("/account").text)
            let saved = try await bea.post("/account", form.with(["name": "Bea B.", "theme": "dark"]))
            #expect(saved.location == "/account?done=saved")
            let page = try await bea.get("/account").text
            #expect(page.contains(#"value="Bea B.""#) && page.contains(#"data-theme="dark""#))
            let wrong = try await bea.post("/account", form.with(["theme": "purple"]))
            #expect(wrong.status == 422)
        }
    }

    @Test func whetherSomebodyTakesCalls() async throws {
        try await Consoling.run { console in
            var bea = try await console.signedIn(.bea)
            try await bea.get("/account")
            for wanted in ["away", "available"] {
                let saved = try await bea.post("/account/availability", [("availability", wanted)])
                #expect(saved.location == "/account?done=saved")
            }
            let wrong = try await bea.post("/account/availability", [("availability", "perhaps")])
            #expect(wrong.status == 400)
        }
    }

    @Test func aNewPasswordEndsOtherSessions() async throws {
        try await Consoling.run { console in
            var elsewhere = try await console.signedIn(.bea)
            var bea = try await console.signedIn(.bea)
            try await bea.get("/account")
            let new = "a quite different battery"
            func fields(_ current: String, _ repeated: String) -> [(String, String)] {
                [("current", current), ("password", new), ("repeated", repeated)]
            }
            let mistyped = try await bea.post(
                "/account/password", fields(Consoling.password, "something else entirely"))
            #expect(mistyped.status == 422)
            let wrong = try await bea.post("/account/password", fields("not the password", new))
            #expect(wrong.status == 422)
            let changed = try await bea.post("/account/password", fields(Consoling.password, new))
            #expect(changed.location == "/account?done=password")
            let here = try await bea.get("/account")
            let there = try await elsewhere.get("/account")
            #expect(here.status == 200 && there.status == 303)
            var again = console.visitor()
            let signedIn = try await again.signIn(Person.bea.email, new)
            #expect(signedIn.status == 303)
        }
    }

    @Test func whoGuessesAPasswordIsToldHowLongToWait() async throws {
        try await Consoling.run { console in
            var bea = try await console.signedIn(.bea)
            try await bea.get("/account")
            let new = "a quite different battery"
            func fields(_ current: String) -> [(String, String)] {
                [("current", current), ("password", new), ("repeated", new)]
            }
            for _ in 1...5 {
                let wrong = try await bea.post("/account/password", fields("guess"))
                #expect(wrong.status == 422)
            }
            let right = try await bea.post("/account/password", fields(Consoling.password))
            #expect(right.status == 429 && right.text.contains("There were too many attempts. Wait a minute."))
            #expect((1...60).contains(Int(right.headers["retry-after"] ?? "") ?? 0))
        }
    }

    @Test func sessionsAreEnded() async throws {
        try await Consoling.run { console in
            var first = try await console.signedIn(.bea)
            var second = try await console.signedIn(.bea)
            var bea = try await console.signedIn(.bea)
            let page = try await bea.get("/account").text
            let paths = page.matches(of: /action="(\/account\/sessions\/[0-9a-f-]{36}\/end)"/).map { String($0.1) }
            let path = try #require(paths.first)
            let ended = try await bea.post(path)
            #expect(ended.location == "/account?done=signed-out")
            let twice = try await bea.post(path)
            #expect(twice.status == 404)
            try await bea.get("/account")
            let others = try await bea.post("/account/sessions/end-others")
            #expect(others.location == "/account?done=others-signed-out")
            let statuses = [
                try await first.get("/account").status, try await second.get("/account").status,
                try await bea.get("/account").status,
            ]
            #expect(statuses == [303, 303, 200])
        }
    }

    @Test func aTokenIsRevoked() async throws {
        try await Consoling.run { console in
            var bea = try await console.signedIn(.bea)
            let form = try PageForm("/account/tokens", on: try await bea.get("/account").text)
            let nameless = try await bea.post("/account/tokens", form.with(["label": ""]))
            #expect(nameless.status == 422)
            let made = try await bea.post("/account/tokens", form.with(["label": "Reports"]))
            #expect(made.status == 200)
            let found = made.text.firstMatch(of: /action="(\/account\/tokens\/[0-9a-f-]{36}\/revoke)"/)
            let path = String(try #require(found).1)
            let revoked = try await bea.post(path)
            #expect(revoked.location == "/account?done=token-revoked")
            let twice = try await bea.post(path)
            #expect(twice.status == 404)
        }
    }

    @Test func callsAreTakenAwayAsATable() async throws {
        try await Consoling.run { console in
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO call_logs (
                    id, agency_id, lead_id, agent_id, vapi_call_id, status, outcome, direction, customer_name, announced_at)
                VALUES (gen_random_uuid(), '\(TestAgency.id)', '\(TestAgency.berlinLead)', '\(TestAgency.berliner)', 'a-call',
                    'completed', 'conversation', 'outbound', 'Carla Caller', now())
                """)
            var owner = try await console.signedIn(.owner)
            let table = try await owner.get("/calls.csv?status=answered")
            #expect(table.status == 200 && table.headers["content-type"]?.hasPrefix("text/csv") == true)
            #expect(table.text.split(separator: "\r\n").count == 2)
            let none = try await owner.get("/calls.csv?status=busy")
            #expect(none.status == 200 && none.text.split(separator: "\r\n").count == 1)
            let wrong = try await owner.get("/calls.csv?status=nonsense")
            #expect(wrong.status == 400)
        }
    }
}
