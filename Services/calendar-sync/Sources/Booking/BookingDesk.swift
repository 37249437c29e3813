internal import Availability
internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// Finds free times, and makes, moves and ends appointments: each in the transaction of its command, with the events that
/// follow.
///
/// Who takes an agent's time holds the lock of the agent's book and looks once more under it, so that buffers and the day's
/// limit hold whoever else is at work; that two appointments never overlap is the database's own constraint besides.
struct BookingDesk: Sendable {
    static let noAgent = "no_agent"
    private static let alternatives = 3
    /// Whose calendars are looked into for one wish.
    private static let candidates = 3
    private static let day: TimeInterval = 86_400

    let calendar: any LiveCalendar

    // MARK: Finding

    func findSlots(
        _ command: Command<FindSlots>, in transaction: PostgresTransaction
    ) async throws -> (FindSlots.Reply, [OutgoingEvent]) {
        let wish = command.data
        let party = try await party(wish.party, command.agencyID, in: transaction)
        let end = party.now.addingTimeInterval(Double(party.rules.horizon + 1) * Self.day)
        let range = min(wish.from, end)..<max(min(wish.from, end), min(wish.to, end))
        let seen = Self.around(wish.near == nil ? range : party.now..<end)
        let roster = try await roster(party, wish.party.agentID, command.agencyID, seen, in: transaction)
        guard !roster.agents.isEmpty else { return (.init(slots: [], problem: Self.noAgent), []) }
        let limit = min(max(wish.limit, 1), 50)
        var found = roster.slots(in: range, near: wish.near, now: party.now, limit: limit)
        var problem: SlotProblem?
        if let near = wish.near {
            problem = roster.problem(at: near, now: party.now)
            let agent = roster.agents.first { $0.free.problem(with: near, now: party.now) == nil }
            if let agent, !found.contains(where: { $0.start == near }) { found.insert((near, agent), at: 0) }
        } else if found.isEmpty {
            problem = roster.problem(at: range.lowerBound, now: party.now) ?? .dayFull
        }
        return (.init(slots: found.prefix(limit).map { slot($0, party.rules) }, problem: problem?.rawValue), [])
    }

    // MARK: Making

    func book(
        _ command: Command<BookAppointment>, in transaction: PostgresTransaction
    ) async throws -> (AppointmentReply, [OutgoingEvent]) {
        let wish = command.data
        let party = try await party(wish.party, command.agencyID, in: transaction)
        _ = try await transaction.execute(LockLead(leadID: party.leadID))
        let same = FindSameAppointment(leadID: party.leadID, at: wish.at, agencyID: command.agencyID)
        if let known = try await transaction.execute(same).first {
            var reply = known.reply
            reply.isRepeat = true
            return (reply, [])
        }
        let time = wish.at..<wish.at.addingTimeInterval(Double(party.rules.length) * 60)
        let around = Self.around(time)
        let roster = try await roster(party, wish.party.agentID, command.agencyID, around, in: transaction)
        var problem: SlotProblem?
        let free = roster.agents.filter { agent in
            let objection = agent.free.problem(with: wish.at, now: party.now)
            problem = problem ?? objection
            return objection == nil
        }
        let candidates = free.prefix(Self.candidates).map(\.id)
        let objections = try await objections(to: candidates, time, party, command.agencyID, in: transaction)
        for agent in free.prefix(Self.candidates) {
            if let objection = objections[agent.id] {
                problem = problem ?? objection
                continue
            }
            let insert = InsertAppointment(
                id: .new(), agencyID: command.agencyID, party: party, agentID: agent.id, time: time,
                notes: wish.notes, source: wish.source)
            guard let row = try await transaction.execute(insert).first else {
                problem = problem ?? .taken
                continue
            }
            let event = try OutgoingEvent(
                from: CalendarSync.name, about: row.appointment.appointmentID, agencyID: command.agencyID,
                traceparent: command.traceparent,
                AppointmentBooked(appointment: row.appointment, actor: command.actor))
            try await note(row.appointment, "booked", command.actor, nil, in: transaction)
            return (row.reply, [event])
        }
        return (
            try await instead(of: wish.at, party, wish.party.agentID, problem, command.agencyID, in: transaction), []
        )
    }

    // MARK: Changing

    func reschedule(
        _ command: Command<RescheduleAppointment>, in transaction: PostgresTransaction
    ) async throws -> (AppointmentReply, [OutgoingEvent]) {
        let wish = command.data
        let row = try await appointment(wish.appointmentID, wish.party, command.agencyID, in: transaction)
        let known = row.appointment
        let partyOfRow = AppointmentParty(leadID: known.leadID, agentID: known.agentID)
        let party = try await party(partyOfRow, command.agencyID, in: transaction)
        switch verdict(.move(to: wish.to), known, party.now) {
        case .refused(let reason): throw CommandRefused(reason)
        case .asItIs: return (Self.repeated(row), [])
        case .change: break
        }
        let length = known.endsAt.timeIntervalSince(known.scheduledAt)
        let time = wish.to..<wish.to.addingTimeInterval(length)
        let roster = try await roster(party, known.agentID, command.agencyID, Self.around(time), in: transaction)
        let own = known.appointmentID.description
        var problem = roster.agents.isEmpty ? .busy : roster.problem(at: wish.to, now: party.now, ignoring: own)
        if problem == nil {
            problem = try await objections(
                to: [known.agentID], time, party, command.agencyID, ignoring: known, in: transaction)[known.agentID]
        }
        guard problem == nil else {
            let reply = try await instead(
                of: wish.to, party, known.agentID, problem, command.agencyID, ignoring: own, in: transaction)
            return (reply, [])
        }
        let change = ChangeAppointment(
            id: known.appointmentID, status: .scheduled, time: time, agentID: known.agentID, reason: wish.reason)
        guard let moved = try await transaction.execute(change).first else { return (row.reply, []) }
        try await note(moved.appointment, "moved", command.actor, wish.reason, in: transaction)
        let event = try OutgoingEvent(
            from: CalendarSync.name, about: known.appointmentID, agencyID: command.agencyID,
            traceparent: command.traceparent,
            AppointmentMoved(
                appointment: moved.appointment, previouslyAt: known.scheduledAt, actor: command.actor,
                reason: wish.reason))
        return (moved.reply, [event])
    }

    func cancel(
        _ command: Command<CancelAppointment>, in transaction: PostgresTransaction
    ) async throws -> (AppointmentReply, [OutgoingEvent]) {
        let wish = command.data
        if wish.appointmentID == nil, wish.from == nil {
            // Asked once more in the same call: it must not take the next appointment with it.
            let leadID = try await party(wish.party, command.agencyID, in: transaction).leadID
            _ = try await transaction.execute(LockLead(leadID: leadID))
            if command.actor.hasPrefix("call:"),
                let before = try await transaction.execute(FindCancelled(leadID: leadID, actor: command.actor)).first
            {
                return (Self.repeated(before), [])
            }
        }
        let row = try await appointment(
            wish.appointmentID, wish.party, command.agencyID, from: wish.from, to: wish.to, in: transaction)
        guard let cancelled = try await end(row, .cancel, command.actor, wish.reason, in: transaction) else {
            return (Self.repeated(row), [])
        }
        let event = try OutgoingEvent(
            from: CalendarSync.name, about: cancelled.appointment.appointmentID, agencyID: command.agencyID,
            traceparent: command.traceparent,
            AppointmentCancelled(appointment: cancelled.appointment, actor: command.actor, reason: wish.reason))
        return (cancelled.reply, [event])
    }

    /// Says how it went.
    func settle(
        _ id: AppointmentID, _ step: AppointmentLife.Step, _ agencyID: AgencyID, actor: String, traceparent: String?,
        in transaction: PostgresTransaction
    ) async throws -> (AppointmentReply, [OutgoingEvent]) {
        let row = try await appointment(id, AppointmentParty(leadID: nil), agencyID, in: transaction)
        guard let settled = try await end(row, step, actor, nil, in: transaction) else {
            return (Self.repeated(row), [])
        }
        let appointment = settled.appointment
        let event =
            step == .complete
            ? try OutgoingEvent(
                from: CalendarSync.name, about: id, agencyID: agencyID, traceparent: traceparent,
                AppointmentCompleted(appointment: appointment, actor: actor))
            : try OutgoingEvent(
                from: CalendarSync.name, about: id, agencyID: agencyID, traceparent: traceparent,
                AppointmentMissed(appointment: appointment, actor: actor))
        return (settled.reply, [event])
    }

    // MARK: Parts

    /// Nil when it is so already.
    private func end(
        _ row: AppointmentRow, _ step: AppointmentLife.Step, _ actor: String, _ reason: String?,
        in transaction: PostgresTransaction
    ) async throws -> AppointmentRow? {
        let known = row.appointment
        let now = try await transaction.execute(Now()).first ?? Date()
        let status: Appointment.Status
        switch verdict(step, known, now) {
        case .refused(let reason): throw CommandRefused(reason)
        case .asItIs: return nil
        case .change(let next): status = next
        }
        let change = ChangeAppointment(
            id: known.appointmentID, status: status, time: known.scheduledAt..<known.endsAt, agentID: known.agentID,
            reason: reason)
        guard let changed = try await transaction.execute(change).first else { return nil }
        try await note(changed.appointment, status.rawValue, actor, reason, in: transaction)
        return changed
    }

    private func verdict(
        _ step: AppointmentLife.Step, _ appointment: Appointment, _ now: Date
    ) -> AppointmentLife.Verdict {
        AppointmentLife.verdict(on: step, status: appointment.status, scheduledAt: appointment.scheduledAt, now: now)
    }

    private func note(
        _ appointment: Appointment, _ change: String, _ actor: String, _ reason: String?,
        in transaction: PostgresTransaction
    ) async throws {
        let note = NoteChange(appointment: appointment, change: change, actor: actor, reason: reason)
        guard change != "completed", change != "no_show" else {
            _ = try await transaction.execute(note)
            return
        }
        _ = try await transaction.pipeline(note, WantEvents(appointment: appointment))
    }

    /// Looks into the calendars, then takes the books, all in one order, and looks at our own appointments once more. Nobody is
    /// kept waiting for a book while Google is asked.
    ///
    /// - Returns: what stands against the time with each agent; with those that are missing it is the caller's until the
    ///   transaction ends.
    private func objections(
        to agents: [AgentID], _ time: Range<Date>, _ party: LoadParty.Row, _ agencyID: AgencyID,
        ignoring own: Appointment? = nil, in transaction: PostgresTransaction
    ) async throws -> [AgentID: SlotProblem] {
        guard !agents.isEmpty else { return [:] }
        var objections: [AgentID: SlotProblem] = [:]
        for (agent, answer) in try await calendar.look(at: agents, in: time, transaction) {
            switch answer {
            case .notConnected: break
            case .unknown: if party.rules.confirmation == .requireCalendar { objections[agent] = .busy }
            case .busy(let periods):
                // The event of the appointment that is to be moved stands in its own way there.
                let foreign = periods.filter { period in
                    own.map { period.lowerBound < $0.scheduledAt || period.upperBound > $0.endsAt } ?? true
                }
                if foreign.contains(where: { $0.overlaps(time) }) { objections[agent] = .busy }
            }
        }
        let open = agents.filter { objections[$0] == nil }.sorted { $0.description < $1.description }
        for agent in open { _ = try await transaction.execute(LockBook(agentID: agent, agencyID: agencyID)) }
        for agent in open {
            let fresh = try await roster(party, agent, agencyID, Self.around(time), in: transaction)
            let problem = fresh.problem(
                at: time.lowerBound, now: party.now, ignoring: own?.appointmentID.description)
            objections[agent] = fresh.agents.isEmpty ? .busy : problem
        }
        return objections
    }

    private func instead(
        of wish: Date, _ party: LoadParty.Row, _ agentID: AgentID?, _ problem: SlotProblem?, _ agencyID: AgencyID,
        ignoring id: String? = nil, in transaction: PostgresTransaction
    ) async throws -> AppointmentReply {
        let end = party.now.addingTimeInterval(Double(party.rules.horizon + 1) * Self.day)
        let wide = try await roster(party, agentID, agencyID, party.now..<end, in: transaction)
        let near = min(max(wish, party.now), end)
        let slots = wide.slots(
            in: party.now..<end, near: near, now: party.now, limit: Self.alternatives + 1, ignoring: id)
        return AppointmentReply(
            appointment: nil, agentName: nil, problem: wide.agents.isEmpty ? Self.noAgent : problem?.rawValue,
            // What has just turned out to be busy is no alternative to itself.
            alternatives: slots.filter { $0.start != wish }.prefix(Self.alternatives).map { slot($0, party.rules) })
    }

    private func party(
        _ party: AppointmentParty, _ agencyID: AgencyID, in transaction: PostgresTransaction
    ) async throws -> LoadParty.Row {
        guard let row = try await transaction.execute(LoadParty(party: party, agencyID: agencyID)).first else {
            throw CommandRefused("the agency has no such lead")
        }
        return row
    }

    private func appointment(
        _ id: AppointmentID?, _ party: AppointmentParty, _ agencyID: AgencyID, from: Date? = nil, to: Date? = nil,
        in transaction: PostgresTransaction
    ) async throws -> AppointmentRow {
        var leadID = party.leadID
        if id == nil, leadID == nil { leadID = try await self.party(party, agencyID, in: transaction).leadID }
        if id == nil, let leadID { _ = try await transaction.execute(LockLead(leadID: leadID)) }
        let lock = LockAppointment(agencyID: agencyID, id: id, leadID: leadID, from: from, to: to)
        guard let row = try await transaction.execute(lock).first else {
            throw CommandRefused("there is no such appointment")
        }
        return row
    }

    private func roster(
        _ party: LoadParty.Row, _ wanted: AgentID?, _ agencyID: AgencyID, _ range: Range<Date>,
        in transaction: PostgresTransaction
    ) async throws -> Roster {
        let rows = try await transaction.execute(
            LoadRosterAgents(agencyID: agencyID, from: range.lowerBound, to: range.upperBound))
        let busy = try await transaction.execute(
            LoadBusy(agents: rows.map(\.id), from: range.lowerBound, to: range.upperBound))
        let byAgent = Dictionary(grouping: busy, by: \.agentID).mapValues { $0.map(\.busy) }
        let agents = rows.map { row in
            let own = byAgent[row.id] ?? []
            return RosterAgent(
                id: row.id, name: row.name, territories: row.territories, languages: row.languages,
                isOutOfSight: row.isOutOfSight, load: own.count { $0.kind == .appointment },
                free: FreeTime(schedule: row.schedule, rules: party.rules, busy: own))
        }
        return Roster(
            agents, wanted: wanted, owner: party.ownerID, country: party.country, postcode: party.postcode,
            language: party.language)
    }

    /// Wide enough for buffers and for the whole date, wherever the agent is.
    private static func around(_ time: Range<Date>) -> Range<Date> {
        time.lowerBound.addingTimeInterval(-2 * day)..<time.upperBound.addingTimeInterval(2 * day)
    }

    private func slot(_ found: (start: Date, agent: RosterAgent), _ rules: BookingRules) -> Slot {
        Slot(
            startsAt: found.start, endsAt: found.start.addingTimeInterval(Double(rules.length) * 60),
            agentID: found.agent.id, agentName: found.agent.name)
    }

    private static func repeated(_ row: AppointmentRow) -> AppointmentReply {
        var reply = row.reply
        reply.isRepeat = true
        return reply
    }
}

private struct Now: PostgresStatement {
    static let sql = "SELECT now()"
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Date { try row.decode(Date.self) }
}
