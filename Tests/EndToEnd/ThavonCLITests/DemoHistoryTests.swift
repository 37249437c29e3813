import Foundation
import LocalServers
import Postgres
import TestSupport
import Testing

@testable import ThavonCLI

/// The demo's past, as `thavon demo` loads it.
struct DemoHistoryTests {
    /// Loads the demo twice, and asks questions that are answered with yes or no.
    private static func ask(
        _ questions: [String], environment: [String: String] = [:]
    ) async throws -> [(question: String, isSo: Bool)] {
        try await TestPostgres.withDatabase { database in
            let environment = environment.merging(["DATABASE_URL": database.url]) { $1 }
            _ = try await Operator.run("migrate", environment: environment)
            for _ in 1...2 {
                let outcome = try await Operator.run("demo", environment: environment)
                #expect(outcome.status == .exited(code: 0), "\(outcome.output)")
            }
            return try await OwnerDatabase.with(database) { pool in
                var answers: [(question: String, isSo: Bool)] = []
                for question in questions {
                    // Each is written in this file; a statement that returns nothing fails when it is not so.
                    let statement = "DO $do$ BEGIN ASSERT (\(question)); END $do$"
                    answers.append((question, (try? await pool.simpleQuery(statement)) != nil))
                }
                return answers
            }
        }
    }

    @Test func twoWeeksOfCallsAreThereOnce() async throws {
        let answers = try await Self.ask([
            "SELECT count(*) = 180 FROM call_logs",
            "SELECT count(DISTINCT created_at::date) >= 9 FROM call_logs",
            "SELECT bool_and(created_at > now() - interval '15 days' AND ended_at < now()) FROM call_logs",
            "SELECT count(DISTINCT outcome) >= 6 AND count(DISTINCT language) = 6 FROM call_logs",
            "SELECT bool_and(created_at < (SELECT min(c.created_at) FROM call_logs c WHERE c.lead_id = leads.id)) FROM leads",
            "SELECT count(*) = 179 FROM call_search",
            "SELECT max(jsonb_array_length(turns)) = 1500 FROM call_turns",
            "SELECT max(duration_seconds) = 11100 FROM call_logs",
            "SELECT bool_and(a.decision ->> 'rule' = a.rule AND jsonb_typeof(a.decision -> 'candidates') = 'array') FROM assignments a",
            "SELECT count(*) = 25 FROM appointments",
            "SELECT count(*) = 11 FROM appointments WHERE status = 'scheduled' AND scheduled_at > now()",
            "SELECT count(*) = 0 FROM appointments WHERE status = 'scheduled' AND scheduled_at < now()",
        ])
        for answer in answers { #expect(answer.isSo, "\(answer.question)") }
    }

    @Test func nothingOfThePastIsStillToBeDone() async throws {
        let answers = try await Self.ask([
            "SELECT count(*) = 0 FROM outbox", "SELECT count(*) = 0 FROM call_logs WHERE announced_at IS NULL",
            "SELECT count(*) = 0 FROM follow_ups WHERE due_at < now() + interval '1 day'",
            "SELECT count(*) = 3 FROM follow_ups WHERE opened_at IS NULL",
            "SELECT count(*) = 0 FROM call_retries WHERE status = 'pending'",
            "SELECT count(*) = 0 FROM notifications WHERE status <> 'sent'",
            "SELECT count(*) = 0 FROM assignments WHERE rule = 'catch_all'",
            // Nobody has said where the sandbox is.
            "SELECT count(*) = 0 FROM recordings WHERE status <> 'absent' OR due_at < 'infinity'",
        ])
        for answer in answers { #expect(answer.isSo, "\(answer.question)") }
    }

    @Test func recordingsOfTheNewestCallsAreFetchedFromTheSandbox() async throws {
        let answers = try await Self.ask(
            [
                "SELECT count(*) = 40 FROM recordings WHERE status = 'waiting' AND due_at <= now()",
                """
                SELECT bool_and(recording_url LIKE 'http://127.0.0.1:18090/recordings/' || vapi_call_id || '/mono.wav?ms=%&talk=%')
                FROM call_logs WHERE id IN (SELECT call_id FROM recordings WHERE status = 'waiting')
                """,
                "SELECT count(*) = 40 FROM call_logs WHERE recording_url IS NOT NULL",
            ], environment: ["DEMO_SANDBOX_URL": "http://127.0.0.1:18090/"])
        for answer in answers { #expect(answer.isSo, "\(answer.question)") }
    }

    @Test(arguments: [
        // A Monday shortly after midnight, a Wednesday at noon, a Sunday, the night in which clocks go back.
        "2026-06-15T00:05:00+02:00", "2026-06-17T12:00:00+02:00", "2026-06-21T15:00:00+02:00",
        "2026-10-25T02:30:00+01:00",
    ])
    func appointmentsDoNotOverlapWhateverDayItIs(_ moment: String) throws {
        let now = try Date(moment, strategy: .iso8601)
        let agents = (1...7).map { number in
            DemoAgentFacts(
                id: DemoID.agent(number), name: "Agent \(number)", languages: ["de", "en"], language: "de",
                territories: [])
        }
        let leads = (1...44).map { number in
            DemoLeadFacts(
                id: DemoID.lead(number), name: "Lead \(number)", phone: "+4930231250\(10 + number)", country: "DE",
                postcode: "10115", language: "de", timeZone: "Europe/Berlin")
        }
        let past = DemoPast(now: now, leads: leads, agents: agents)
        #expect(past.calls.count == 180)
        #expect(past.calls.allSatisfy { $0.endedAt < now && $0.createdAt > now.addingTimeInterval(-15 * 86_400) })
        let appointments = DemoAppointments(past).rows
        #expect(appointments.count == 25)
        #expect(appointments.allSatisfy { ($0.status == "scheduled") == ($0.scheduledAt > now) })
        let byAgent = Dictionary(grouping: appointments) { $0.agentID }
        for all in byAgent.values {
            let sorted = all.sorted { $0.scheduledAt < $1.scheduledAt }
            for (one, next) in zip(sorted, sorted.dropFirst()) { #expect(one.endsAt <= next.scheduledAt) }
        }
        #expect(appointments.allSatisfy { $0.createdAt <= now && $0.updatedAt <= now })
    }

    @Test func whoCallsByThemselvesAreLeadsOfTheDemo() {
        let demo = String(decoding: PackageResources.demo_sql, as: UTF8.self)
        let numbers = DemoPeople.numbers.split(separator: ",").map { $0.prefix { $0 != ":" } }
        #expect(numbers.count > 10)
        for number in numbers { #expect(demo.contains("'\(number)'")) }
    }
}
