import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

/// Two of three schedulers are killed again and again while many calls are due, and Vapi misbehaves. `KILL_CALLS=5000` makes
/// it a long test.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct SchedulerKillTests {
    private static let calls = ProcessInfo.processInfo.environment["KILL_CALLS"].flatMap(Int.init) ?? 1000
    private static let replicas = ["retry-scheduler", "retry-scheduler#2", "retry-scheduler#3"]

    @Test func everyCallIsMadeOnceWhateverIsKilled() async throws {
        let seed = ProcessInfo.processInfo.environment["KILL_SEED"].flatMap(UInt64.init) ?? .random(in: .min ... .max)
        print("scheduler kill test: seed \(seed)")
        var options = Calling.options(
            [
                "SANDBOX_VAPI_LINES": "1200", "SANDBOX_CALL_SECONDS": "0.1",
                "SANDBOX_FAULTS": """
                [{"provider":"vapi","kind":"dropped_after_processing","count":20,"probability":0.05},
                {"provider":"vapi","kind":"dropped_before_processing","count":20,"probability":0.05},
                {"provider":"vapi","kind":"500","count":20,"probability":0.05},
                {"provider":"vapi","kind":"429","count":20,"probability":0.05},
                {"provider":"vapi","kind":"webhooks_twice","count":20,"probability":0.05}]
                """,
            ], replicas: 3)
        for replica in Self.replicas {
            options.environment[replica] = ["VAPI_LINES": "1000", "VAPI_LINES_RESERVED": "0"]
        }
        try await Calling.run(options) { system, events in
            try await system.pool.simpleQuery(Self.planned)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await events.waitFor("call.ended", subjects: Self.calls) }
                group.addTask { try await Self.killAtRandom(system, events, seed: seed) }
                for try await _ in group {}
            }
            try await Self.check(system)
        }
    }

    private static func check(_ system: ThavonSystem) async throws {
        let states = try await system.texts(
            "SELECT status || ' ' || count(*) FROM call_retries GROUP BY status ORDER BY status")
        #expect(states == ["completed \(calls)"])
        let made = try await system.sandboxCalls()
        // No attempt was dialled twice, no lead left out, and nobody was called twice.
        #expect(made.count == calls)
        #expect(Set(made.compactMap(\.attempt)).count == calls)
        #expect(Set(made.map(\.customer.number)).count == calls)
    }

    /// Kills one of two schedulers each time so many more calls have ended, and starts it again; the third lives.
    private static func killAtRandom(_ system: ThavonSystem, _ events: EventObserver, seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        var ended = 0
        while true {
            ended += Int.random(in: calls / 25...calls / 8, using: &generator)
            guard ended < calls * 9 / 10 else { break }
            try await events.waitFor("call.ended", subjects: ended)
            let victim = replicas[Int.random(in: 1...2, using: &generator)]
            await system.kill(victim)
            try await system.start(victim)
        }
        for replica in replicas { try await system.waitUntilReady(replica) }
    }

    /// Leads who may be called now, and a call of each that is due.
    private static var planned: String {
        """
        INSERT INTO leads (id, agency_id, name, phone, country, time_zone_given, consent_kind, source)
            SELECT gen_random_uuid(), '\(TestAgency.id)', 'Lead ' || number,
                '+1406' || (5000000 + number * 10)::text, 'US', '\(Calling.noon)', 'express_written', 'test'
            FROM generate_series(1, \(calls)) AS number;
        INSERT INTO call_retries (id, lead_id, agency_id, retry_count, scheduled_at, kind, due_at)
            SELECT gen_random_uuid(), id, agency_id, 0, now(), 'first', now() FROM leads WHERE source = 'test';
        """
    }
}
