internal import Contracts
internal import Foundation
internal import GoogleCalendar
internal import Logging
internal import Messaging
internal import Postgres

/// Takes over what an agent has done in their own calendar: an event of ours that was moved moves its appointment, one that was
/// deleted cancels it, and everything else says when the agent is busy.
struct AgentChanges: Sendable {
    let pool: PostgresPool
    let relay: OutboxRelay
    let logger: Logger

    /// Somebody else reads the calendar by now: what was read before must not be written over what they find.
    struct Overtaken: Error {}

    /// - Throws: ``Overtaken``; `PostgresError`.
    func apply(_ events: [CalendarEvent], of claim: ClaimSyncs.Row) async throws {
        guard !events.isEmpty else { return }
        let connection = claim.connection
        let handover: OutboxHandover = try await pool.transaction { transaction in
            guard try await !transaction.execute(FenceSync(claim: claim)).isEmpty else { throw Overtaken() }
            let own = try await transaction.execute(
                LockOwnEvents(connectionID: connection.id, events: events.map(\.id)))
            let byID = Dictionary(own.map { ($0.eventID, $0) }, uniquingKeysWith: { first, _ in first })
            var outgoing: [OutgoingEvent] = []
            for event in events {
                guard let link = byID[event.id] else { continue }
                outgoing += try await take(event, link, connection, in: transaction)
            }
            let others = events.filter { byID[$0.id] == nil }
            let busy = others.compactMap { event in
                event.isBusy ? event.time.map { SaveBusy.Event(id: event.id, time: $0) } : nil
            }
            let gone = others.filter { !$0.isBusy || $0.time == nil }.map(\.id)
            _ = try await transaction.execute(SaveBusy(connection: connection, gone: gone, busy: Self.unique(busy)))
            return try await transaction.commit(publishing: outgoing)
        }
        relay.publish(handover)
    }

    /// An event of ours is not in the calendar any more.
    ///
    /// - Throws: ``Overtaken``; `PostgresError`.
    func noteDeleted(_ eventID: String, of claim: ClaimSyncs.Row) async throws {
        let connection = claim.connection
        let handover: OutboxHandover = try await pool.transaction { transaction in
            guard try await !transaction.execute(FenceSync(claim: claim)).isEmpty else { throw Overtaken() }
            let own = try await transaction.execute(LockOwnEvents(connectionID: connection.id, events: [eventID]))
            var outgoing: [OutgoingEvent] = []
            for link in own { outgoing += try await cancel(link, connection, in: transaction) }
            return try await transaction.commit(publishing: outgoing)
        }
        relay.publish(handover)
    }

    private func take(
        _ event: CalendarEvent, _ link: LockOwnEvents.Row, _ connection: Connection,
        in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let appointment = link.known.appointment
        // Our own write, come back.
        if event.etag == link.etag, !event.isCancelled { return [] }
        guard link.writtenVersion == appointment.version, link.wanted, appointment.status == .scheduled,
            appointment.agentID == connection.agentID
        else {
            // Something of ours is still to be written, or nobody knows yet that it was: that counts, and is made sure of.
            if !Self.isAsWanted(event, link) {
                _ = try await transaction.execute(
                    RestoreEvent(connectionID: connection.id, eventID: event.id, etag: event.etag))
            }
            return []
        }
        if event.isCancelled { return try await cancel(link, connection, in: transaction) }
        guard let time = event.time else { return [] }
        guard time.lowerBound != appointment.scheduledAt || time.upperBound != appointment.endsAt else {
            _ = try await transaction.execute(seen(event, link, connection, version: appointment.version))
            return []
        }
        return try await move(link, to: time, event, connection, in: transaction)
    }

    private static func isAsWanted(_ event: CalendarEvent, _ link: LockOwnEvents.Row) -> Bool {
        let appointment = link.known.appointment
        guard link.wanted else { return event.isCancelled }
        // What is over stays as it is.
        guard appointment.status == .scheduled else { return true }
        return !event.isCancelled && event.time == appointment.scheduledAt..<appointment.endsAt
    }

    private func move(
        _ link: LockOwnEvents.Row, to time: Range<Date>, _ event: CalendarEvent, _ connection: Connection,
        in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let appointment = link.known.appointment
        let find = FindClash(agentID: appointment.agentID, other: appointment.appointmentID, time: time)
        let (_, clash) = try await transaction.pipeline(
            LockBook(agentID: appointment.agentID, agencyID: connection.agencyID), find)
        guard clash.isEmpty else {
            _ = try await transaction.execute(
                RestoreEvent(connectionID: connection.id, eventID: event.id, etag: event.etag))
            return try await task(
                link, connection, "appointment_clash",
                "The appointment was moved in the calendar to a time at which there is another one. It was moved back.",
                in: transaction)
        }
        let change = ChangeAppointment(
            id: appointment.appointmentID, status: .scheduled, time: time, agentID: appointment.agentID,
            reason: "moved in the agent's calendar")
        guard let moved = try await transaction.execute(change).first else { return [] }
        _ = try await transaction.pipeline(
            NoteChange(
                appointment: moved.appointment, change: "moved", actor: actor(connection),
                reason: "moved in the agent's calendar"),
            seen(event, link, connection, version: moved.appointment.version))
        return [
            try OutgoingEvent(
                from: CalendarSync.name, about: appointment.appointmentID, agencyID: connection.agencyID,
                AppointmentMoved(
                    appointment: moved.appointment, previouslyAt: appointment.scheduledAt, actor: actor(connection),
                    reason: "moved in the agent's calendar"))
        ]
    }

    private func cancel(
        _ link: LockOwnEvents.Row, _ connection: Connection, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let appointment = link.known.appointment
        guard appointment.status == .scheduled, link.wanted, link.writtenVersion == appointment.version else {
            return []
        }
        let reason = "deleted in the agent's calendar"
        let change = ChangeAppointment(
            id: appointment.appointmentID, status: .cancelled, time: appointment.scheduledAt..<appointment.endsAt,
            agentID: appointment.agentID, reason: reason)
        guard let cancelled = try await transaction.execute(change).first else { return [] }
        _ = try await transaction.pipeline(
            NoteChange(
                appointment: cancelled.appointment, change: "cancelled", actor: actor(connection), reason: reason),
            NoteSeen(
                connectionID: connection.id, eventID: link.eventID, etag: nil, version: cancelled.appointment.version,
                wanted: false))
        return [
            try OutgoingEvent(
                from: CalendarSync.name, about: appointment.appointmentID, agencyID: connection.agencyID,
                AppointmentCancelled(appointment: cancelled.appointment, actor: actor(connection), reason: reason))
        ]
    }

    private func task(
        _ link: LockOwnEvents.Row, _ connection: Connection, _ kind: String, _ text: String,
        in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let appointment = link.known.appointment
        let create = CreateTask(
            id: .new(), agencyID: connection.agencyID, agentID: appointment.agentID, leadID: appointment.leadID,
            kind: kind, text: text)
        guard let id = try await transaction.execute(create).first else { return [] }
        return [
            try OutgoingEvent(
                from: CalendarSync.name, about: TaskID(rawValue: id), agencyID: connection.agencyID,
                TaskCreated(
                    taskID: TaskID(rawValue: id), kind: kind, agentID: appointment.agentID,
                    leadID: appointment.leadID, callID: nil))
        ]
    }

    private func seen(
        _ event: CalendarEvent, _ link: LockOwnEvents.Row, _ connection: Connection, version: Int
    ) -> NoteSeen {
        NoteSeen(
            connectionID: connection.id, eventID: event.id, etag: event.etag, version: version, wanted: link.wanted)
    }

    private func actor(_ connection: Connection) -> String { "calendar:\(connection.agentID)" }

    /// One statement cannot write a row twice; a list that changed while it was read may have one.
    private static func unique(_ events: [SaveBusy.Event]) -> [SaveBusy.Event] {
        Array(Dictionary(events.map { ($0.id, $0) }, uniquingKeysWith: { $1 }).values)
    }
}
