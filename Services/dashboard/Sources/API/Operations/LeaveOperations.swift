internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/agents/{id}/leave`: somebody goes, and others get what they leave behind.
struct LeaveOperations: Sendable {
    let console: Console

    var all: [APIOperation] { [estate, leave, comeBack] }

    private var desk: LeaveDesk { LeaveDesk(console: console) }

    private var estate: APIOperation {
        APIOperation(
            "getAgentEstate", .get, "/agents/{id}/leave", tag: "Agents", "What somebody would leave behind",
            content: .json(AgentResources.estate.schema)
        ) { call in .json(AgentResources.estate.json(try await desk.estate(of: call.agentID(), call.viewer))) }
        .forOwners()
    }

    private var leave: APIOperation {
        APIOperation(
            "letAgentLeave", .post, "/agents/{id}/leave", tag: "Agents",
            "Take somebody out of the team, and give what they have to others",
            content: .json(AgentResources.left.schema)
        ) { call in
            let (id, to) = (try call.agentID(), call.text("hand_over_to") ?? "")
            let job = try await IdempotencyKey.command(of: call, console).rawValue
            if let known = try await begun(job, call) {
                return .json(
                    AgentResources.left.json(.init(agentID: id, reassignmentID: known)), status: .accepted)
            }
            let estate = try await desk.estate(of: id, call.viewer)
            let colleagues = estate.colleagues.map(\.id)
            let takers = to == "everybody" ? colleagues : colleagues.filter { $0.description == to.lowercased() }
            guard to == "nobody" || !takers.isEmpty else {
                throw APIProblem.invalid("hand_over_to", Words(language: .english)(TeamWords.handOverToWhom))
            }
            if estate.agent.isActive { try await desk.setActive(false, id, by: call.principal) }
            var reassignmentID: UUID?
            if estate.open > 0, to != "nobody" {
                switch try await desk.handOver(id, to: takers, job, by: call.principal) {
                case .underWay(let job): reassignmentID = job
                case .leadsOnly: break
                case .notDone(let why): throw why
                }
            }
            return .json(
                AgentResources.left.json(.init(agentID: id, reassignmentID: reassignmentID)), status: .accepted)
        }
        .details(
            "They can no longer sign in, and get no calls any more. Calls change hands bit by bit. Of somebody who has left already, what was left behind can be given away."
        )
        .body(
            JSONSchema(
                "Leave", "Who gets what somebody leaves behind.",
                members: [
                    .required(
                        "hand_over_to",
                        JSONSchema(
                            .string,
                            "A colleague's id; `everybody`: it is shared out among all; `nobody`: it stays as it is.",
                            length: 1...36))
                ])
        )
        .headers([.idempotencyKey]).status(.accepted).forOwners()
    }

    /// The reassignment that the same request has begun when it came before.
    private func begun(_ job: UUID, _ call: APICall) async throws -> UUID? {
        guard IdempotencyKey.isGiven(in: call) else { return nil }
        return try await console.database.run(as: call.viewer) { try await $0.execute(LoadReassignment(id: job)) }
            .first.map { _ in job }
    }

    private var comeBack: APIOperation {
        APIOperation(
            "letAgentReturn", .post, "/agents/{id}/return", tag: "Agents", "Take somebody back into the team",
            content: .json(AgentResources.detail.schema)
        ) { call in
            let id = try call.agentID()
            try await desk.setActive(true, id, by: call.principal)
            return .json(try await AgentOperations.read(id, call.viewer, console))
        }
        .details("Their tokens from before do not work again.").forOwners()
    }
}
