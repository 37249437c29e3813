internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres
internal import Vault

/// What a lead can do about their appointment with the link they were given: look, move, cancel.
struct SelfServiceDesk: Sendable {
    private static let offered = 12

    /// The appointment as it stands, and when it could be instead.
    struct Standing: Sendable {
        var appointment: Appointment
        var agentName: String
        var slots: [Date]
        var now: Date
        var problem: Problem?
    }

    enum Problem: Sendable { case notFree, over }

    let pool: PostgresPool
    let relay: OutboxRelay
    let desk: BookingDesk
    let vault: TokenVault
    let afterwards: @Sendable () -> Void

    /// Nil when the link is none of ours, or too old.
    func look(_ token: String, problem: Problem? = nil) async throws -> Standing? {
        guard let link = link(token) else { return nil }
        let id = AppointmentID(rawValue: link.subject)
        return try await pool.transaction { transaction in
            let read = ReadAppointment(id: id, agencyID: link.agencyID)
            guard let row = try await transaction.execute(read).first else { return nil }
            let now = Date()
            var slots: [Date] = []
            if row.appointment.status == .scheduled {
                let party = AppointmentParty(leadID: row.appointment.leadID, agentID: row.appointment.agentID)
                let wish = FindSlots(
                    party: party, from: now, to: now.addingTimeInterval(366 * 86_400), limit: Self.offered)
                let (reply, _) = try await desk.findSlots(command(wish, link), in: transaction)
                slots = reply.slots.map(\.startsAt)
            }
            return Standing(
                appointment: row.appointment, agentName: row.agentName, slots: slots, now: now, problem: problem)
        }
    }

    /// - Returns: how it stands then; nil when the link is none of ours, or too old.
    func cancel(_ token: String) async throws -> Standing? {
        guard let link = link(token) else { return nil }
        let wish = CancelAppointment(
            appointmentID: AppointmentID(rawValue: link.subject), party: AppointmentParty(leadID: nil),
            reason: "by the lead")
        let problem = try await perform { transaction in
            try await desk.cancel(command(wish, link), in: transaction)
        }
        return try await look(token, problem: problem)
    }

    /// - Returns: how it stands then; nil when the link is none of ours, or too old.
    func move(_ token: String, to time: Date) async throws -> Standing? {
        guard let link = link(token) else { return nil }
        let wish = RescheduleAppointment(
            appointmentID: AppointmentID(rawValue: link.subject), party: AppointmentParty(leadID: nil), to: time,
            reason: "by the lead")
        let problem = try await perform { transaction in
            try await desk.reschedule(command(wish, link), in: transaction)
        }
        return try await look(token, problem: problem)
    }

    private func perform(
        _ work: @escaping @Sendable (PostgresTransaction) async throws -> (AppointmentReply, [OutgoingEvent])
    ) async throws -> Problem? {
        do {
            let (problem, handover): (Problem?, OutboxHandover) = try await pool.transaction { transaction in
                let (reply, events) = try await work(transaction)
                return (reply.problem == nil ? nil : .notFree, try await transaction.commit(publishing: events))
            }
            relay.publish(handover)
            afterwards()
            return problem
        } catch is CommandRefused {
            return .over
        }
    }

    private func link(_ token: String) -> SignedLink? {
        SignedLink(token: token, purpose: .appointment, vault, now: Date())
    }

    private func command<Payload: CommandPayload>(_ payload: Payload, _ link: SignedLink) -> Command<Payload> {
        Command(
            source: CalendarSync.name, actor: "lead", deadline: Date().addingTimeInterval(20), agencyID: link.agencyID,
            data: payload)
    }
}
