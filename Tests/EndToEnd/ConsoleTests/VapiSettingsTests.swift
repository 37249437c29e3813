import Foundation
import Postgres
import TestSupport
import Testing

/// What of an agency exists at Vapi, as its owner keeps the list.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct VapiSettingsTests {
    @Test func anIdIsAddedAndTakenOffAgain() async throws {
        try await Consoling.run { console in
            let id = "3f2b8c1e-9a4d-4c5e-8f6a-7b1c2d3e4f50"
            var owner = try await console.signedIn(.owner)
            try await owner.get("/settings/webhooks")
            let added = try await Self.add(id, &owner)
            #expect(added.location == "/settings/webhooks?done=added")
            try await owner.get("/settings/webhooks")
            let twice = try await Self.add(id, &owner)
            #expect(twice.status == 422 && twice.text.contains("on your list already"))

            var other = try await console.signedIn(.otherOwner)
            try await other.get("/settings/webhooks")
            let taken = try await Self.add(id, &other)
            #expect(taken.status == 422 && taken.text.contains("belongs to another agency already"))
            let foreign = try await other.post("/settings/webhooks/vapi/\(id)/remove")
            #expect(foreign.status == 404)

            let page = try await owner.get("/settings/webhooks")
            #expect(page.text.contains("/settings/webhooks/vapi/\(id)/remove") && page.text.contains("Remove it"))
            let removed = try await owner.post("/settings/webhooks/vapi/\(id)/remove")
            #expect(removed.location == "/settings/webhooks?done=removed")
            let after = try await owner.get("/settings/webhooks?done=removed")
            #expect(!after.text.contains(id) && after.text.contains("It is off your list"))
            let again = try await owner.post("/settings/webhooks/vapi/\(id)/remove")
            #expect(again.status == 404)
            let audit = try await owner.get("/settings/audit")
            #expect(audit.text.contains("vapi_resource.added") && audit.text.contains("vapi_resource.removed"))

            try await other.get("/settings/webhooks")
            let free = try await Self.add(id, &other)
            #expect(free.location == "/settings/webhooks?done=added")
        }
    }

    /// What others' calls come by would bring them to whoever claims it.
    @Test func whatOthersCallsComeByCannotBeClaimed() async throws {
        try await Consoling.run { console in
            let id = "3f2b8c1e-9a4d-4c5e-8f6a-7b1c2d3e4f51"
            let call = "0c000000-0000-4000-8000-000000000061"
            try await console.addCall(call)
            try await console.system.pool.simpleQuery(
                "UPDATE call_logs SET vapi_assistant_id = '\(id)' WHERE id = '\(call)'")
            var other = try await console.signedIn(.otherOwner)
            try await other.get("/settings/webhooks")
            let claimed = try await Self.add(id, &other)
            #expect(claimed.status == 422 && claimed.text.contains("belongs to another agency already"))
            var owner = try await console.signedIn(.owner)
            try await owner.get("/settings/webhooks")
            let own = try await Self.add(id, &owner)
            #expect(own.location == "/settings/webhooks?done=added")
        }
    }

    private static func add(_ id: String, _ browser: inout Browser) async throws -> Browser.Answer {
        try await browser.post(
            "/settings/webhooks/vapi", [("vapi_id", id), ("vapi_kind", "assistant"), ("vapi_label", "")])
    }
}
