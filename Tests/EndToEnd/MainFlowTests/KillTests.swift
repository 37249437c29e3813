import Contracts
import Foundation
import LocalServers
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// Nothing is lost and nothing happens twice, whatever is killed on the way.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct KillTests {
    static let reports = 2000
    static let victims = ["webhook-ingest", "assignment", "notifier"]

    @Test func twoThousandReportsSurviveRandomKills() async throws {
        let seed = ProcessInfo.processInfo.environment["KILL_SEED"].flatMap(UInt64.init) ?? .random(in: .min ... .max)
        print("kill test: seed \(seed)")
        var options = ThavonSystem.Options()
        options.environment["sandbox"] = [
            "SANDBOX_FAULTS": """
            [{"provider":"resend","kind":"dropped_after_processing","probability":0.05},
            {"provider":"resend","kind":"500","probability":0.05},{"provider":"resend","kind":"429","probability":0.05}]
            """
        ]
        try await ThavonSystem.run(options) { system in
            try await EventObserver.observe(system.broker) { events in
                let progress = WorkCounter()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await Self.postEverything(to: system, progress, seed: seed) }
                    group.addTask { try await Self.killAtRandom(system, progress, seed: seed) }
                    // The first that fails ends the other; `waitForAll` would wait for it.
                    for try await _ in group {}
                }
                try await events.waitFor("call.assigned", subjects: Self.reports)
                try await events.waitFor("notification.sent", subjects: 2 * Self.reports)
            }
            let count = try await system.count()
            #expect(count.calls == Int64(Self.reports))
            #expect(count.assignments == Int64(Self.reports))
            #expect(count.notifications == Int64(2 * Self.reports))
            #expect(count.sent == Int64(2 * Self.reports))
            // One mail for each person and call: the sandbox counts what was really handed over.
            let mails = try await system.mailbox()
            #expect(mails.count == 2 * Self.reports)
            #expect(Set(mails.compactMap { $0.tags?["delivery"] }).count == 2 * Self.reports)
        }
    }

    /// Posts every report, one in ten of them five times, 32 at a time; like Vapi with a `backoffPlan`, it tries again
    /// until it is told 200.
    private static func postEverything(to system: ThavonSystem, _ progress: WorkCounter, seed: UInt64) async throws {
        let patience = RetryPolicy(
            maxAttempts: 400, baseDelay: .milliseconds(20), maxDelay: .milliseconds(100),
            maxRetryAfter: .milliseconds(100))
        defer { progress.finish() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<reports {
                if number >= 32 { try await group.next() }
                group.addTask {
                    let report = TestReport(
                        customerNumber: number.isMultiple(of: 2) ? TestAgency.berlinNumber : TestAgency.texanNumber)
                    for _ in 0..<(number.isMultiple(of: 10) ? 5 : 1) {
                        let answer = try await system.post(report.body, retrying: patience)
                        #expect(answer.status == 200)
                    }
                    progress.advance()
                }
            }
            for try await _ in group {}
        }
    }

    /// Kills some service each time another so many reports have been taken, and starts it again.
    private static func killAtRandom(_ system: ThavonSystem, _ progress: WorkCounter, seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        var next = Int.random(in: 20...150, using: &generator)
        for await count in progress.counts where count >= next {
            let victim = victims[Int.random(in: 0..<victims.count, using: &generator)]
            await system.kill(victim)
            try await system.start(victim)
            next = count + Int.random(in: 20...150, using: &generator)
        }
        for victim in victims { try await system.waitUntilReady(victim) }
    }
}
