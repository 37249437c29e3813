import FoundationEssentials
import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct GooglePageTests {
    @Test func aPersonAddsMovesAndCancelsByHand() async throws {
        try await withGoogle { (google) async throws in
            #expect(try await google.sandbox.send(.get, "/google/calendar").text.contains("No accounts yet"))
            func act(_ fields: [(String, String)]) async throws -> String? {
                let answer = try await google.post("/google/calendar", [("account", "anna@example.com")] + fields)
                #expect(answer.status == 303)
                return answer.headers["location"]
            }
            let here = "/google/calendar?account=anna%40example.com"
            #expect(try await act([("action", "open")]) == here)
            let times = [("start", "2026-10-24T10:00"), ("end", "2026-10-24T11:00")]
            #expect(try await act([("action", "add"), ("summary", "<b>Dentist</b>")] + times) == here)
            let event = try await google.sandbox.send(.get, "/google/accounts/anna%40example.com/events").json
            let id = try #require(event.elements?.first?["id"]?.string)
            let page = try await google.sandbox.send(.get, here).text
            #expect(page.contains("&lt;b&gt;Dentist&lt;/b&gt;"))
            #expect(page.contains("2026-10-24 10:00–11:00"))
            #expect(page.contains("value=\"2026-10-24T10:00\""))
            let later = [("start", "2026-10-24T12:00"), ("end", "2026-10-24T13:00")]
            #expect(try await act([("action", "move"), ("id", id)] + later) == here)
            #expect(try await google.sandbox.send(.get, here).text.contains("2026-10-24 12:00–13:00"))
            let backwards = [("start", "2026-10-24T12:00"), ("end", "2026-10-24T11:00")]
            let refused = try #require(try await act([("action", "move"), ("id", id)] + backwards))
            #expect(try await google.sandbox.send(.get, refused).text.contains("The specified time range is empty."))
            #expect(try await act([("action", "cancel"), ("id", id)]) == here)
            let after = try await google.sandbox.send(.get, here).text
            #expect(after.contains("Nothing is planned"))
            #expect(after.contains("Cancelled events (1)"))
        }
    }

    @Test func whatOthersWroteIsShownAsText() async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            let evil: JSON = "<script>alert(1)</script> \"\u{301} onclick='x'"
            let event = PersonUnderTest.event(
                "abcde",
                [
                    "summary": evil, "description": evil, "location": evil, "attendees": [["email": "b@example.com"]],
                ])
            #expect(try await person.insert(event, query: "?sendUpdates=all").status == 200)
            let page = try await google.sandbox.send(.get, "/google/calendar?problem=%3Cscript%3E")
            #expect(page.status == 200)
            #expect(!page.text.contains("<script"))
            #expect(page.text.contains("Google would have mailed this invitation to b@example.com"))
            #expect(page.headers["content-security-policy"]?.contains("default-src 'none'") == true)
            #expect(try await google.sandbox.send(.get, "/").text.contains("1 account has a calendar."))
        }
    }

    @Test func theTokensGoWithTheButton() async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            let fields = [("account", person.account), ("action", "revoke")]
            #expect(try await google.post("/google/calendar", fields).status == 303)
            #expect(try await person.list().status == 401)
            let page = try await google.sandbox.send(.get, "/google/calendar").text
            #expect(page.contains("No application has access."))
            let refused = try await google.sandbox.send(
                .post, "/google/calendar", headers: ["sec-fetch-site": "cross-site"],
                body: GoogleUnderTest.form([("account", "b@example.com"), ("action", "open")]))
            #expect(refused.status == 403)
        }
    }
}
