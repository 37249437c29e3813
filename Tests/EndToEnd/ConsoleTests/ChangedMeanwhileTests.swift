import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

/// Forms over what somebody else has changed since they were shown: nothing is kept, what was typed stays, and both are shown.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct ChangedMeanwhileTests {
    private static let agent = "/team/\(TestAgency.berliner)"

    @Test func whoAnAgentIs() async throws {
        try await Consoling.run { console in
            var owner = try await console.signedIn(.owner)
            let page = try await owner.get(Self.agent).text
            let seen = try PageForm(Self.agent, on: page)
            let hours = try PageForm("\(Self.agent)/hours", on: page)
            try await console.system.pool.simpleQuery(
                "UPDATE agents SET name = 'Bea Meanwhile' WHERE id = '\(TestAgency.berliner)'")
            let late = try await owner.post(Self.agent, seen.with(["name": "Bea Typed", "phone": ""]))
            #expect(late.status == 409 && late.text.contains("in the meantime"))
            #expect(late.text.contains(#"value="Bea Typed""#))
            #expect(late.text.contains(#"<dd dir="auto">Bea Meanwhile</dd>"#))
            let kept = try await console.system.pool.execute(BeasName()).first
            #expect(kept == "Bea Meanwhile")
            // Another form of the same page is about something else.
            let other = try await owner.post("\(Self.agent)/hours", hours.with(["mode": "none"]))
            #expect(other.status == 303)
            let again = try PageForm(Self.agent, on: late.text)
            let saved = try await owner.post(Self.agent, again.with())
            #expect(saved.status == 303)
            let now = try await console.system.pool.execute(BeasName()).first
            #expect(now == "Bea Typed")
            let unseen = try await owner.post(Self.agent, again.with(["version": nil]))
            #expect(unseen.status == 409)
        }
    }

    @Test func whichCallsAnAgentGetsAndWhenTheyWork() async throws {
        try await Consoling.run { console in
            var owner = try await console.signedIn(.owner)
            let page = try await owner.get(Self.agent).text
            let calls = try PageForm("\(Self.agent)/calls", on: page)
            let hours = try PageForm("\(Self.agent)/hours", on: page)
            try await console.system.pool.simpleQuery(
                """
                UPDATE agents SET weight = 77, working_hours = '{"mon": ["10:00-12:00"]}' WHERE id = '\(TestAgency.berliner)'
                """)
            let late = try await owner.post("\(Self.agent)/calls", calls.with(["weight": "3"]))
            #expect(late.status == 409 && late.text.contains(#"<dd dir="auto">77</dd>"#))
            let again = try PageForm("\(Self.agent)/calls", on: late.text).with()
            #expect(again.contains { $0 == ("weight", "3") })
            let saved = try await owner.post("\(Self.agent)/calls", again)
            #expect(saved.status == 303)

            let lateHours = try await owner.post("\(Self.agent)/hours", hours.with(["mode": "none"]))
            #expect(lateHours.status == 409 && lateHours.text.contains(#"<dd dir="auto">10:00–12:00</dd>"#))
            let hoursAgain = try PageForm("\(Self.agent)/hours", on: lateHours.text).with()
            #expect(hoursAgain.contains { $0 == ("mode", "none") })
            let savedHours = try await owner.post("\(Self.agent)/hours", hoursAgain)
            #expect(savedHours.status == 303)
        }
    }

    @Test func theAgencyItself() async throws {
        try await Consoling.run { console in
            var owner = try await console.signedIn(.owner)
            let seen = try PageForm("/settings", on: try await owner.get("/settings").text)
            try await console.system.pool.simpleQuery(
                "UPDATE agencies SET name = 'Meanwhile Homes' WHERE id = '\(TestAgency.id)'")
            let late = try await owner.post("/settings", seen.with(["name": "Typed Homes"]))
            #expect(late.status == 409 && late.text.contains(#"<dd dir="auto">Meanwhile Homes</dd>"#))
            let again = try PageForm("/settings", on: late.text)
            let wrong = try await owner.post("/settings", again.with(["time_zone": "EST"]))
            #expect(wrong.status == 422 && wrong.text.contains("There is no such time zone"))
            let saved = try await owner.post("/settings", again.with())
            #expect(saved.location == "/settings?done=saved")
            let page = try await owner.get("/settings")
            #expect(page.text.contains(#"value="Typed Homes""#))
        }
    }

    @Test func anAppointmentsNotes() async throws {
        try await Consoling.run(services: ["dashboard", "calendar-sync", "sandbox"]) { console in
            let id = "0d000000-0000-4000-8000-000000000001"
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO appointments (
                    id, agency_id, lead_id, agent_id, scheduled_at, ends_at, notes, time_zone, language, source)
                VALUES ('\(id)', '\(TestAgency.id)', '\(TestAgency.berlinLead)', '\(TestAgency.berliner)',
                    now() + interval '1 day', now() + interval '1 day 30 minutes', 'Bring the keys', 'Europe/Berlin', 'de', 'hand')
                """)
            var owner = try await console.signedIn(.owner)
            let action = "/appointments/\(id)/notes"
            let seen = try PageForm(action, on: try await owner.get("/appointments/\(id)").text)
            try await console.system.pool.simpleQuery("UPDATE appointments SET notes = 'Ring twice' WHERE id = '\(id)'")
            let late = try await owner.post(action, seen.with(["notes": "Ring once"]))
            #expect(late.status == 409 && late.text.contains(#"<dd dir="auto">Ring twice</dd>"#))
            let again = try PageForm(action, on: late.text).with()
            #expect(again.contains { $0 == ("notes", "Ring once") })
            let long = try await owner.post(
                action, try PageForm(action, on: late.text).with(["notes": String(repeating: "x", count: 2001)]))
            #expect(long.status == 422)
            let saved = try await owner.post(action, again)
            #expect(saved.location == "/appointments/\(id)?done=noted", "\(saved.status)")
            let kept = try await console.system.pool.execute(Notes()).first
            #expect(kept == "Ring once")
        }
    }

    @Test func anAgencysOwnText() async throws {
        try await Consoling.run(services: ["dashboard", "notifier", "sandbox"]) { console in
            var owner = try await console.signedIn(.owner)
            let page = "/settings/texts/edit?kind=call.completed&language=en"
            let action = "/settings/texts/save"
            let seen = try PageForm(action, on: try await owner.get(page).text)
            let first = try await owner.post(action, seen.with(["short": "First words"]))
            #expect(first.location == "/settings/texts?done=saved")
            let late = try await owner.post(action, seen.with(["short": "Second words"]))
            #expect(late.status == 409 && late.text.contains(#"<dd dir="auto">First words</dd>"#))
            let again = try PageForm(action, on: late.text).with()
            #expect(again.contains { $0 == ("short", "Second words") })
            let saved = try await owner.post(action, again)
            #expect(saved.location == "/settings/texts?done=saved")
            let reset = try PageForm("/settings/texts/reset", on: late.text)
            let lateReset = try await owner.post("/settings/texts/reset", reset.with())
            #expect(lateReset.status == 409)
            let gone = try await owner.post(
                "/settings/texts/reset", try PageForm("/settings/texts/reset", on: lateReset.text).with())
            #expect(gone.location == "/settings/texts?done=reset")
        }
    }
}

private struct BeasName: PostgresStatement {
    static let sql = "SELECT name FROM agents WHERE id = '\(TestAgency.berliner)'"

    var parameters: [PostgresParameter] { [] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        try row.decode(column: 0, as: String.self)
    }
}

private struct Notes: PostgresStatement {
    static let sql = "SELECT coalesce(notes, '') FROM appointments"

    var parameters: [PostgresParameter] { [] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        try row.decode(column: 0, as: String.self)
    }
}
