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
        ) { call in .json(try await Self.read(call.agentID(), call.viewer, console)) }
    }

    /// - Throws: ``NotFound`` when there is no such agent, or it is not the viewer's to see.
    static func read(_ id: AgentID, _ viewer: Viewer, _ console: Console) async throws -> JSONValue {
        AgentResources.detail.json(try await find(id, viewer, console))
    }

    /// - Throws: ``NotFound`` when there is no such agent, or it is not the viewer's to see.
    static func find(
        _ id: AgentID, _ viewer: Viewer, _ console: Console
    ) async throws -> AgentResources.Detail {
        let (agents, timeOff, calendars, accounts, work) = try await console.database.run(as: viewer) {
            try await $0.pipeline(
                ReadAgent(id: id), ListTimeOff(agentID: id), ReadAgentCalendar(agentID: id),
                ReadAgentAccount(agentID: id), CountAgentWork(agentID: id))
        }
        guard let agent = agents.first else { throw NotFound() }
        return .init(
            agent: agent, timeOff: timeOff, calendar: calendars.first, account: accounts.first,
            work: work.first ?? (0, 0))
    }

    /// Other services know agencies, not viewers: whose agent it is, is decided here.
    ///
    /// - Throws: ``NotFound`` when it is not the viewer's to see.
    static func record(_ id: AgentID, _ viewer: Viewer, _ console: Console) async throws -> AgentRecord {
        let agent = try await console.database.run(as: viewer) { try await $0.execute(ReadAgent(id: id)).first }
        guard let agent else { throw NotFound() }
        return agent
    }
}

extension APICall {
    /// The agent in the path.
    ///
    /// - Throws: ``NotFound`` when it is no id.
    func agentID() throws -> AgentID { AgentID(rawValue: try id()) }
}
