internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/agents/{id}/…`: what other services do about an agent on request, messages (notifier) and calendars (calendar-sync).
struct AgentMessageOperations: Sendable {
    let console: Console

    var all: [APIOperation] { [showNotifications, setNotifications, linkCalendar, disconnectCalendar] }

    private var showNotifications: APIOperation {
        APIOperation(
            "getAgentNotifications", .get, "/agents/{id}/notifications", tag: "Agents",
            "How somebody wants to be told of what", content: .json(NotificationResources.state.schema)
        ) { call in
            let state = try await read(call.agentID(), call.viewer)
            return .json(NotificationResources.state.json(state), headers: IfMatch.tag(state.version))
        }
        .details("An owner of anybody, an agent of themselves.").problems(.internalServerError)
    }

    private var setNotifications: APIOperation {
        APIOperation(
            "setAgentNotifications", .put, "/agents/{id}/notifications", tag: "Agents",
            "Say how somebody wants to be told of what", content: .json(NotificationResources.state.schema)
        ) { call in
            let stored = try await read(call.agentID(), call.viewer)
            try IfMatch.check(call, version: stored.version)
            let form = AgentNotificationsForm(call)
            let problems = form.problems
            guard problems.isEmpty else {
                throw APIProblem.invalid(problems, names: ["quiet_from": "quiet_hours", "windows": "send_windows"])
            }
            let wish = ConfigureNotifications(
                agentID: stored.agent.id, preferences: try form.applied(to: stored.preferences).json,
                basedOn: stored.version)
            let reply = try await console.settle(
                wish, by: call.principal,
                noting: AuditNote("agent.notifications_edited", ("agent", stored.agent.id.description))
            ).reply
            var state = try await read(stored.agent.id, call.viewer)
            state.warnings = reply.warnings
            return .json(NotificationResources.state.json(state), headers: IfMatch.tag(state.version))
        }
        .details(
            "All of it is replaced: what is left out is as the agency has it. An owner of anybody, an agent of themselves."
        )
        .body(
            JSONSchema(
                "NotificationWishes", "How somebody wants to be told of what.",
                members: NotificationResources.members)
        )
        .headers([IfMatch.parameter]).problems(.preconditionFailed, .internalServerError)
    }

    /// - Throws: ``NotFound`` when it is not the viewer's to see; ``UnreadableSetting``.
    private func read(_ id: AgentID, _ viewer: Viewer) async throws -> NotificationResources.State {
        let (agents, rows) = try await console.database.run(as: viewer) { transaction in
            try await transaction.pipeline(ReadAgent(id: id), ReadAgentNotifications(agentID: id))
        }
        guard let agent = agents.first, let row = rows.first else { throw NotFound() }
        return .init(agent: agent, preferences: try row.preferences(id), version: row.version)
    }

    private static let link = Resource<LinkCalendar.Reply>(
        "CalendarLink", "Where somebody gives access to their calendar.",
        [
            .init("url", "To be opened in a browser by whoever's calendar it is.") { $0.url },
            .init("expires_at", "Until when it can be.") { $0.expiresAt },
        ])

    private var linkCalendar: APIOperation {
        APIOperation(
            "linkAgentCalendar", .post, "/agents/{id}/calendar/link", tag: "Agents",
            "Get a link with which somebody connects their calendar", content: .json(Self.link.schema)
        ) { call in
            let agent = try await AgentOperations.record(call.agentID(), call.viewer, console)
            guard agent.isActive else { throw Forbidden() }
            let outcome = try await console.settle(
                LinkCalendar(agentID: agent.id), by: call.principal,
                noting: AuditNote("calendar.link_requested", ("agent", agent.id.description)))
            return .json(Self.link.json(try outcome.reply), status: .created)
        }
        .details("An owner of anybody, an agent of themselves.").status(.created).problems(.unprocessableContent)
    }

    private var disconnectCalendar: APIOperation {
        APIOperation(
            "disconnectAgentCalendar", .delete, "/agents/{id}/calendar", tag: "Agents",
            "Take somebody's calendar off", content: .none
        ) { call in
            let agent = try await AgentOperations.record(call.agentID(), call.viewer, console)
            _ = try await console.settle(
                DisconnectCalendar(agentID: agent.id), by: call.principal,
                noting: AuditNote("calendar.disconnected", ("agent", agent.id.description))
            ).reply
            return Response(status: .noContent)
        }
        .details("An owner of anybody, an agent of themselves.").status(.noContent).problems(.unprocessableContent)
    }
}
