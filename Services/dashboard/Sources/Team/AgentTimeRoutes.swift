internal import CivilTime
internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// When somebody works, and when not.
struct AgentTimeRoutes: Sendable {
    let console: Console

    private var desk: AgentDesk { AgentDesk(console: console) }
    private var loader: AgentPageLoader { AgentPageLoader(console: console) }

    func add(to group: RouterGroup<ViewerContext>) {
        group.post("/team/:agent/hours") { request, context in try await saveHours(request, context) }
        group.post("/team/:agent/exceptions") { request, context in try await addException(request, context) }
        group.post("/team/:agent/exceptions/remove") { request, context in
            try await removeException(request, context)
        }
        group.post("/team/:agent/time-off") { request, context in try await addTimeOff(request, context) }
        group.post("/team/:agent/time-off/:id/remove") { request, context in
            try await removeTimeOff(request, context)
        }
    }

    private func saved(_ id: AgentID) -> Response { .seeOther("/team/\(id.description)?done=saved") }

    private func saveHours(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let sent = try await context.form(request)
        try context.ownersOnly()
        let id = AgentID(rawValue: try context.id("agent"))
        let form = WeeklyHoursForm(sent, prefix: "hours")
        let isWithout = sent["mode"] == "none"
        var problems: [TeamProblem] = []
        if !["own", "none"].contains(sent["mode"]) {
            problems.append(.init("mode", TeamWords.hoursMode, AccountWords.chooseOne))
        } else if !isWithout {
            if form.hours == nil {
                problems.append(.init("mode", TeamWords.workingHours, .hoursWrong))
            } else if form.hours?.isEmpty == true {
                problems.append(.init("mode", TeamWords.workingHours, TeamWords.hoursEmpty))
            }
        }
        let typed = isWithout ? nil : form
        func late() async throws -> Response {
            try await loader.late(id, request, context) { page in
                page.meanwhile = page.frame.meanwhile(typed, page.isWithoutHours ? nil : page.hours)
                // The times stay where whoever sent none goes back to them.
                (page.hours, page.isWithoutHours) = (form, isWithout)
            }
        }
        let version = FormVersion(sent)
        guard try await loader.page(id, request, context).agent.hoursVersion == version else { return try await late() }
        guard problems.isEmpty else {
            let page = try await loader.page(id, request, context) { page in
                (page.hours, page.isWithoutHours, page.problems, page.checksHours) = (form, isWithout, problems, true)
            }
            return .html(page.render(), status: .unprocessableContent)
        }
        do {
            try await desk.save(isWithout ? nil : form.hours, of: id, by: context.principal, basedOn: version)
        } catch is StaleForm {
            return try await late()
        }
        return saved(id)
    }

    private func addException(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = AgentExceptionForm(try await context.form(request))
        try context.ownersOnly()
        let id = AgentID(rawValue: try context.id("agent"))
        var page = try await loader.page(id, request, context)
        let today = LocalClock(page.agent.zone).reading(at: Date()).date
        let problem: TeamProblem
        switch form.read(today: today) {
        case .success(let day):
            if try await desk.setException(day.windows, on: day.date, of: id, by: context.principal) {
                return saved(id)
            }
            problem = .init("date", TeamWords.day, TeamWords.tooManyExceptions)
        case .failure(.date): problem = .init("date", TeamWords.day, TeamWords.exceptionDateWrong)
        case .failure(.times): problem = .init("from-0", TeamWords.from, TeamWords.exceptionTimesWrong)
        }
        (page.exception, page.problems) = (form, [problem])
        return .html(page.render(), status: .unprocessableContent)
    }

    private func removeException(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request)
        try context.ownersOnly()
        let id = AgentID(rawValue: try context.id("agent"))
        guard let date = CivilDate(form["date"]) else { throw BadRequest(.notUnderstoodText) }
        try await desk.removeException(on: date, of: id, by: context.principal)
        return saved(id)
    }

    private func addTimeOff(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = TimeOffForm(try await context.form(request))
        let id = AgentID(rawValue: try context.id("agent"))
        var page = try await loader.page(id, request, context)
        let problem: TeamProblem
        switch form.read(zone: page.agent.zone) {
        case .success(let during):
            _ = try await desk.addTimeOff(during, note: form.note.orNil, of: id, by: context.principal)
            return saved(id)
        case .failure(.from): problem = .init("from_date", TeamWords.firstDay, TeamWords.timeOffFrom)
        case .failure(.to): problem = .init("to_date", TeamWords.lastDay, TeamWords.timeOffTo)
        case .failure(.order): problem = .init("to_date", TeamWords.lastDay, TeamWords.timeOffOrder)
        case .failure(.note): problem = .init("note", TeamWords.note, TeamWords.noteTooLong)
        }
        (page.absence, page.problems) = (form, [problem])
        return .html(page.render(), status: .unprocessableContent)
    }

    private func removeTimeOff(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let agentID = AgentID(rawValue: try context.id("agent"))
        try await desk.removeTimeOff(context.id("id"), of: agentID, by: context.principal)
        return saved(agentID)
    }
}
