internal import Contracts
internal import Foundation
internal import Postgres

/// Makes appointments and changes them, for whoever may. Whose appointments those may be, the database decides: what the viewer
/// cannot read there is nothing to be asked of another service, which would do it for anybody.
struct AppointmentDesk: Sendable {
    let console: Console

    /// - Throws: ``NotFound`` when it is not the viewer's.
    func find(_ id: AppointmentID, _ viewer: Viewer) async throws -> AppointmentDetail {
        let found = try await console.database.run(as: viewer) {
            try await $0.execute(ReadAppointmentDetail(id: id)).first
        }
        guard let found else { throw NotFound() }
        return found
    }

    // MARK: Times

    /// - Parameters:
    ///   - party: as ``BookingParties`` lets the viewer have it.
    ///   - command: of a wish that may come again.
    func book(
        _ party: AppointmentParty, at time: Date, notes: String?, by principal: Principal, _ command: CommandID
    ) async throws -> SlotOutcome {
        let viewer = principal.viewer
        let wish = BookAppointment(party: party, at: time, notes: notes, source: .hand)
        let outcome = try await console.settle(wish, by: principal, id: command) { reply in
            switch SlotOutcome(reply, for: viewer) {
            case .made(let id): AuditNote("appointment.booked", Self.subject(id))
            case .known(let id): AuditNote("appointment.booked_before", Self.subject(id))
            case .noSlot(let no):
                try AuditNote(
                    "appointment.not_booked", nil,
                    ["lead_id": party.leadID?.description, "at": time.rfc3339, "problem": no.problem])
            case .notDone: nil
            }
        }
        return SlotOutcome(outcome, for: viewer)
    }

    func move(
        _ known: AppointmentDetail, to time: Date, reason: String?, by principal: Principal,
        _ command: CommandID = .new()
    ) async throws -> SlotOutcome {
        let viewer = principal.viewer
        let party = AppointmentParty(leadID: known.leadID, agentID: known.agentID)
        let wish = RescheduleAppointment(appointmentID: known.id, party: party, to: time, reason: reason)
        let outcome = try await console.settle(wish, by: principal, id: command) { reply in
            switch SlotOutcome(reply, for: viewer) {
            case .made, .known:
                try AuditNote(
                    "appointment.moved", Self.subject(known.id),
                    ["from": known.scheduledAt.rfc3339, "to": time.rfc3339, "reason": reason])
            case .noSlot(let no):
                try AuditNote(
                    "appointment.not_moved", Self.subject(known.id), ["to": time.rfc3339, "problem": no.problem])
            case .notDone: nil
            }
        }
        return SlotOutcome(outcome, for: viewer)
    }

    // MARK: What else is done

    func cancel(
        _ known: AppointmentDetail, reason: String?, by principal: Principal, _ command: CommandID = .new()
    ) async throws -> CommandOutcome<AppointmentReply> {
        let party = AppointmentParty(leadID: known.leadID)
        return try await console.settle(
            CancelAppointment(appointmentID: known.id, party: party, reason: reason), by: principal, id: command,
            noting: try AuditNote("appointment.cancelled", Self.subject(known.id), ["reason": reason]))
    }

    /// Notes that it took place.
    func complete(
        _ known: AppointmentDetail, by principal: Principal, _ command: CommandID = .new()
    ) async throws -> CommandOutcome<AppointmentReply> {
        try await console.settle(
            CompleteAppointment(appointmentID: known.id), by: principal, id: command,
            noting: AuditNote("appointment.completed", Self.subject(known.id)))
    }

    /// Notes that the lead did not come.
    func miss(
        _ known: AppointmentDetail, by principal: Principal, _ command: CommandID = .new()
    ) async throws -> CommandOutcome<AppointmentReply> {
        try await console.settle(
            MissAppointment(appointmentID: known.id), by: principal, id: command,
            noting: AuditNote("appointment.no_show", Self.subject(known.id)))
    }

    func remind(
        _ known: AppointmentDetail, by principal: Principal, _ command: CommandID
    ) async throws -> CommandOutcome<RemindAppointment.Reply> {
        try await console.settle(
            RemindAppointment(appointmentID: known.id), by: principal, id: command,
            noting: AuditNote("appointment.reminded", Self.subject(known.id)))
    }

    /// - Parameter notes: nil: none any more.
    func annotate(
        _ known: AppointmentDetail, notes: String?, by principal: Principal, _ command: CommandID = .new()
    ) async throws -> CommandOutcome<AppointmentReply> {
        try await console.settle(
            AnnotateAppointment(appointmentID: known.id, notes: notes), by: principal, id: command,
            noting: AuditNote("appointment.noted", Self.subject(known.id)))
    }

    /// A link with which the lead can do something about it.
    func link(
        _ known: AppointmentDetail, by principal: Principal
    ) async throws -> CommandOutcome<LinkAppointment.Reply> {
        try await console.settle(
            LinkAppointment(appointmentID: known.id), by: principal,
            noting: AuditNote("appointment.link_shown", Self.subject(known.id)))
    }

    private static func subject(_ id: AppointmentID) -> (kind: String, id: String) { ("appointment", id.description) }
}
