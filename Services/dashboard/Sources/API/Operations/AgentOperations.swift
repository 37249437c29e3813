internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/agents` and `/api/v1/me`.
struct AgentOperations: Sendable {
    let console: Console

    var all: [APIOperation] { [me, list, show] }

    private var me: APIOperation {
        APIOperation("getMe", .get, "/me", tag: "Account", "Whose token it is", content: .json(MeResource.me.schema)) {
            call in .json(MeResource.me.json(call.viewer))
        }
    }

    private var list: APIOperation {
        APIOperation(
            "listAgents", .get, "/agents", tag: "Agents", "The team; an agent sees themselves",
            content: .json(AgentResources.row.page.schema)
        ) { call in
            let time = call.time
            let rows = try await console.database.run(as: call.viewer) { transaction in
                try await transaction.execute(ListTeam(today: time.start(of: time.today)))
            }
            return .json(AgentResources.row.page.json(APIPage(rows)))
        }
        .details("All on one page, at most 500.")
    }

    private var show: APIOperation {
        APIOperation(
            "getAgent", .get, "/agents/{id}", tag: "Agents", "Somebody of the team",
            content: .json(AgentResources.detail.schema)
        ) { call in
            let id = AgentID(rawValue: try call.id())
            let (agents, timeOff) = try await console.database.run(as: call.viewer) { transaction in
                try await transaction.pipeline(ReadAgent(id: id), ListTimeOff(agentID: id))
            }
            guard let agent = agents.first else { throw NotFound() }
            return .json(AgentResources.detail.json(.init(agent: agent, timeOff: timeOff)))
        }
    }
}
