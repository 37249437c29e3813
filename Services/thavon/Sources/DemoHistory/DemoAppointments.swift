internal import DemoCalls
internal import Foundation

/// Appointments of the demo's agents: what became of those that have been, and those that are to come.
struct DemoAppointments: Sendable {
    private static let before = 14
    private static let ahead = 11
    private static let fates = ["completed", "completed", "no_show", "completed", "cancelled"]
    private static let length = 3600.0
    private static let notes = [
        "Besichtigung, dritter Stock, Schlüssel liegt im Büro.", "Viewing; the partner joins by video.", nil,
        "Bewertung vor Ort.", "Visite, code de la porte dans le dossier.",
    ]

    private(set) var rows: [DemoAppointmentRow] = []
    private(set) var changes: [DemoAppointmentChangeRow] = []
    private var usedCalls: Set<String> = []

    init(_ past: DemoPast) {
        guard !past.agents.isEmpty else { return }
        for index in 0..<(Self.before + Self.ahead) { add(index, past) }
    }

    /// Each agent at most once a day, so that none overlap.
    private mutating func add(_ index: Int, _ past: DemoPast) {
        let isAhead = index >= Self.before
        let turn = isAhead ? index - Self.before : index
        let agent = past.agents[turn % past.agents.count]
        let round = turn / past.agents.count
        let days = (isAhead ? 1 : -1) * (1 + turn % 3 + round * 4)
        let call = call(of: agent, before: past.calendar.workingHour(9, daysAway: days), past)
        guard let lead = call?.lead ?? past.leads.first(where: { past.owner(of: $0)?.id == agent.id }) else { return }
        // At an hour at which the lead, too, is awake.
        let times = [9 + turn * 2 % 8, 17, 9].map { past.calendar.workingHour($0, daysAway: days) }
        let at = times.first { (8..<20).contains(DemoCalendar.hour($0, zone: lead.timeZone)) } ?? times[0]
        if let call { usedCalls.insert(call.id) }
        let bookedAt = call?.endedAt.addingTimeInterval(-20) ?? min(at, past.now).addingTimeInterval(-3 * 86_400)
        let status = isAhead ? "scheduled" : Self.fates[turn % Self.fates.count]
        let isMoved = isAhead && turn % 5 == 2
        let settledAt = status == "cancelled" ? at.addingTimeInterval(-5400) : at.addingTimeInterval(Self.length)
        let updatedAt = isMoved ? bookedAt.addingTimeInterval(7200) : (isAhead ? bookedAt : settledAt)
        let row = DemoAppointmentRow(
            id: DemoID.of("aa", index + 1), leadID: lead.id, agentID: agent.id, callID: call?.id, scheduledAt: at,
            endsAt: at.addingTimeInterval(Self.length), status: status, notes: Self.notes[index % Self.notes.count],
            timeZone: lead.timeZone ?? "Europe/Berlin", language: lead.language ?? "de",
            source: call == nil ? "hand" : "call", version: isAhead && !isMoved ? 0 : 1,
            reason: status == "cancelled" ? "The lead is ill" : nil, createdAt: bookedAt,
            updatedAt: min(updatedAt, past.now))
        rows.append(row)
        let actor = call.map { "call:\($0.vapiCallID)" } ?? DemoID.owner
        note(
            row, "booked", version: 0, by: actor, at: bookedAt,
            scheduledAt: isMoved ? at.addingTimeInterval(-86_400) : at)
        if isMoved { note(row, "moved", version: 1, by: "lead", at: row.updatedAt, scheduledAt: at) }
        if !isAhead { note(row, status, version: 1, by: agent.accountID, at: row.updatedAt, scheduledAt: at) }
    }

    /// A conversation of the agent's in which it can have been agreed on, best of all one in which it was; never the same
    /// for two of them.
    private func call(of agent: DemoAgentFacts, before moment: Date, _ past: DemoPast) -> DemoPastCall? {
        let calls = past.calls.filter { call in
            call.agent?.id == agent.id && call.lead != nil && call.outcome == .conversation && call.key != nil
                && call.endedAt.addingTimeInterval(43_200) < moment && !usedCalls.contains(call.id)
        }
        let viewings = calls.filter { $0.key.flatMap(DemoLibrary.conversation)?.ending == .viewing }
        return viewings.last ?? calls.last
    }

    private mutating func note(
        _ row: DemoAppointmentRow, _ change: String, version: Int, by actor: String, at moment: Date, scheduledAt: Date
    ) {
        changes.append(
            DemoAppointmentChangeRow(
                id: DemoID.of("ab", changes.count + 1), appointmentID: row.id, change: change, version: version,
                actor: actor, reason: change == "cancelled" ? row.reason : nil, scheduledAt: scheduledAt, at: moment))
    }

    var bookRows: [DemoBookRow] { Set(rows.map(\.agentID)).sorted().map { DemoBookRow(agentID: $0) } }
}
