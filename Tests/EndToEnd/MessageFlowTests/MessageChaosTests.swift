import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// Each person gets each thing once by each channel, whatever fails on the way and whatever is killed. `KILL_MESSAGES` says
/// how many calls end (400), `KILL_SEED` repeats a run.
@Suite(.timeLimit(.minutes(30)), .enabled(if: TestRabbitMQ.isAvailable)) struct MessageChaosTests {
    static let calls = ProcessInfo.processInfo.environment["KILL_MESSAGES"].flatMap(Int.init) ?? 400
    static let agents = 100
    static let victims = ["notifier", "notifier#2", "webhook-ingest", "assignment"]

    /// A person of the team for each lead, so that nobody gets more in a day than a look-up reads.
    static let team = """
        INSERT INTO agents (id, agency_id, name, email, phone)
            SELECT gen_random_uuid(), '\(TestAgency.id)', 'Agent ' || n, 'agent' || n || '@example.com', '+1512555' || 1000 + n
            FROM generate_series(1, \(agents)) n;
        INSERT INTO leads (id, agency_id, name, phone, country, owner_agent_id)
            SELECT gen_random_uuid(), agency_id, 'Lead of ' || name, replace(phone, '+1512555', '+1406555'), 'US', id
            FROM agents WHERE email LIKE 'agent%';
        """

    static let faults = """
        [{"provider":"twilio","kind":"500_after_processing","probability":0.03},
        {"provider":"twilio","kind":"dropped_after_processing","probability":0.03},
        {"provider":"twilio","kind":"dropped_before_processing","probability":0.02},
        {"provider":"twilio","kind":"500","probability":0.02},{"provider":"twilio","kind":"429","probability":0.05},
        {"provider":"twilio","kind":"webhooks_twice","probability":0.05},
        {"provider":"twilio","kind":"webhooks_disordered","probability":0.05},
        {"provider":"twilio","kind":"webhooks_late","probability":0.05,"delay_ms":300},
        {"provider":"twilio","kind":"webhooks_lost","probability":0.05},
        {"provider":"twilio","kind":"read_500","probability":0.1},
        {"provider":"resend","kind":"dropped_after_processing","probability":0.05},
        {"provider":"resend","kind":"500","probability":0.05},{"provider":"resend","kind":"429","probability":0.05},
        {"provider":"resend","kind":"webhooks_twice","probability":0.05},
        {"provider":"resend","kind":"webhooks_disordered","probability":0.05}]
        """

    @Test func everybodyGetsEverythingOnce() async throws {
        let seed = ProcessInfo.processInfo.environment["KILL_SEED"].flatMap(UInt64.init) ?? .random(in: .min ... .max)
        print("message chaos: seed \(seed), \(Self.calls) calls")
        var options = Telling.options(
            notifier: ["LOOKUP_SECONDS": "0.3", "TWILIO_RATE_LIMIT": "2000", "RESEND_RATE_LIMIT": "1000"],
            sandbox: ["SANDBOX_FAULTS": Self.faults])
        options.services.append("notifier#2")
        try await Telling.run(options) { telling in
            try await telling.change(Self.team)
            try await withThrowingTaskGroup(of: Void.self) { group in
                let progress = WorkCounter()
                group.addTask { try await Self.endCalls(telling, progress) }
                group.addTask { try await Self.killAtRandom(telling, progress, seed: seed) }
                for try await _ in group {}
            }
            try await telling.until("\(3 * Self.calls) = (SELECT count(*) FROM notifications)")
            // As if the claims of those that were killed had run out.
            try await telling.change(
                "UPDATE notifications SET lease_until = now() WHERE status = 'sending' AND channel = 'whatsapp'")
            try await telling.until(
                """
                NOT EXISTS (SELECT FROM notifications WHERE status IN ('pending', 'sending', 'parked'))
                    AND NOT EXISTS (SELECT FROM notifications WHERE check_at IS NOT NULL)
                """)
            try await Self.check(telling)
        }
    }

    private static func check(_ telling: Telling) async throws {
        let stored = try await telling.texts(
            "SELECT channel || ' ' || status || ' ' || count(*) FROM notifications GROUP BY channel, status ORDER BY 1")
        #expect(stored == ["email sent \(2 * calls)", "whatsapp sent \(calls)"])
        let messages = try await telling.inbox("", channel: "whatsapp")
        let ids = messages.compactMap { message in
            message["statusCallback"].split(separator: "delivery=").last?.prefix(36).description
        }
        #expect(ids.count == calls && Set(ids).count == calls, "\(ids.count) at the sandbox")
        let sids = try await telling.texts(
            "SELECT provider_message_id FROM notifications WHERE channel = 'whatsapp' AND provider_message_id IS NOT NULL"
        )
        #expect(Set(sids) == Set(messages.map { $0["id"] }))
        let mails = try await telling.inbox("", channel: "mail")
        #expect(mails.count == 2 * calls)
        // What was decided is what was sent: each message is the one that its row says.
        let pairs = try await telling.texts(
            "SELECT id || provider_message_id FROM notifications WHERE channel = 'whatsapp'")
        let seen = Set(
            messages.map { "\($0["statusCallback"].split(separator: "delivery=").last?.prefix(36) ?? "")\($0["id"])" })
        #expect(Set(pairs) == seen)
        let settled = try await telling.texts("SELECT count(*)::text FROM notifications WHERE checks > 0")
        print("message chaos: \(settled) messages were asked about")
    }

    private static func endCalls(_ telling: Telling, _ progress: WorkCounter) async throws {
        let patience = RetryPolicy(
            maxAttempts: 400, baseDelay: .milliseconds(20), maxDelay: .milliseconds(100),
            maxRetryAfter: .milliseconds(100))
        defer { progress.finish() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<calls {
                if number >= 16 { try await group.next() }
                group.addTask {
                    let report = TestReport(customerNumber: "+1406555\(1001 + number % agents)")
                    let request = HTTPRequest(
                        method: .post, url: telling.system.webhookURL,
                        headers: ["x-vapi-secret": ThavonSystem.secret, "content-type": "application/json"],
                        body: report.body, isIdempotent: true)
                    let answer = try await telling.system.http.send(request, retrying: patience)
                    #expect(answer.status == 200)
                    progress.advance()
                }
            }
            for try await _ in group {}
        }
    }

    private static func killAtRandom(_ telling: Telling, _ progress: WorkCounter, seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        var next = Int.random(in: 20...120, using: &generator)
        for await count in progress.counts where count >= next {
            let victim = victims[Int.random(in: 0..<victims.count, using: &generator)]
            await telling.system.kill(victim)
            try await telling.system.start(victim)
            next = count + Int.random(in: 20...120, using: &generator)
        }
        for victim in victims { try await telling.system.waitUntilReady(victim) }
    }
}
