internal import CivilTime
internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres
internal import RulesJSON

/// When somebody works, and when not.
struct AgentTimeRoutes: Sendable {
    let console: Console

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
        guard problems.isEmpty else {
            let page = try await loader.page(id, request, context) { page in
                (page.hours, page.isWithoutHours, page.problems, page.checksHours) = (form, isWithout, problems, true)
            }
            return .html(page.render(), status: .unprocessableContent)
        }
        let json = try isWithout ? nil : form.hours.map { String(decoding: try RulesJSON.encoded($0), as: UTF8.self) }
        let save = SaveAgentHours(id: id, hours: json.map { JSONB($0) })
        try await console.changeAgent(id, "agent.hours_edited", ["hours": json], context) { transaction in
            try await !transaction.execute(save).isEmpty
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
            let isAdded = try await changeExceptions(id, "agent.exception_added", day.date, context) { exceptions in
                exceptions.set(day.windows, on: day.date)
            }
            if isAdded { return saved(id) }
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
        _ = try await changeExceptions(id, "agent.exception_removed", date, context) { $0.remove(date) }
        return saved(id)
    }

    /// Returns false when there would be too many.
    private func changeExceptions(
        _ id: AgentID, _ action: String, _ date: CivilDate, _ context: ViewerContext,
        _ change: (inout AgentExceptions) -> Void
    ) async throws -> Bool {
        do {
            try await console.changeAgent(id, action, ["date": date.description], context) { transaction in
                guard let stored = try await transaction.execute(LockAgentExceptions(id: id)).first else {
                    return false
                }
                var exceptions = AgentExceptions(stored: stored)
                change(&exceptions)
                // A month back is kept, for those who look at what was.
                exceptions.forget(before: CivilDate(dayNumber: Self.today.dayNumber - 31))
                guard exceptions.days.count <= AgentExceptions.most else { throw TooMany() }
                let save = SaveAgentExceptions(id: id, exceptions: JSONB(try exceptions.json))
                return try await transaction.executeCounting(save) > 0
            }
            return true
        } catch is TooMany {
            return false
        }
    }

    private struct TooMany: Error {}

    private static var today: CivilDate { LocalClock(.gmt).reading(at: Date()).date }

    /// An owner's of anybody, an agent's of themselves: the policies see to it.
    private func addTimeOff(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = TimeOffForm(try await context.form(request))
        let id = AgentID(rawValue: try context.id("agent"))
        var page = try await loader.page(id, request, context)
        let problem: TeamProblem
        switch form.read(zone: page.agent.zone) {
        case .success(let during):
            let add = AddTimeOff(agentID: id, during: during, note: form.note.orNil)
            let detail = ["from": during.lowerBound.ISO8601Format(), "to": during.upperBound.ISO8601Format()]
            try await console.changeAgent(id, "agent.time_off_added", detail, context) { transaction in
                try await !transaction.execute(add).isEmpty
            }
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
        let remove = RemoveTimeOff(id: try context.id("id"), agentID: agentID)
        try await console.changeAgent(agentID, "agent.time_off_removed", [:], context) { transaction in
            try await !transaction.execute(remove).isEmpty
        }
        return saved(agentID)
    }
}
