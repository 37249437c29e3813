internal import Availability
internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// Reads what an agent's page shows, under the viewer's rights.
struct AgentPageLoader: Sendable {
    let console: Console

    /// - Throws: ``NotFound`` when there is no such agent, or it is not the viewer's to see.
    func page(
        _ id: AgentID, _ request: Request, _ context: ViewerContext, _ change: (inout AgentPage) -> Void = { _ in }
    ) async throws -> AgentPage {
        let (agents, timeOff, calendars, accounts, work) = try await console.database.run(as: context.viewer) {
            try await $0.pipeline(
                ReadAgent(id: id), ListTimeOff(agentID: id), ReadAgentCalendar(agentID: id),
                ReadAgentAccount(agentID: id), CountAgentWork(agentID: id))
        }
        guard let agent = agents.first else { throw NotFound() }
        var page = AgentPage(
            frame: console.frame(request, context), agent: agent, timeOff: timeOff, calendar: calendars.first,
            account: accounts.first, work: work.first ?? (0, 0), facts: AgentFactsForm(agent),
            hours: WeeklyHoursForm(agent), isWithoutHours: agent.workingHours == nil, calls: AgentCallsForm(agent))
        change(&page)
        return page
    }

    /// The page for whoever was too late with a form: with what was typed, and what is stored by now.
    func late(
        _ id: AgentID, _ request: Request, _ context: ViewerContext, _ change: (inout AgentPage) -> Void
    ) async throws -> Response {
        .html(try await page(id, request, context, change).render(), status: .conflict)
    }
}

extension AgentFactsForm {
    init(_ agent: AgentRecord) {
        self.init()
        name = agent.name
        email = agent.email ?? ""
        phone = agent.phone ?? ""
        language = agent.language ?? ""
        timeZone = agent.timeZone ?? ""
        spoken = Set(agent.languages)
    }
}

extension AgentCallsForm {
    init(_ agent: AgentRecord) {
        self.init()
        territories = agent.territories.joined(separator: "\n")
        weight = "\(agent.weight)"
        callsPerDay = agent.callsPerDay.map { "\($0)" } ?? ""
    }
}

extension WeeklyHoursForm {
    init(_ agent: AgentRecord) { self.init(AgentHours.week(agent.workingHours)) }
}
