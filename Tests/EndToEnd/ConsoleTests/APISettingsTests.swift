import Foundation
import OutboundHTTP
import TestSupport
import Testing

/// Texts, tokens, what is at Vapi, and saved views by the JSON API.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct APISettingsTests {
    @Test func aLeadTokenIsShownOnceAndMadeOnce() async throws {
        try await Consoling.run { console in
            let owner = try await console.program(of: .owner)
            let (path, new) = ("/settings/lead-tokens", #"{"label": "Web site", "consent": "express"}"#)
            let key = [("idempotency-key", "token")]
            let made = try await owner.post(path, new, headers: key)
            #expect(made.status == 201 && made.headers["cache-control"] == "no-store", "\(made.text)")
            let (id, token) = (made.object["id"] as? String ?? "", made.object["token"] as? String ?? "")
            #expect(!id.isEmpty && token.count > 30)
            let url = made.object["url"] as? String
            #expect(url?.hasSuffix("/api/webhooks/inbound/\(TestAgency.id)") == true)
            let again = try await owner.post(path, new, headers: key)
            #expect(again.status == 409 && again.isProblem)
            let list = try await owner.get(path)
            #expect(list.data.count { $0["label"] as? String == "Web site" } == 1 && !list.text.contains(token))
            let wrong = try await owner.post(path, #"{"label": "x", "consent": "perhaps"}"#)
            #expect(wrong.status == 422 && wrong.text.contains(##""pointer":"#/consent""##))
            let agent = try await console.program(of: .bea)
            let denied = try await agent.send(.delete, "/api/v1\(path)/\(id)")
            let other = try await console.program(of: .otherOwner)
            let hidden = try await other.send(.delete, "/api/v1\(path)/\(id)")
            #expect(denied.status == 403 && hidden.status == 404)
            let revoked = try await owner.send(.delete, "/api/v1\(path)/\(id)")
            let gone = try await owner.send(.delete, "/api/v1\(path)/\(id)")
            #expect(revoked.status == 204 && gone.status == 404)
        }
    }

    @Test func whatIsAtVapiIsOneAgencys() async throws {
        try await Consoling.run { console in
            let owner = try await console.program(of: .owner)
            let (path, id) = ("/settings/vapi-resources", "3f2b8c1e-9a4d-4c5e-8f6a-7b1c2d3e4f50")
            let new = "{\"id\": \"\(id)\", \"kind\": \"assistant\", \"label\": \"Sales\"}"
            let added = try await owner.post(path, new)
            #expect(added.status == 201 && added.object["label"] as? String == "Sales", "\(added.text)")
            let other = try await console.program(of: .otherOwner)
            let taken = try await other.post(path, new)
            let hidden = try await other.send(.delete, "/api/v1\(path)/\(id)")
            let unnamed = try await other.send(.patch, "/api/v1\(path)/\(id)", json: #"{"label": "Mine"}"#)
            #expect([taken, hidden, unnamed].map(\.status) == [409, 404, 404])
            let agent = try await console.program(of: .bea)
            let denied = try await agent.get(path)
            #expect(denied.status == 403)
            let wrong = try await owner.post(path, #"{"id": "no word at all", "kind": "assistant"}"#)
            #expect(wrong.status == 422 && wrong.text.contains(##""pointer":"#/id""##))
            let renamed = try await owner.send(.patch, "/api/v1\(path)/\(id)", json: #"{"label": null}"#)
            #expect(renamed.status == 200 && renamed.object["label"] is NSNull)
            let removed = try await owner.send(.delete, "/api/v1\(path)/\(id)")
            let gone = try await owner.send(.delete, "/api/v1\(path)/\(id)")
            #expect(removed.status == 204 && gone.status == 404)
        }
    }

    @Test func tokensAreRevokedButNotMade() async throws {
        try await Consoling.run { console in
            let owner = try await console.program(of: .owner)
            let second = try await console.program(of: .owner)
            let list = try await owner.get("/account/tokens")
            #expect(list.status == 200 && list.data.count == 2)
            let me = try await second.get("/me")
            let id = try #require(me.object["token_id"] as? String)
            let agent = try await console.program(of: .bea)
            let foreign = try await agent.send(.delete, "/api/v1/account/tokens/\(id)")
            #expect(foreign.status == 404)
            let made = try await owner.post("/account/tokens", #"{"label": "another"}"#)
            #expect(made.status == 405 && made.isProblem)
            let revoked = try await owner.send(.delete, "/api/v1/account/tokens/\(id)")
            let after = try await second.get("/me")
            #expect(revoked.status == 204 && after.status == 401)
        }
    }

    @Test func viewsAreTheAccountsOwn() async throws {
        try await Consoling.run { console in
            let bea = try await console.program(of: .bea)
            let saved = try await bea.post("/saved-views", #"{"name": "Missed", "query": "?status=voicemail"}"#)
            #expect(saved.status == 201, "\(saved.text)")
            let id = try #require(saved.object["id"] as? String)
            let again = try await bea.post("/saved-views", #"{"name": "Missed", "query": ""}"#)
            #expect(again.status == 201 && again.object["id"] as? String == id)
            let senseless = try await bea.post("/saved-views", #"{"name": "x", "query": "?status=nonsense"}"#)
            #expect(senseless.status == 422 && senseless.isProblem)
            let owner = try await console.program(of: .owner)
            let others = try await owner.get("/saved-views")
            let foreign = try await owner.send(.delete, "/api/v1/saved-views/\(id)")
            #expect(others.data.isEmpty && foreign.status == 404)
            let removed = try await bea.send(.delete, "/api/v1/saved-views/\(id)")
            let list = try await bea.get("/saved-views")
            #expect(removed.status == 204 && list.data.isEmpty)
            let log = try await DatabaseQuestions(console.system).texts(
                """
                SELECT concat_ws(' ', action, detail ->> 'name', subject_id) FROM audit_log
                WHERE action LIKE 'view.%' AND account_id = '\(Person.bea.id)' AND detail ->> 'via' = 'api' ORDER BY at, id
                """)
            #expect(log == ["view.saved Missed", "view.saved Missed", "view.removed \(id)"])
        }
    }

    @Test func anAgencyHasWordsOfItsOwn() async throws {
        try await Consoling.run(services: ["sandbox", "webhook-ingest", "assignment", "notifier", "dashboard"]) {
            console in
            let owner = try await console.program(of: .owner)
            let path = "/api/v1/settings/texts/appointment.booked/en"
            let set = try await owner.send(.put, path, json: #"{"subject": "See you"}"#)
            #expect(set.status == 200 && set.object["subject"] as? String == "See you", "\(set.text)")
            let broken = try await owner.send(.put, path, json: #"{"body": "{{#open}}"}"#)
            let none = try await owner.send(.put, path, json: "{}")
            let nowhere = try await owner.send(.put, "/api/v1/settings/texts/nothing/en", json: #"{"body": "x"}"#)
            #expect([broken, none, nowhere].map(\.status) == [422, 422, 404])
            let shown = try await owner.post(
                "/settings/texts/preview", #"{"kind": "appointment.booked", "language": "en", "subject": "Hello"}"#)
            #expect(shown.status == 200 && shown.object["subject"] as? String == "Hello", "\(shown.text)")
            let agent = try await console.program(of: .bea)
            let denied = try await agent.send(.delete, path)
            let other = try await console.program(of: .otherOwner)
            let hidden = try await other.send(.delete, path)
            #expect(denied.status == 403 && hidden.status == 404)
            let reset = try await owner.send(.delete, path)
            let list = try await owner.get("/settings/texts")
            #expect(reset.status == 204 && list.data.isEmpty, "\(reset.text)")
        }
    }
}
