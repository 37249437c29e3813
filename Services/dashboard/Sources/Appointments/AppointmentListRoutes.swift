internal import CivilTime
internal import Contracts
internal import Foundation
internal import Hummingbird
internal import Postgres

/// `/appointments`, as a list and as a week.
struct AppointmentListRoutes: Sendable {
    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/appointments") { request, context in try await list(request, context) }
        group.get("/appointments/week") { request, context in try await week(request, context) }
    }

    private func list(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let query = Query(request)
        var filter = try AppointmentFilter(query)
        // An agent sees no others', whatever the address says.
        if !context.viewer.isOwner { filter.agent = nil }
        let paging = try AppointmentPaging(query, isAscending: !filter.isPast)
        let frame = console.frame(request, context)
        let page = try await console.database.run(as: context.viewer) { transaction in
            let (agents, lead, broken) = try await transaction.pipeline(
                ListAgentNames(), NameLead(id: filter.lead),
                ListUnreachedCalendars(scope: NumbersScope(context.viewer)))
            let conditions = AppointmentConditions(filter, viewer: context.viewer, time: frame.time)
            let limit = AppointmentPaging.pageSize + 1
            let read =
                paging.readsAscending
                ? try await transaction.execute(
                    ListAppointmentsForwards(conditions: conditions, after: paging.cursor, limit: limit))
                : try await transaction.execute(
                    ListAppointmentsBackwards(conditions: conditions, after: paging.cursor, limit: limit))
            let (rows, hasPrevious, hasNext) = paging.page(of: read)
            return AppointmentListPage(
                frame: frame, filter: filter, rows: rows,
                previous: hasPrevious ? rows.first.map { Cursor($0.scheduledAt, $0.id) } : nil,
                next: hasNext ? rows.last.map { Cursor($0.scheduledAt, $0.id) } : nil, isFirst: !hasPrevious,
                agents: agents, leadName: lead.first.flatMap(\.self), broken: Array(broken.prefix(Self.mostWarnings)))
        }
        return .html(page.render())
    }

    /// Of calendars above a list; the overview has all of them.
    private static let mostWarnings = 5

    /// More than this are not shown: nobody can read them in a week's grid.
    private static let mostInWeek = 500

    private func week(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let query = Query(request)
        let day = try query.value("of") { CivilDate($0) }
        let agent = try query.value("agent") { AgentID($0) }
        let frame = console.frame(request, context)
        let week = AppointmentWeek(of: day ?? frame.time.today)
        let page = try await console.database.run(as: context.viewer) { transaction in
            let conditions = AppointmentConditions(
                week.range(in: frame.time.zone), agent: agent, viewer: context.viewer)
            let (agents, rows) = try await transaction.pipeline(
                ListAgentNames(),
                ListAppointmentsForwards(conditions: conditions, after: nil, limit: Self.mostInWeek + 1))
            return AppointmentWeekPage(
                frame: frame, week: week, agent: context.viewer.isOwner ? agent : nil,
                rows: Array(rows.prefix(Self.mostInWeek)), isCut: rows.count > Self.mostInWeek, agents: agents)
        }
        return .html(page.render())
    }
}
