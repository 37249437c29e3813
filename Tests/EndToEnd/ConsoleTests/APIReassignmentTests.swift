import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// Many calls that a program gives away.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct APIReassignmentTests {
    @Test func aFiltersCallsChangeHands() async throws {
        try await Consoling.run(services: ["dashboard", "assignment"]) { console in
            let desk = try await ReassignmentDatabase(console.system)
            // The newest still goes on.
            try await desk.addCalls(1, of: TestAgency.anybody, isOver: false)
            try await desk.addCalls(3, of: TestAgency.anybody, minutesAgo: 1)
            try await desk.addCalls(2, of: TestAgency.berliner, minutesAgo: 1)
            let owner = try await console.program(of: .owner)
            let wish = #"{"agent_id": "\#(TestAgency.bavarian)", "filter": {"agent": "\#(TestAgency.anybody)"}}"#
            let started = try await owner.post("/reassignments", wish)
            #expect(started.status == 202, "\(started.text)")
            let path = try #require(started.headers["location"])
            try await desk.until("EXISTS (SELECT FROM reassignments WHERE state = 'done')")
            let job = try await owner.send(.get, path)
            #expect(job.object["state"] as? String == "done" && job.object["agent_name"] as? String == "Basti Bayern")
            #expect(job.object["calls"] as? Int == 4 && job.object["moved"] as? Int == 3)
            #expect(job.object["refused"] as? Int == 1)
            let refused = try await owner.send(.get, "\(path)/refused-calls")
            #expect(refused.data.map { $0["reason"] as? String } == ["not_over"])
            let whose = try await desk.texts(
                "SELECT count(*)::text FROM call_logs WHERE agent_id = '\(TestAgency.berliner)'")
            #expect(whose == ["2"])
            // One that is over stays so.
            let late = try await owner.send(.post, "\(path)/cancel")
            #expect(late.status == 200 && late.object["state"] as? String == "done")
        }
    }

    /// Nobody gives calls to people here.
    @Test func aWishIsOneJobUnderOneKeyAndCanBeCancelled() async throws {
        try await Consoling.run { console in
            let desk = try await ReassignmentDatabase(console.system)
            try await desk.addCalls(2, of: TestAgency.berliner, minutesAgo: 1)
            let calls = try await desk.texts("SELECT id::text FROM call_logs ORDER BY id")
            let owner = try await console.program(of: .owner)
            let key = [("idempotency-key", "give-1")]
            let wish = #"{"agent_id": "\#(TestAgency.bavarian)", "call_ids": ["\#(calls[0])", "\#(calls[1])"]}"#
            let first = try await owner.post("/reassignments", wish, headers: key)
            #expect(first.status == 202 && first.object["calls"] as? Int == 2, "\(first.text)")
            let again = try await owner.post("/reassignments", wish, headers: key)
            #expect(again.status == 202 && again.object["id"] as? String == first.object["id"] as? String)
            let reused = try await owner.post(
                "/reassignments", #"{"agent_id": "\#(TestAgency.bavarian)", "filter": {}}"#, headers: key)
            #expect(reused.status == 422 && reused.text.contains("idempotency-key-reused"))
            let path = try #require(first.headers["location"])
            let others: [(Person, Int)] = [(.otherOwner, 404), (.bea, 403)]
            for (person, status) in others {
                let program = try await console.program(of: person)
                for sub in ["", "/refused-calls"] {
                    let answer = try await program.send(.get, path + sub)
                    #expect(answer.status == status && answer.isProblem, "\(person.email) \(sub)")
                }
                let cancel = try await program.send(.post, "\(path)/cancel")
                #expect(cancel.status == status, "\(person.email)")
            }
            let cancelled = try await owner.send(.post, "\(path)/cancel")
            #expect(cancelled.status == 200 && cancelled.object["state"] as? String == "cancelled")
            let list = try await owner.get("/reassignments?limit=1")
            #expect(list.data.count == 1 && list.object["next_cursor"] is NSNull)
            let actions = try await owner.actions()
            #expect(
                actions == ["calls.reassignment_cancelled by api", "calls.reassignment_started by api"],
                "once, and by the API")
        }
    }

    @Test func whatCannotBeGivenIsRefused() async throws {
        try await Consoling.run { console in
            let desk = try await ReassignmentDatabase(console.system)
            try await desk.addCalls(1, of: TestAgency.berliner, minutesAgo: 1)
            let call = try #require(try await desk.texts("SELECT id::text FROM call_logs").first)
            try await console.system.pool.simpleQuery(
                "UPDATE agents SET active = false WHERE id = '\(TestAgency.anybody)'")
            let (taker, gone) = ("\(TestAgency.bavarian)", "\(TestAgency.anybody)")
            let cases: [(Person, Int, String)] = [
                (.owner, 422, "{}"), (.owner, 422, #"{"agent_id": "\#(taker)"}"#),
                (.owner, 422, #"{"agent_id": "\#(taker)", "filter": {}, "call_ids": ["\#(call)"]}"#),
                (.owner, 422, #"{"agent_id": "\#(taker)", "call_ids": []}"#),
                (.owner, 422, #"{"agent_id": "\#(taker)", "filter": {"status": ["nonsense"]}}"#),
                (.owner, 422, #"{"agent_id": "\#(taker)", "filter": {"agent": "somebody"}}"#),
                (.owner, 422, #"{"agent_id": "\#(taker)", "filter": {"colour": "red"}}"#),
                (.owner, 422, #"{"agent_id": "\#(gone)", "call_ids": ["\#(call)"]}"#),
                (.owner, 404, #"{"agent_id": "\#(UUID())", "call_ids": ["\#(call)"]}"#),
                (.owner, 404, #"{"agent_id": "\#(taker)", "call_ids": ["\#(UUID())"]}"#),
                (.otherOwner, 404, #"{"agent_id": "\#(taker)", "filter": {}}"#),
                (.otherOwner, 404, #"{"agent_id": "\#(Person.otherAgent.agentID ?? "")", "call_ids": ["\#(call)"]}"#),
                (.bea, 403, #"{"agent_id": "\#(taker)", "call_ids": ["\#(call)"]}"#),
            ]
            for (person, status, body) in cases {
                let program = try await console.program(of: person)
                let answer = try await program.post("/reassignments", body)
                #expect(answer.status == status && answer.isProblem, "\(body): \(answer.status) \(answer.text)")
            }
            let owner = try await console.program(of: .owner)
            let crafted = try await owner.get("/reassignments?cursor=crafted")
            let list = try await owner.get("/reassignments")
            #expect(crafted.status == 400 && list.data.isEmpty)
        }
    }
}
