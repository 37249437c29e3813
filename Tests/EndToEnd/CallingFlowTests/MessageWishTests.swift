import Contracts
import Crypto
import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// STOP and START by message, from Twilio's post to the do-not-call list.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct MessageWishTests {
    private static let token = "test-twilio-token"
    private static let url = "https://hooks.example.com/api/webhooks/twilio"

    private static var options: ThavonSystem.Options {
        var options = ThavonSystem.Options()
        options.services = ["webhook-ingest", "retry-scheduler"]
        options.environment["webhook-ingest"] = ["TWILIO_AUTH_TOKEN": token, "TWILIO_WEBHOOK_URL": url]
        return options
    }

    @Test func aStartUndoesOnlyAStopByMessage() async throws {
        try await Calling.run(Self.options) { system, events in
            try await system.pool.simpleQuery(
                "INSERT INTO do_not_call VALUES ('\(TestAgency.id)', '\(TestAgency.berlinNumber)', 'hand')")
            try await Self.post("STOP", id: "SM1", from: TestAgency.texanNumber, to: system)
            try await Self.post("STOP", id: "SM2", from: TestAgency.berlinNumber, to: system)
            try await events.waitFor("lead.opted_out", subjects: 2)
            try await Self.waitForHandled(2, by: system)
            let listed = try await system.texts("SELECT phone || ' ' || source FROM do_not_call ORDER BY phone")
            #expect(listed == ["\(TestAgency.texanNumber) message", "\(TestAgency.berlinNumber) hand"])

            try await Self.post("START", id: "SM3", from: TestAgency.texanNumber, to: system)
            try await Self.post("START", id: "SM4", from: TestAgency.berlinNumber, to: system)
            try await Self.waitForHandled(4, by: system)
            let left = try await system.texts("SELECT phone || ' ' || source FROM do_not_call")
            #expect(left == ["\(TestAgency.berlinNumber) hand"])
            let planned = try await system.texts("SELECT id::text FROM call_retries")
            #expect(planned.isEmpty)
        }
    }

    /// As if the events had been dealt with in another order than the messages came in.
    @Test func theLastWishCountsInWhateverOrderTheyAreHandled() async throws {
        try await Calling.run(Self.options) { system, _ in
            try await system.pool.simpleQuery(
                """
                INSERT INTO inbound_messages (message_id, received_at, channel, from_address, to_address, body, wish) VALUES
                    ('SM8', now() + interval '1 hour', 'sms', '\(TestAgency.texanNumber)', '', 'START', 'start'),
                    ('SM9', now() + interval '1 hour', 'sms', '\(TestAgency.berlinNumber)', '', 'STOP', 'stop');
                INSERT INTO do_not_call VALUES ('\(TestAgency.id)', '\(TestAgency.berlinNumber)', 'message');
                """)
            try await Self.post("STOP", id: "SM1", from: TestAgency.texanNumber, to: system)
            try await Self.post("START", id: "SM2", from: TestAgency.berlinNumber, to: system)
            try await Self.waitForHandled(2, by: system)
            let listed = try await system.texts("SELECT phone || ' ' || source FROM do_not_call")
            #expect(listed == ["\(TestAgency.berlinNumber) message"])
        }
    }

    @Test func aStartDoesNotUndoWhatWasSaidInACallAfterAStop() async throws {
        try await Calling.run(Self.options) { system, _ in
            try await Self.post("STOP", id: "SM1", from: TestAgency.texanNumber, to: system)
            try await Self.waitForHandled(1, by: system)
            try await Self.optOutInACall(TestAgency.texanNumber, to: system)
            try await Self.wait(for: "EXISTS (SELECT FROM do_not_call WHERE source = 'call')", in: system)
            // Nor does a second STOP make it one by message again.
            try await Self.post("STOP", id: "SM2", from: TestAgency.texanNumber, to: system)
            try await Self.post("START", id: "SM3", from: TestAgency.texanNumber, to: system)
            try await Self.waitForHandled(4, by: system)
            let listed = try await system.texts("SELECT phone || ' ' || source FROM do_not_call")
            #expect(listed == ["\(TestAgency.texanNumber) call"])
        }
    }

    private static func optOutInACall(_ number: String, to system: ThavonSystem) async throws {
        let message = """
            {"message": {"type": "tool-calls", "toolCallList": [{"id": "t1", "function": {"name": "opt_out", "arguments": {}}}],
            "customer": {"number": "\(number)"}, "call": {"id": "c1", "phoneNumberId": "\(TestAgency.phoneNumberID)"}}}
            """
        let answer = try await system.http.send(
            HTTPRequest(
                method: .post, url: system.webhookURL, headers: ["x-vapi-secret": ThavonSystem.secret],
                body: Array(message.utf8)))
        #expect(answer.status == 200)
    }

    private static func post(_ text: String, id: String, from number: String, to system: ThavonSystem) async throws {
        let fields = [("Body", text), ("From", number), ("MessageSid", id), ("To", "+15125550100")]
        let signed = fields.reduce(into: url + "/inbound") { $0 += $1.0 + $1.1 }
        let code = HMAC<Insecure.SHA1>.authenticationCode(
            for: Data(signed.utf8), using: SymmetricKey(data: Data(token.utf8)))
        let answer = try await system.http.send(
            HTTPRequest(
                method: .post, url: system.webhookURL.replacingOccurrences(of: "/vapi", with: "/twilio/inbound"),
                headers: [
                    "content-type": "application/x-www-form-urlencoded",
                    "x-twilio-signature": Data(code).base64EncodedString(),
                ],
                body: Array(PercentEncoding.form(fields).utf8)))
        #expect(answer.status == 200)
    }

    /// Nothing is published when a number leaves the list: the inbox says what has been dealt with.
    private static func waitForHandled(_ count: Int, by system: ThavonSystem) async throws {
        try await wait(
            for: "(SELECT count(*) FROM inbox WHERE service = 'retry-scheduler') >= \(count)", in: system)
    }

    private static func wait(for condition: String, in system: ThavonSystem) async throws {
        let waits = "SELECT pg_sleep(0.05)::text || 'x' WHERE NOT (\(condition))"
        while try await !system.texts(waits).isEmpty { try Task.checkCancellation() }
    }
}
