import Contracts
import Foundation
import LocalServers
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// `thavon calls`, which asks the scheduler by commands over the broker.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct CallsCommandTests {
    @Test func whatIsPlannedCanBeMovedHeldAndTakenBack() async throws {
        try await Calling.run { system, events in
            _ = try await system.postCallable("+14065550151", ["timezone": Calling.night])
            try await events.waitFor("retry.rescheduled")
            let id = try #require(try await system.texts("SELECT id::text FROM call_retries").first)

            let shown = try await system.thavon("show")
            #expect(shown.status == .exited(code: 0))
            #expect(shown.output.contains("+14065550151") && shown.output.contains("too early"))

            let held = try await system.thavon("pause", id)
            #expect(held.status == .exited(code: 0))
            try await events.waitFor("retry.paused")
            let resumed = try await system.thavon("resume", id)
            #expect(resumed.status == .exited(code: 0))

            let moved = try await system.thavon("reschedule", id, "2027-01-04T12:00:00Z")
            #expect(moved.status == .exited(code: 0))
            let time = try await system.texts("SELECT scheduled_at::date::text FROM call_retries")
            #expect(time == ["2027-01-04"])

            let cancelled = try await system.thavon("cancel", id)
            #expect(cancelled.status == .exited(code: 0))
            try await events.waitFor("retry.cancelled")
            // Twice is no success.
            let again = try await system.thavon("cancel", id)
            #expect(again.status == .exited(code: 1))
        }
    }

    @Test func aLeadCanBeCalledByHand() async throws {
        try await Calling.run { system, events in
            try await system.pool.simpleQuery(
                "UPDATE leads SET consent_kind = 'express', time_zone_given = '\(Calling.noon)', country = 'US', postcode = NULL, "
                    + "phone = '\(Number.isTalkedTo)' WHERE id = '\(TestAgency.texanLead)'")
            let placed = try await system.thavon("place", Number.isTalkedTo)
            #expect(placed.status == .exited(code: 0))
            try await events.waitFor("call.ended")
            let kinds = try await system.texts("SELECT kind FROM call_retries")
            #expect(kinds == ["by_hand"])
        }
    }

    /// One line, one call that takes long: the other waits, and both can be told why.
    @Test func whatWaitsForALineSaysSo() async throws {
        var options = Calling.options(["SANDBOX_CALL_SECONDS": "600"])
        options.environment["retry-scheduler"] = ["VAPI_LINES": "1", "VAPI_LINES_RESERVED": "0"]
        try await Calling.run(options) { system, events in
            _ = try await system.postCallable("+14065550161")
            try await events.waitFor("call.placed")
            _ = try await system.postCallable("+14065550162")
            try await events.waitFor("retry.planned", subjects: 2)
            let shown = try await system.thavon("show", "--lead", "+14065550162")
            #expect(shown.output.contains("all lines are in use, 1 of 1"), "\(shown.output)")
            let placed = try await system.thavon("place", "+14065550162")
            #expect(placed.output.contains("all lines are in use"), "\(placed.output)")
        }
    }

    @Test func whatIsNotTriedAgainSaysWhy() async throws {
        try await Calling.run { system, events in
            _ = try await system.postCallable(Number.rings)
            try await events.waitFor("retry.exhausted")
            let shown = try await system.thavon("show")
            #expect(shown.output.contains("called: no_answer; not again: the agency's rules"), "\(shown.output)")
        }
    }

    @Test func assistantsAndNumbersArePointedHereOnce() async throws {
        try await Calling.run(Calling.options(["SANDBOX_PHONE_NUMBER_ID": TestAgency.phoneNumberID])) { system, _ in
            try await system.pool.simpleQuery(
                "UPDATE agency_vapi_resources SET vapi_id = 'asst_demo' WHERE kind = 'assistant'")
            let settings = [
                "VAPI_API_KEY": "vapi_sandbox", "VAPI_BASE_URL": "\(system.sandboxURL)/vapi",
                "VAPI_WEBHOOK_SECRETS": "new-secret", "PUBLIC_URL": "https://thavon.example",
            ]
            let shown = try await system.operate(["vapi", "connect", "--dry-run"], settings)
            #expect(shown.status == .exited(code: 1))
            #expect(shown.output.contains("server.url: none → https://thavon.example/api/webhooks/vapi"))
            #expect(!shown.output.contains("new-secret"))
            let changed = try await system.operate(["vapi", "connect", "--yes"], settings)
            #expect(changed.status == .exited(code: 0), "\(changed.output)")
            let again = try await system.operate(["vapi", "connect", "--dry-run"], settings)
            #expect(again.status == .exited(code: 0))
            #expect(again.output.contains("Nothing to change."))
            let refused = try await system.operate(
                ["vapi", "connect", "--dry-run"], settings.merging(["VAPI_API_KEY": "wrong"]) { $1 })
            #expect(refused.status == .exited(code: 1) && refused.output.contains("VAPI_API_KEY"))
        }
    }

    @Test func assistantsAreGivenTheToolsOnce() async throws {
        try await Calling.run { system, _ in
            try await system.pool.simpleQuery(
                "UPDATE agency_vapi_resources SET vapi_id = 'asst_demo' WHERE kind = 'assistant'")
            let settings = ["VAPI_API_KEY": "vapi_sandbox", "VAPI_BASE_URL": "\(system.sandboxURL)/vapi"]
            let shown = try await system.operate(["vapi", "tools", "--dry-run"], settings)
            #expect(shown.status == .exited(code: 1) && shown.output.contains("tool book_appointment: made"))
            let made = try await system.operate(["vapi", "tools", "--yes"], settings)
            #expect(made.status == .exited(code: 0), "\(made.output)")
            let again = try await system.operate(["vapi", "tools", "--dry-run"], settings)
            #expect(again.status == .exited(code: 0) && again.output.contains("Nothing to change."), "\(again.output)")
            let request = HTTPRequest(
                url: "\(system.sandboxURL)/vapi/assistant/asst_demo", headers: ["authorization": "Bearer vapi_sandbox"])
            let assistant = String(decoding: try await system.http.send(request).body, as: UTF8.self)
            // What else its model has is still there.
            #expect(assistant.contains("gpt-4o") && assistant.contains("toolIds"))
        }
    }

    @Test func rulesThatCannotWorkAreRefusedWithTheReason() async throws {
        let wrong = [
            (#"{"calls_per_lead": 0}"#, "calls_per_lead"), (#"{"calls_per_day": -1}"#, "calls_per_day"),
            (#"{"hours": {}}"#, "hours"), (#"{"hours": {"mon": ["25:00-26:00"]}}"#, "25:00"),
            (#"{"retries": {"no_answer": {"delays_seconds": [-5], "max_retries": 3}}}"#, "delays_seconds"),
            (#"{"retries": {"no_answer": {"delays_seconds": [], "max_retries": 3}}}"#, "delays_seconds"),
            (#"{"retires": {}}"#, "retires"), ("[]", ""), ("{", ""),
        ]
        try await Calling.run { system, _ in
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).json")
            defer { try? FileManager.default.removeItem(at: file) }
            for (rules, word) in wrong {
                try Data(rules.utf8).write(to: file)
                let answer = try await system.thavon("rules", "--agency", "\(TestAgency.id)", "--set", file.path)
                #expect(answer.status == .exited(code: 1), "\(rules)")
                #expect(word.isEmpty || answer.output.contains(word), "\(rules)")
            }
            let kept = try await system.texts("SELECT version::text FROM calling_settings")
            #expect(kept == ["1"])
            try Data(#"{"calls_per_lead": 5}"#.utf8).write(to: file)
            let right = try await system.thavon("rules", "--agency", "\(TestAgency.id)", "--set", file.path)
            #expect(right.status == .exited(code: 0))
            let set = try await system.texts("SELECT rules ->> 'calls_per_lead' FROM calling_settings")
            #expect(set == ["5"])
        }
    }
}

extension ThavonSystem {
    /// Runs `thavon calls` as an operator would.
    nonisolated func thavon(_ arguments: String...) async throws -> (status: LocalServers.ExitStatus, output: String) {
        try await operate(["calls"] + arguments)
    }
}
