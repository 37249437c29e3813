import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// From a form to a call, and what becomes of it.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct CallingFlowTests {
    @Test func aLeadIsCalledAndCalledAgainUntilItHasBeenOftenEnough() async throws {
        try await Calling.run { system, events in
            let answer = try await system.postCallable(Number.rings)
            #expect(answer.status == 202)
            try await events.waitFor("retry.exhausted")
            let calls = try await system.sandboxCalls()
            #expect(calls.map(\.customer.number) == [Number.rings, Number.rings, Number.rings])
            #expect(Set(calls.map(\.attempt)).count == 3)
            let plans = try await system.texts(
                "SELECT kind || retry_count || status FROM call_retries ORDER BY retry_count")
            #expect(plans == ["first0completed", "retry1completed", "retry2completed"])
            // Every call is the lead's, and its attempt knows it.
            let known = try await system.texts(
                "SELECT attempt.state FROM call_attempts attempt JOIN call_logs ON call_logs.id = attempt.call_id "
                    + "AND call_logs.lead_id = attempt.lead_id")
            #expect(known == ["ended", "ended", "ended"])
        }
    }

    @Test func whoeverHasTalkedIsNotCalledAgain() async throws {
        try await Calling.run { system, events in
            let answer = try await system.postCallable(Number.isTalkedTo)
            #expect(answer.status == 202)
            try await events.waitFor("call.ended")
            let planned = try await system.texts("SELECT status FROM call_retries")
            #expect(planned == ["completed"])
            // Whoever asks again by themselves is called; what a machine had planned for them is not.
            _ = try await system.postCallable(Number.isTalkedTo)
            try await events.waitFor("call.placed", subjects: 2)
            let kinds = try await system.texts("SELECT kind FROM call_retries")
            #expect(kinds == ["first", "first"])
        }
    }

    /// An agency's number that may make no more calls is not the lead's fault: the call waits until that has been put right.
    @Test func aSettingThatIsWrongKeepsTheLead() async throws {
        let faults = #"[{"provider":"vapi","kind":"quota","count":1}]"#
        try await Calling.run(Calling.options(["SANDBOX_FAULTS": faults])) { system, events in
            _ = try await system.postCallable(Number.isTalkedTo)
            try await events.waitFor("retry.rescheduled")
            let plans = try await system.texts("SELECT status || ' ' || (reason LIKE '4__ %') FROM call_retries")
            #expect(plans == ["pending true"])
        }
    }

    /// Each refusal can be read where it was decided.
    @Test func whoMayNotBeCalledIsNotAndTheReasonIsKept() async throws {
        try await Calling.run { system, events in
            try await system.pool.simpleQuery(
                "INSERT INTO do_not_call VALUES ('\(TestAgency.id)', '+14065550131', 'hand')")
            _ = try await system.postCallable("+14065550131")
            _ = try await system.postCallable("+14065550132", ["consent": "off"])
            try await events.waitFor("retry.cancelled", subjects: 2)
            _ = try await system.postCallable("+14065550133", ["timezone": Calling.night])
            try await events.waitFor("retry.rescheduled")
            let nobody = try await system.postLead(["name": "No Number", "phone": "12"])
            #expect(nobody.status == 202)
            #expect(String(decoding: nobody.body, as: UTF8.self).contains("cannot be called"))
            let reasons = try await system.texts(
                """
                SELECT phone || ' ' || call_retries.status || ' ' || coalesce(call_retries.reason, '')
                FROM call_retries JOIN leads ON leads.id = lead_id WHERE phone IS NOT NULL ORDER BY phone
                """)
            #expect(
                reasons == [
                    "+14065550131 cancelled do_not_call", "+14065550132 cancelled no_consent",
                    "+14065550133 pending outside_hours",
                ])
            // Not before eight in the morning, there.
            let opening = try await system.texts(
                "SELECT to_char(scheduled_at AT TIME ZONE time_zone, 'HH24:MI') FROM call_retries JOIN leads ON "
                    + "leads.id = lead_id WHERE phone = '+14065550133'")
            #expect(opening == ["08:00"])
            let calls = try await system.sandboxCalls()
            #expect(calls.isEmpty)
        }
    }

    /// Whoever said STOP when no agency here knew them is on no agency's list.
    @Test func whoSaidStopToTheSharedNumberIsNotCalledByAnAgencyThatGetsThemLater() async throws {
        try await Calling.run { system, events in
            try await system.pool.simpleQuery(
                """
                INSERT INTO suppressions (agency_id, channel, address, cause) VALUES
                    (NULL, 'sms', '\(Number.isTalkedTo)', 'stop'), (NULL, 'sms', '\(Number.rings)', 'invalid')
                """)
            _ = try await system.postCallable(Number.isTalkedTo)
            try await events.waitFor("retry.cancelled")
            let reasons = try await system.texts("SELECT status || ' ' || reason FROM call_retries")
            #expect(reasons == ["cancelled do_not_call"])
            // A number that takes no messages may well take calls.
            _ = try await system.postCallable(Number.rings)
            try await events.waitFor("call.placed")
            let calls = try await system.sandboxCalls()
            #expect(calls.map(\.customer.number) == [Number.rings])
        }
    }

    @Test func optingOutInACallTakesBackWhatIsPlanned() async throws {
        try await Calling.run { system, events in
            _ = try await system.postCallable("+14065550141", ["timezone": Calling.night])
            try await events.waitFor("retry.rescheduled")
            let message = """
                {"message": {"type": "tool-calls", "toolCallList": [{"id": "t1", "function": {"name": "opt_out", "arguments": {}}}],
                "customer": {"number": "+14065550141"}, "call": {"id": "c1", "phoneNumberId": "\(TestAgency.phoneNumberID)"}}}
                """
            let answer = try await system.http.send(
                HTTPRequest(
                    method: .post, url: system.webhookURL, headers: ["x-vapi-secret": ThavonSystem.secret],
                    body: Array(message.utf8)))
            #expect(String(decoding: answer.body, as: UTF8.self).contains("will not be called again"))
            try await events.waitFor("retry.cancelled")
            let listed = try await system.texts("SELECT phone FROM do_not_call")
            #expect(listed == ["+14065550141"])
            let reasons = try await system.texts("SELECT reason FROM call_retries WHERE status = 'cancelled'")
            #expect(reasons == ["opted_out"])
        }
    }

    // MARK: When Vapi is not as it should be

    /// No idempotency at Vapi: what was asked for and not answered is looked for, and found.
    @Test func aCallWhoseAnswerWasLostIsFoundAndNotMadeAgain() async throws {
        let faults = #"[{"provider":"vapi","kind":"dropped_after_processing","count":1}]"#
        // Long enough that nothing is heard of it meanwhile.
        let settings = ["SANDBOX_FAULTS": faults, "SANDBOX_CALL_SECONDS": "600"]
        try await Calling.run(Calling.options(settings)) { system, events in
            _ = try await system.postCallable(Number.isTalkedTo)
            try await events.waitFor("call.placed")
            let calls = try await system.sandboxCalls()
            #expect(calls.count == 1)
            let attempts = try await system.texts("SELECT vapi_call_id FROM call_attempts")
            #expect(attempts == calls.map(\.id))
        }
    }

    @Test func aCallWithoutAReportIsAskedForAndRecorded() async throws {
        var options = Calling.options(["SANDBOX_FAULTS": #"[{"provider":"vapi","kind":"webhooks_lost","count":1}]"#])
        options.environment["retry-scheduler"] = ["RECONCILE_AFTER": "1"]
        try await Calling.run(options) { system, events in
            _ = try await system.postCallable(Number.isTalkedTo)
            try await events.waitFor("call.ended")
            let calls = try await system.texts("SELECT outcome || ' ' || (summary <> '') FROM call_logs")
            #expect(calls == ["conversation true"])
            let sources = try await system.texts("SELECT source FROM webhook_events WHERE type = 'end-of-call-report'")
            #expect(sources == ["reconciler"])
        }
    }

    @Test func messagesThatComeTwiceAndTooEarlyChangeNothing() async throws {
        let faults = """
            [{"provider":"vapi","kind":"answered_late","count":1,"delay_ms":1500},
            {"provider":"vapi","kind":"webhooks_twice","count":2}]
            """
        try await Calling.run(Calling.options(["SANDBOX_FAULTS": faults])) { system, events in
            _ = try await system.postCallable(Number.rings)
            try await events.waitFor("retry.exhausted")
            let calls = try await system.sandboxCalls()
            #expect(calls.count == 3)
            // The first was over before the answer to our asking for it came; it was placed all the same.
            let placed = await events.events("call.placed")
            #expect(placed.count == 3)
            let states = try await system.texts("SELECT DISTINCT state FROM call_attempts")
            #expect(states == ["ended"])
        }
    }

    @Test func aRefusedKeyInterruptsDiallingAndLosesNothing() async throws {
        let faults = #"[{"provider":"vapi","kind":"unauthorized","count":1}]"#
        try await Calling.run(Calling.options(["SANDBOX_FAULTS": faults])) { system, events in
            _ = try await system.postCallable(Number.isTalkedTo)
            try await events.waitFor("dialing.interrupted")
            let account = try await system.texts("SELECT breaker FROM dial_accounts")
            #expect(account == ["open"])
            let waiting = try await system.texts("SELECT status FROM call_retries")
            #expect(waiting == ["pending"])
            // Its pause is over: one call finds out that all is well, and what waits is called.
            try await system.pool.simpleQuery(
                "UPDATE dial_accounts SET retry_at = now(); UPDATE call_retries SET due_at = now(), scheduled_at = now()"
            )
            try await events.waitFor("call.placed")
            let healed = try await system.texts("SELECT breaker FROM dial_accounts")
            #expect(healed == ["closed"])
        }
    }
}
