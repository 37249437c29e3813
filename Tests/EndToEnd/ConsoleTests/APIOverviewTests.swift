import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

/// The numbers, and what waits, for programs.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct APIOverviewTests {
    private static let call = "0c000000-0000-4000-8000-000000000001"
    private static let task = "0c000000-0000-4000-8000-000000000002"

    private static func fill(_ console: Consoling) async throws {
        try await console.addCall(call)
        try await console.system.pool.simpleQuery(
            """
            INSERT INTO follow_ups (call_id, agency_id, lead_id, agent_id, due_at)
            VALUES ('\(call)', '\(TestAgency.id)', '\(TestAgency.berlinLead)', '\(TestAgency.berliner)', now() + interval '1 h');
            INSERT INTO tasks (id, agency_id, agent_id, lead_id, kind, text)
            VALUES ('\(task)', '\(TestAgency.id)', '\(TestAgency.berliner)', '\(TestAgency.berlinLead)', 'call_back', 'Call back');
            """)
    }

    @Test func everybodySeesTheNumbersOfTheirPage() async throws {
        try await Consoling.run { console in
            try await Self.fill(console)
            let owner = try await console.program(of: .owner)
            let all = try await owner.get("/overview?period=7d")
            #expect(all.status == 200 && all.object["calls"] as? Int == 1, "\(all.text)")
            #expect(all.object["conversations"] as? Int == 1 && all.object["answered"] as? Int == 1)
            let agents = all.object["agents"] as? [[String: Any]] ?? []
            let bea = agents.first { $0["agent_id"] as? String == "\(TestAgency.berliner)" }
            #expect(agents.count == 3 && bea?["calls"] as? Int == 1 && bea?["unopened"] as? Int == 1)
            let waiting = all.object["waiting"] as? [String: Any]
            #expect(waiting?["unopened"] as? Int == 1 && waiting?["failed_messages"] as? Int == 0)
            #expect((waiting?["tasks"] as? [[String: Any]])?.count == 1)
            let people: [(Person, Int)] = [(.bea, 1), (.basti, 0), (.otherOwner, 0), (.otherAgent, 0)]
            for (person, calls) in people {
                let program = try await console.program(of: person)
                let own = try await program.get("/overview")
                #expect(own.object["calls"] as? Int == calls, "\(person.email): \(own.text)")
                guard person.agentID != nil else { continue }
                let parts = own.object["waiting"] as? [String: Any]
                #expect((own.object["agents"] as? [Any])?.isEmpty == true && parts?["nobodys_calls"] is NSNull)
            }
            let wrong = try await owner.get("/overview?period=never")
            #expect(wrong.status == 400 && wrong.isProblem)
        }
    }

    @Test func callsThatWaitToBeOpenedAreForOwners() async throws {
        try await Consoling.run { console in
            try await Self.fill(console)
            let owner = try await console.program(of: .owner)
            let list = try await owner.get("/unopened-calls")
            #expect(list.data.compactMap { $0["call_id"] as? String } == [Self.call])
            let agent = try await console.program(of: .bea)
            let denied = try await agent.get("/unopened-calls")
            let other = try await console.program(of: .otherOwner)
            let theirs = try await other.get("/unopened-calls")
            let crafted = try await owner.get("/unopened-calls?cursor=crafted")
            #expect(denied.status == 403 && theirs.data.isEmpty && crafted.status == 400)
        }
    }

    @Test func tasksAreTickedOffByWhoeverHasThem() async throws {
        try await Consoling.run { console in
            try await Self.fill(console)
            for person in [Person.basti, .otherOwner, .otherAgent] {
                let program = try await console.program(of: person)
                let list = try await program.get("/tasks")
                let done = try await program.post("/tasks/\(Self.task)/done")
                #expect(list.data.isEmpty && done.status == 404 && done.isProblem, "\(person.email)")
            }
            let bea = try await console.program(of: .bea)
            let before = try await bea.get("/tasks")
            #expect(before.data.first?["text"] as? String == "Call back")
            let done = try await bea.post("/tasks/\(Self.task)/done")
            let again = try await bea.post("/tasks/\(Self.task)/done")
            #expect(done.status == 204 && again.status == 204, "\(done.text)")
            let after = try await bea.get("/tasks")
            #expect(after.data.isEmpty)
            let owner = try await console.program(of: .owner)
            let actions = try await owner.actions()
            let unknown = try await owner.post("/tasks/1/done")
            #expect(actions == ["task.done by api"] && unknown.status == 404)
        }
    }
}
