internal import CivilTime
internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Messaging
internal import Postgres

/// What other services do about an agent on request: messages (notifier) and calendars (calendar-sync).
struct AgentMessageRoutes: Sendable {
    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/team/:agent/notifications") { request, context in
            let isSaved = Query(request)["done"] == "saved"
            let (page, _) = try await page(request, context)
            var shown = page
            shown.notice = isSaved ? AccountWords.saved : nil
            return Response.html(shown.render())
        }
        group.post("/team/:agent/notifications") { request, context in try await save(request, context) }
        group.get("/team/:agent/calendar/connect") { request, context in try await connect(request, context) }
        group.post("/team/:agent/calendar/disconnect") { request, context in try await disconnect(request, context) }
    }

    /// With what is stored as it is now.
    private func page(
        _ request: Request, _ context: ViewerContext
    ) async throws -> (AgentNotificationsPage, NotificationPreferences) {
        let id = AgentID(rawValue: try context.id("agent"))
        let (agents, rows) = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.pipeline(ReadAgent(id: id), ReadAgentNotifications(agentID: id))
        }
        guard let agent = agents.first, let row = rows.first else { throw NotFound() }
        let stored = try row.preferences(id)
        let page = AgentNotificationsPage(
            frame: console.frame(request, context), agent: agent, form: AgentNotificationsForm(stored),
            agency: base(row, id), version: row.version)
        return (page, stored)
    }

    /// The agency's, which are only shown here: what does not read is logged, and shown as usual.
    private func base(_ row: ReadAgentNotifications.Row, _ id: AgentID) -> NotificationPreferences {
        do {
            return try NotificationPreferences(stored: row.agency)
        } catch {
            console.logger.error(
                "an agency's notification preferences do not read", error: error, metadata: ["agent": "\(id)"])
            return NotificationPreferences()
        }
    }

    private func save(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let sent = try await context.form(request)
        let form = AgentNotificationsForm(sent)
        guard let basedOn = Int(sent["based_on"]) else { throw BadRequest(.notUnderstoodText) }
        var (page, stored) = try await page(request, context)
        let current = page.version
        page.form = form
        // Whoever sends it again has seen the same notice: what they look at stays what they looked at.
        page.version = basedOn
        guard current == basedOn else {
            page.isConflict = true
            return .html(page.render(), status: .unprocessableContent)
        }
        page.problems = form.problems
        guard page.problems.isEmpty else { return .html(page.render(), status: .unprocessableContent) }
        let wish = ConfigureNotifications(
            agentID: page.agent.id, preferences: try form.applied(to: stored).json, basedOn: basedOn)
        let outcome = try await console.settle(
            wish, by: context.principal,
            noting: AuditNote("agent.notifications_edited", ("agent", page.agent.id.description)))
        switch outcome {
        case .done(let reply):
            if reply.warnings.isEmpty {
                return .seeOther("/team/\(page.agent.id.description)/notifications?done=saved")
            }
            (page.warnings, page.version) = (reply.warnings, reply.version)
            return .html(page.render())
        case .notDone(let why):
            page.refusal = why
            if case .refused = why {
                // Somebody may have been quicker between the look and the wish.
                let (now, _) = try await self.page(request, context)
                if now.version != basedOn { (page.refusal, page.isConflict) = (nil, true) }
            }
            return .html(page.render(), status: why.status)
        }
    }

    /// Leads to the page where access is given. It is a link and no form: what a form is answered with may not lead to another
    /// host under our Content-Security-Policy (`form-action`), and this ends at Google's. Nothing is changed by asking for it.
    private func connect(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let site = HTTPField.Name("Sec-Fetch-Site").flatMap { request.headers[$0] }
        guard site == nil || site == "same-origin" || site == "none" else { throw Forbidden() }
        let agent = try await seen(context)
        guard agent.isActive else { throw Forbidden() }
        let outcome = try await console.settle(
            LinkCalendar(agentID: agent.id), by: context.principal,
            noting: AuditNote("calendar.link_requested", ("agent", agent.id.description)))
        switch outcome {
        case .done(let reply): return .seeOther(reply.url)
        case .notDone(let why): return try await again(why, agent.id, request, context)
        }
    }

    private func disconnect(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let agent = try await seen(context)
        let outcome = try await console.settle(
            DisconnectCalendar(agentID: agent.id), by: context.principal,
            noting: AuditNote("calendar.disconnected", ("agent", agent.id.description)))
        switch outcome {
        case .done: return .seeOther("/team/\(agent.id.description)?done=disconnected")
        case .notDone(let why): return try await again(why, agent.id, request, context)
        }
    }

    /// Other services know agencies, not viewers: whose agent it is, is decided here.
    ///
    /// - Throws: ``NotFound`` when it is not the viewer's to see.
    private func seen(_ context: ViewerContext) async throws -> AgentRecord {
        let id = AgentID(rawValue: try context.id("agent"))
        let agent = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.execute(ReadAgent(id: id)).first
        }
        guard let agent else { throw NotFound() }
        return agent
    }

    private func again(
        _ why: NotDone, _ id: AgentID, _ request: Request, _ context: ViewerContext
    ) async throws -> Response {
        let page = try await AgentPageLoader(console: console).page(id, request, context) { $0.refusal = why }
        return .html(page.render(), status: why.status)
    }
}
