import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// What programs do about an appointment besides making and moving it.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct APIAppointmentTests {
    private static let id = "0c000000-0000-4000-8000-000000000012"
    private static let path = "/api/v1/appointments/\(id)"

    private static func fill(_ console: Consoling) async throws {
        try await console.system.pool.simpleQuery(
            """
            INSERT INTO appointments (id, agency_id, lead_id, agent_id, scheduled_at, ends_at, notes, time_zone, language, source)
            VALUES ('\(id)', '\(TestAgency.id)', '\(TestAgency.berlinLead)', '\(TestAgency.berliner)', now() + interval '1 day',
                now() + interval '1 day 30 minutes', 'Third floor', 'Europe/Berlin', 'de', 'hand')
            """)
    }

    @Test func notesAreChanged() async throws {
        try await Consoling.run(services: ["dashboard", "calendar-sync", "sandbox"]) { console in
            try await Self.fill(console)
            let bea = try await console.program(of: .bea)
            let key = [("idempotency-key", "notes-1")]
            let wish = #"{"notes": "Ring twice"}"#
            let changed = try await bea.send(.patch, Self.path, json: wish, headers: key)
            #expect(changed.status == 200 && changed.object["notes"] as? String == "Ring twice", "\(changed.text)")
            let again = try await bea.send(.patch, Self.path, json: wish, headers: key)
            #expect(again.status == 200)
            let same = try await bea.send(.patch, Self.path, json: "{}")
            #expect(same.status == 200 && same.object["notes"] as? String == "Ring twice")
            let long = #"{"notes": "\#(String(repeating: "x", count: 2001))"}"#
            let senseless = [(422, long), (422, #"{"notes": 1}"#), (422, #"{"status": "x"}"#), (400, "{")]
            for (status, body) in senseless {
                let answer = try await bea.send(.patch, Self.path, json: body)
                #expect(answer.status == status && answer.isProblem, "\(answer.text)")
            }
            for person in [Person.basti, .otherOwner, .otherAgent] {
                let program = try await console.program(of: person)
                let answer = try await program.send(.patch, Self.path, json: wish)
                #expect(answer.status == 404 && answer.isProblem, "\(person.email)")
            }
            let emptied = try await bea.send(
                .patch, Self.path, json: #"{"notes": null}"#, type: "application/merge-patch+json")
            #expect(emptied.status == 200 && emptied.object["notes"] is NSNull)
            let owner = try await console.program(of: .owner)
            let actions = try await owner.actions()
            #expect(actions == ["appointment.noted by api", "appointment.noted by api"])
        }
    }

    @Test func aReminderIsSentOnceUnderOneKey() async throws {
        try await Consoling.run(services: ["dashboard", "retry-scheduler", "sandbox"]) { console in
            try await Self.fill(console)
            let owner = try await console.program(of: .owner)
            let key = [("idempotency-key", "remind-1")]
            let sent = try await owner.send(.post, "\(Self.path)/reminders", headers: key)
            #expect(sent.status == 202, "\(sent.text)")
            let again = try await owner.send(.post, "\(Self.path)/reminders", headers: key)
            #expect(again.status == 202 && again.object["id"] as? String == sent.object["id"] as? String)
            // Another one so soon is refused.
            let soon = try await owner.send(.post, "\(Self.path)/reminders")
            #expect(soon.status == 422 && soon.isProblem && soon.text.contains("just now"))
            for person in [Person.basti, .otherOwner, .otherAgent] {
                let program = try await console.program(of: person)
                let answer = try await program.send(.post, "\(Self.path)/reminders")
                #expect(answer.status == 404 && answer.isProblem, "\(person.email)")
            }
            let long = try await owner.send(
                .post, "\(Self.path)/reminders",
                headers: [("idempotency-key", String(repeating: "k", count: 256))])
            #expect(long.status == 400 && long.isProblem)
            let actions = try await owner.actions()
            #expect(actions == ["appointment.reminded by api"])
        }
    }
}
