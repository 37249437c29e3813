import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

@testable import Dashboard

/// What another service is to do, as people and programs are told of it, and as the audit log has it.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct CommandTests {
    /// Nobody takes the command here, so that nobody answers.
    @Test func whatIsNotAnsweredMayHaveBeenDone() async throws {
        try await Consoling.run { console in
            var owner = try await console.signedIn(.owner)
            try await owner.get("/leads/\(TestAgency.berlinLead)")
            let page = try await owner.post("/leads/\(TestAgency.berlinLead)/call")
            #expect(page.status == 503 && page.text.contains("it may have been done all the same"))
            let program = try await console.program(of: .owner)
            let answer = try await program.post("/leads/\(TestAgency.berlinLead)/call", "{}")
            #expect(answer.status == 503 && answer.isProblem && answer.text.contains("outcome-unknown"))
            #expect(answer.text.contains("it may have been done all the same"))
            let log = try await owner.get("/settings/audit")
            #expect(!log.text.contains("lead.call_placed"))
        }
    }

    @Test func aServicesReasonIsEnglishOnASpanishPage() async throws {
        try await Consoling.run(services: ["dashboard", "webhook-ingest"]) { console in
            try await console.system.pool.simpleQuery(
                """
                UPDATE accounts SET language = 'es' WHERE email = '\(Person.owner.email)';
                INSERT INTO webhook_events (id, received_at, source, type, agency_id, disposition, headers, body)
                VALUES (gen_random_uuid(), now(), 'vapi', 'end-of-call-report', '\(TestAgency.id)', 'unreadable', '{}', 'x');
                """)
            var owner = try await console.signedIn(.owner)
            let log = try await owner.get("/operations/webhooks").text
            let path = String(try #require(log.firstMatch(of: /href="(\/operations\/webhooks\/[^"]+)"/)).1)
            try await owner.get(path)
            let refused = try await owner.post("\(path)/replay")
            #expect(refused.status == 422 && refused.text.contains(#"No se ha hecho: <span lang="en">"#))
            #expect(refused.text.contains("it cannot be read"))
        }
    }

    @Test func errorsAreInTheAccountsLanguage() async throws {
        try await Consoling.run { console in
            try await console.system.pool.simpleQuery(
                "UPDATE accounts SET language = 'es' WHERE email = '\(Person.owner.email)'")
            var owner = try await console.signedIn(.owner)
            let english = [("accept-language", "en")]
            let missing = try await owner.get("/calls/\(UUID())", headers: english)
            #expect(missing.status == 404 && missing.text.contains("Aquí no hay nada"))
            let unknown = try await owner.get("/no/such/page", headers: english)
            #expect(unknown.status == 404 && unknown.text.contains("Aquí no hay nada"))
            var visitor = console.visitor()
            let nobody = try await visitor.get("/no/such/page", headers: english)
            #expect(nobody.text.contains("There is nothing here"))
            // Programs are answered as before.
            let program = try await visitor.get("/api/v1/no/such/thing")
            #expect(program.status == 404 && program.headers["content-type"]?.contains("problem+json") == true)

            try await owner.get("/settings/booking")
            let form = [
                ("length_minutes", "30"), ("step_minutes", "30"), ("buffer_before_minutes", "0"),
                ("buffer_after_minutes", "0"), ("minimum_notice_minutes", "43200"), ("horizon_days", "1"),
                ("appointments_per_day", "8"), ("reminders_hours", "24"), ("confirm_with", "require_calendar"),
            ]
            let refused = try await owner.post("/settings/booking", form)
            #expect(refused.status == 422 && refused.text.contains(#"<span lang="en">Reaches beyond “"#))
        }
    }

    @Test func whatIsDoneIsInTheLogOnceAndWithItsCommand() async throws {
        try await Consoling.run(services: ["dashboard", "calendar-sync", "sandbox"]) { console in
            let program = try await console.program(of: .owner)
            let set = try await program.send(.put, "/api/v1/settings/booking", json: #"{"length_minutes": 45}"#)
            #expect(set.status == 200, "\(set.text)")
            let noted = try await console.system.pool.execute(CountNotedCommands()).first
            #expect(noted == 1)
            var owner = try await console.signedIn(.owner)
            let log = try await owner.get("/settings/audit").text
            #expect(log.contains("length_minutes") && !log.contains(ConfigureBooking.type))
        }
    }

    /// As if the console had ended between the answer and its note.
    @Test func aCommandWithoutANoteStandsInTheLogByItself() async throws {
        try await Consoling.run { console in
            let commands = [
                (CommandID.new(), CancelAppointment.type, "dashboard"), (.new(), PlaceCall.type, "dashboard"),
                (.new(), FindSlots.type, "dashboard"), (.new(), IngestCall.type, "thavon"),
            ]
            for (id, type, source) in commands {
                try await console.system.pool.simpleQuery(
                    """
                    INSERT INTO commands (id, command_time, type, source, actor, agency_id)
                    VALUES ('\(id)', now(), '\(type)', '\(source)', '\(Person.owner.id)', '\(TestAgency.id)')
                    """)
            }
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO audit_log (id, agency_id, account_id, actor, action, command_id) VALUES
                    (gen_random_uuid(), '\(TestAgency.id)', '\(Person.owner.id)', 'Olga', 'lead.call_placed', '\(commands[1].0)')
                """)
            var owner = try await console.signedIn(.owner)
            let log = try await owner.get("/settings/audit").text
            #expect(log.contains(CancelAppointment.type) && log.contains(IngestCall.type))
            #expect(log.contains("lead.call_placed") && !log.contains(PlaceCall.type))
            // A page asks for free times by itself.
            #expect(!log.contains(FindSlots.type))
        }
    }
}

private struct CountNotedCommands: PostgresStatement {
    static let sql = """
        SELECT count(*) FROM audit_log a JOIN commands c ON c.id = a.command_id WHERE c.source = 'dashboard'
        """

    var parameters: [PostgresParameter] { [] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
}
