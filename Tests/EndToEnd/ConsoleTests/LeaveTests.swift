import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

/// What becomes of somebody's work when they leave the team.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct LeaveTests {
    @Test func leadsWithoutACallGoToTheChosenColleague() async throws {
        try await Consoling.run(services: ["dashboard", "assignment"]) { console in
            try await console.system.pool.simpleQuery(
                "UPDATE leads SET owner_agent_id = '\(TestAgency.berliner)' WHERE id = '\(TestAgency.berlinLead)'")
            var owner = try await console.signedIn(.owner)
            let path = "/team/\(TestAgency.berliner)/leave"
            let before = try await owner.get(path)
            #expect(before.text.contains("with or without a call: 1"))
            let left = try await owner.post(path, [("to", "\(TestAgency.bavarian)")])
            #expect(left.status == 303 && left.location == "/team/\(TestAgency.berliner)?done=left")
            let now = try await console.system.pool.execute(FindOwner()).first
            #expect(now == TestAgency.bavarian.description)
            let log = try await owner.get("/settings/audit").text
            #expect(log.contains("leads.handed_over"))
        }
    }

    /// Nobody answers: whoever sends the form again wants what they chose.
    @Test func aHandOverThatIsNotAnsweredKeepsWhatWasChosen() async throws {
        try await Consoling.run { console in
            try await console.system.pool.simpleQuery(
                "UPDATE leads SET owner_agent_id = '\(TestAgency.berliner)' WHERE id = '\(TestAgency.berlinLead)'")
            var owner = try await console.signedIn(.owner)
            let path = "/team/\(TestAgency.berliner)/leave"
            try await owner.get(path)
            let answer = try await owner.post(path, [("to", "\(TestAgency.bavarian)")])
            #expect(answer.status == 503)
            let chosen = try PageForm(path, on: answer.text).with()
            #expect(chosen.contains { $0 == ("to", "\(TestAgency.bavarian)") })
        }
    }
}

private struct FindOwner: PostgresStatement {
    static let sql = "SELECT owner_agent_id::text FROM leads WHERE id = '\(TestAgency.berlinLead)'"

    var parameters: [PostgresParameter] { [] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        try row.decode(column: 0, as: String.self)
    }
}
