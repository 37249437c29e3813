import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// What programs do about calls that are still to be made, and about what was recorded of those that were.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct APIPlannedCallTests {
    private static let retry = "0c000000-0000-4000-8000-000000000091"
    private static let call = "0c000000-0000-4000-8000-000000000092"

    @Test func aPlannedCallIsMovedAndCancelled() async throws {
        try await Consoling.run(services: ["dashboard", "retry-scheduler", "sandbox"]) { console in
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO call_retries (id, lead_id, agency_id, retry_count, scheduled_at, kind, due_at)
                VALUES ('\(Self.retry)', '\(TestAgency.berlinLead)', '\(TestAgency.id)', 0, now() + interval '1 day',
                    'by_hand', now() + interval '1 day')
                """)
            let owner = try await console.program(of: .owner)
            let path = "/leads/\(TestAgency.berlinLead)/planned-calls/\(Self.retry)"
            let at = Date().addingTimeInterval(2 * 86_400)
            let wish = #"{"at": "\#(at.rfc3339)"}"#
            let past = try await owner.post("\(path)/reschedule", #"{"at": "2020-01-07T10:00:00Z"}"#)
            #expect(past.status == 422 && past.text.contains(##""pointer":"#/at""##), "\(past.text)")
            let elsewhere = try await owner.post(
                "/leads/\(TestAgency.berlinLead)/planned-calls/\(UUID())/reschedule", wish)
            #expect(elsewhere.status == 404)
            let foreign = try await console.program(of: .otherOwner)
            let theirs = try await foreign.post("\(path)/cancel")
            #expect(theirs.status == 404)
            let moved = try await owner.post("\(path)/reschedule", wish)
            #expect(moved.status == 200 && moved.object["status"] as? String == "pending", "\(moved.text)")
            let time = (moved.object["scheduled_at"] as? String).flatMap { Date(rfc3339: $0) }
            #expect(abs(try #require(time).timeIntervalSince(at)) < 1)
            let cancelled = try await owner.post("\(path)/cancel")
            #expect(
                cancelled.status == 200 && cancelled.object["status"] as? String == "cancelled", "\(cancelled.text)")
            let late = try await owner.post("\(path)/cancel")
            #expect(late.status == 422 && late.isProblem)
            let log = try await DatabaseQuestions(console.system).texts(
                "SELECT action FROM audit_log WHERE action LIKE 'lead.call_%' AND detail ->> 'via' = 'api' ORDER BY at, id"
            )
            #expect(log == ["lead.call_moved", "lead.call_cancelled"])
        }
    }

    @Test func ownersDeleteARecording() async throws {
        try await Consoling.run(services: ["dashboard", "recording-archive", "sandbox"]) { console in
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO call_logs (id, agency_id, agent_id, vapi_call_id, status, outcome, ended_at)
                VALUES ('\(Self.call)', '\(TestAgency.id)', '\(TestAgency.berliner)', 'recorded', 'completed', 'conversation', now());
                INSERT INTO recordings (call_id, agency_id, status, object_key, content_type, bytes, stored_at)
                VALUES ('\(Self.call)', '\(TestAgency.id)', 'stored', 'recorded.wav', 'audio/wav', 10, now());
                """)
            let path = "/api/v1/calls/\(Self.call)/recording"
            let bea = try await console.program(of: .bea)
            let refused = try await bea.send(.delete, path)
            #expect(refused.status == 403 && refused.isProblem)
            let foreign = try await console.program(of: .otherOwner)
            let theirs = try await foreign.send(.delete, path)
            #expect(theirs.status == 404)
            let owner = try await console.program(of: .owner)
            let deleted = try await owner.send(.delete, path)
            #expect(deleted.status == 204, "\(deleted.text)")
            let questions = try await DatabaseQuestions(console.system)
            let status = try await questions.texts("SELECT status FROM recordings WHERE call_id = '\(Self.call)'")
            let log = try await questions.texts(
                "SELECT action FROM audit_log WHERE subject_id = '\(Self.call)' AND detail ->> 'via' = 'api'")
            #expect(status == ["deleted"] && log == ["recording.deleted"])
            let gone = try await owner.send(.get, path)
            #expect(gone.status == 404)
        }
    }
}
