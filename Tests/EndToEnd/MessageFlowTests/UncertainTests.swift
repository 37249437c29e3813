import Contracts
import Foundation
import TestSupport
import Testing

/// Twilio has no idempotency: what may have been sent is found out, and never sent blindly once more.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct UncertainTests {
    static let number = ChannelTests.number
    static let grid = #"{"grid": {"call.completed": {"whatsapp": true, "email": false}}}"#

    /// Done, answered with an error, and never heard of again: only a look-up knows.
    @Test func whatWasDoneIsFound() async throws {
        let faults = """
            [{"provider":"twilio","kind":"500_after_processing","count":2},
            {"provider":"twilio","kind":"webhooks_lost","probability":1}]
            """
        try await Telling.run(Telling.options(sandbox: ["SANDBOX_FAULTS": faults])) { telling in
            try await telling.configureAgent(Self.grid)
            try await telling.endCall()
            try await telling.endCall()
            try await telling.until(
                "2 = (SELECT count(*) FROM notifications WHERE channel = 'whatsapp' AND status = 'sent')")
            let chat = try await telling.inbox(Self.number, channel: "whatsapp")
            #expect(chat.count == 2)
            let sids = try await telling.texts(
                "SELECT DISTINCT provider_message_id FROM notifications WHERE channel = 'whatsapp'")
            #expect(sids.count == 2)
        }
    }

    /// The connection broke before anything was done: looked for, not found, and sent.
    @Test func whatWasNotDoneIsSentAfterLookingForIt() async throws {
        let faults = #"[{"provider":"twilio","kind":"dropped_before_processing","count":1}]"#
        try await Telling.run(Telling.options(notifier: ["LOOKUP_SECONDS": "1"], sandbox: ["SANDBOX_FAULTS": faults])) {
            telling in
            try await telling.configureAgent(Self.grid)
            try await telling.endCall()
            try await telling.until(
                "EXISTS (SELECT FROM notifications WHERE channel = 'whatsapp' AND status = 'unknown')")
            // As if the later looks were due: each is asked for, none is skipped.
            for _ in 0..<3 {
                try await telling.until(
                    "EXISTS (SELECT FROM notifications WHERE check_at > now() AND checks > 0 OR status = 'sent')")
                try await telling.change(
                    "UPDATE notifications SET check_at = now() WHERE check_at IS NOT NULL")
            }
            try await telling.until(
                "EXISTS (SELECT FROM notifications WHERE channel = 'whatsapp' AND receipt = 'read')")
            let chat = try await telling.inbox(Self.number, channel: "whatsapp")
            #expect(chat.count == 1)
            let attempts = try await telling.texts(
                "SELECT attempts::text FROM notifications WHERE channel = 'whatsapp'")
            #expect(attempts == ["2"])
        }
    }

    /// The answer is lost, the callback comes: that settles it, without a look-up.
    @Test func aCallbackSettlesIt() async throws {
        let faults = #"[{"provider":"twilio","kind":"500_after_processing","count":1}]"#
        try await Telling.run(
            Telling.options(notifier: ["LOOKUP_SECONDS": "600"], sandbox: ["SANDBOX_FAULTS": faults])
        ) { telling in
            try await telling.configureAgent(Self.grid)
            try await telling.endCall()
            try await telling.until(
                "EXISTS (SELECT FROM notifications WHERE channel = 'whatsapp' AND status = 'sent' AND receipt = 'read')"
            )
            let chat = try await telling.inbox(Self.number, channel: "whatsapp")
            #expect(chat.count == 1)
            let left = try await telling.texts(
                "SELECT concat_ws(' ', check_at, checks, provider_message_id IS NOT NULL) FROM notifications WHERE channel = 'whatsapp'"
            )
            #expect(left == ["0 t"])
        }
    }

    /// Whoever was sending is killed: its claim runs out, and the message is looked up.
    @Test func whatADeadProcessWasSendingIsFound() async throws {
        let faults = #"[{"provider":"twilio","kind":"answered_late","count":1,"delay_ms":60000}]"#
        try await Telling.run(Telling.options(sandbox: ["SANDBOX_FAULTS": faults])) { telling in
            try await telling.configureAgent(Self.grid)
            try await telling.endCall()
            try await telling.until(
                "EXISTS (SELECT FROM notifications WHERE channel = 'whatsapp' AND status = 'sending')")
            while try await telling.inbox(Self.number, channel: "whatsapp").isEmpty { try Task.checkCancellation() }
            await telling.system.kill("notifier")
            try await telling.change(
                "UPDATE notifications SET lease_until = now() WHERE status = 'sending' AND channel = 'whatsapp'")
            try await telling.system.start("notifier")
            try await telling.until("EXISTS (SELECT FROM notifications WHERE channel = 'whatsapp' AND status = 'sent')")
            let chat = try await telling.inbox(Self.number, channel: "whatsapp")
            #expect(chat.count == 1)
        }
    }

    /// The password is wrong: nothing is burnt, the account is closed, and what waits goes out when it is right again.
    @Test func wrongCredentialsKeepTheMessages() async throws {
        let faults = #"[{"provider":"twilio","kind":"unauthorized","count":1}]"#
        try await Telling.run(Telling.options(sandbox: ["SANDBOX_FAULTS": faults])) { telling in
            try await telling.configureAgent(Self.grid)
            try await telling.endCall()
            try await telling.until(
                "EXISTS (SELECT FROM provider_limits WHERE account = 'twilio' AND closed_until > now())")
            let waiting = try await telling.messages()
            #expect(waiting == ["whatsapp pending"])
            try await telling.endCall()
            try await telling.until("2 = (SELECT count(*) FROM notifications WHERE channel = 'whatsapp')")
            let reason = try await telling.texts("SELECT closed_reason FROM provider_limits WHERE account = 'twilio'")
            #expect(reason.first?.contains("401") == true)
            try await telling.change(
                // In the order in which a dispatcher locks them.
                "UPDATE notifications SET next_attempt_at = now(); UPDATE provider_limits SET closed_until = now()")
            try await telling.until(
                "2 = (SELECT count(*) FROM notifications WHERE channel = 'whatsapp' AND receipt = 'read')")
        }
    }
}
