internal import Availability
internal import CivilTime
internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres
internal import RulesJSON

/// Changes what is kept about agents, for whoever may: which calls they get, when they work, and whether they take calls now.
struct AgentDesk: Sendable {
    let console: Console

    // MARK: Who they are

    /// - Parameters:
    ///   - version: of what whoever typed it has seen; nil when the wish is made of what is stored.
    ///   - form: makes of what is stored what is to be, without a problem.
    /// - Throws: ``StaleForm`` when what was seen is no longer what is stored; a unique violation when the address is taken; what
    ///   `form` throws.
    func saveFacts(
        of id: AgentID, by principal: Principal, basedOn version: FormVersion? = nil,
        _ form: (AgentRecord) throws -> AgentFactsForm
    ) async throws {
        try await console.changeAgent(id, "agent.edited", by: principal) { transaction in
            let (_, agents) = try await transaction.pipeline(LockAgent(id: id), ReadAgent(id: id))
            guard let agent = agents.first else { return nil }
            guard version == nil || version == agent.factsVersion else { throw StaleForm() }
            let form = try form(agent)
            let save = SaveAgentFacts(
                id: id, name: form.name, email: form.email, phone: try form.number(country: agent.country),
                language: form.language.orNil, timeZone: form.timeZone.orNil, languages: form.spoken.sorted())
            guard let moved = try await transaction.execute(save).first else { return nil }
            // The old address may have been a stranger's: whatever came of it opens nothing any more.
            if let moved { _ = try await transaction.execute(ForgetAccess(accountID: moved)) }
            return AgentFactsForm(agent).changes(to: form)
        }
    }

    // MARK: Calls

    /// - Parameters:
    ///   - form: one without a problem.
    ///   - weight: as the form has it.
    ///   - version: of what whoever typed it has seen; nil when the wish is made of what is stored.
    /// - Throws: ``StaleForm`` when that is no longer what is stored.
    func save(
        _ form: AgentCallsForm, weight: Int, of id: AgentID, by principal: Principal,
        basedOn version: FormVersion? = nil
    ) async throws {
        let save = SaveAgentCalls(id: id, weight: weight, callsPerDay: form.cap, patterns: form.patterns)
        let detail = [
            "weight": "\(weight)", "calls_per_day": form.callsPerDay, "territories": "\(form.patterns.count)",
        ]
        try await console.changeAgent(id, "agent.calls_edited", by: principal) { transaction in
            try await transaction.hold(id, basedOn: version, \.callsVersion)
            return try await transaction.execute(save).isEmpty ? nil : detail
        }
    }

    /// An owner's of anybody, an agent's of themselves.
    ///
    /// - Parameter availability: `available` or `away`.
    func setAvailability(_ availability: String, of id: AgentID, by principal: Principal) async throws {
        guard principal.viewer.isOwner else {
            guard principal.viewer.agentID == id else { throw NotFound() }
            return try await console.setOwnAvailability(availability, of: id, by: principal)
        }
        try await console.changeAgent(id, "agent.availability", by: principal) { transaction in
            let set = SetAgentAvailability(id: id, availability: availability)
            return try await transaction.execute(set).isEmpty ? nil : ["availability": availability]
        }
    }

    // MARK: Time

    /// - Parameters:
    ///   - hours: nil: none are set.
    ///   - version: of what whoever typed them has seen; nil when the wish is made of what is stored.
    /// - Throws: ``StaleForm`` when that is no longer what is stored.
    func save(
        _ hours: WeeklyHours?, of id: AgentID, by principal: Principal, basedOn version: FormVersion? = nil
    ) async throws {
        let json = try hours.map { String(decoding: try RulesJSON.encoded($0), as: UTF8.self) }
        let save = SaveAgentHours(id: id, hours: json.map { JSONB($0) })
        try await console.changeAgent(id, "agent.hours_edited", by: principal) { transaction in
            try await transaction.hold(id, basedOn: version, \.hoursVersion)
            return try await transaction.execute(save).isEmpty ? nil : ["hours": json]
        }
    }

    /// - Returns: false when there would be too many.
    func setException(
        _ windows: [TimeWindow], on date: CivilDate, of id: AgentID, by principal: Principal
    ) async throws -> Bool {
        try await changeExceptions(id, "agent.exception_added", date, principal) { $0.set(windows, on: date) }
    }

    func removeException(on date: CivilDate, of id: AgentID, by principal: Principal) async throws {
        _ = try await changeExceptions(id, "agent.exception_removed", date, principal) { $0.remove(date) }
    }

    private struct TooMany: Error {}

    private static var today: CivilDate { LocalClock(.gmt).reading(at: Date()).date }

    /// - Returns: false when there would be too many.
    private func changeExceptions(
        _ id: AgentID, _ action: String, _ date: CivilDate, _ principal: Principal,
        _ change: (inout AgentExceptions) -> Void
    ) async throws -> Bool {
        do {
            try await console.changeAgent(id, action, by: principal) { transaction in
                guard let stored = try await transaction.execute(LockAgentExceptions(id: id)).first else { return nil }
                var exceptions = AgentExceptions(stored: stored)
                change(&exceptions)
                // A month back is kept, for those who look at what was.
                exceptions.forget(before: CivilDate(dayNumber: Self.today.dayNumber - 31))
                guard exceptions.days.count <= AgentExceptions.most else { throw TooMany() }
                let save = SaveAgentExceptions(id: id, exceptions: JSONB(try exceptions.json))
                return try await transaction.executeCounting(save) > 0 ? ["date": date.description] : nil
            }
            return true
        } catch is TooMany {
            return false
        }
    }

    /// An owner's of anybody, an agent's of themselves: the policies see to it.
    func addTimeOff(
        _ during: Range<Date>, note: String?, of id: AgentID, by principal: Principal
    ) async throws -> TimeOff {
        let add = AddTimeOff(agentID: id, during: during, note: note)
        let detail = ["from": during.lowerBound.ISO8601Format(), "to": during.upperBound.ISO8601Format()]
        try await console.changeAgent(id, "agent.time_off_added", by: principal) { transaction in
            try await transaction.execute(add).isEmpty ? nil : detail
        }
        return TimeOff(id: add.id, from: during.lowerBound, to: during.upperBound, note: note)
    }

    func removeTimeOff(_ timeOffID: UUID, of id: AgentID, by principal: Principal) async throws {
        let remove = RemoveTimeOff(id: timeOffID, agentID: id)
        try await console.changeAgent(id, "agent.time_off_removed", by: principal) { transaction in
            try await transaction.execute(remove).isEmpty ? nil : [:]
        }
    }
}
