internal import Availability
internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

extension BookingDesk {
    /// Replaces what is noted about an appointment. It is no change of the appointment itself: nobody is told, reminders stay
    /// as they are planned, and its version remains.
    func annotate(
        _ command: Command<AnnotateAppointment>, in transaction: PostgresTransaction
    ) async throws -> (AppointmentReply, [OutgoingEvent]) {
        let wish = command.data
        let notes = wish.notes?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        guard notes.count <= AnnotateAppointment.longest else {
            throw CommandRefused("notes can have \(AnnotateAppointment.longest) characters at the most")
        }
        let lock = LockAppointment(
            agencyID: command.agencyID, id: wish.appointmentID, leadID: nil, from: nil, to: nil)
        guard let row = try await transaction.execute(lock).first else {
            throw CommandRefused("there is no such appointment")
        }
        let save = SaveAppointmentNotes(
            id: row.appointment.appointmentID, notes: notes.isEmpty ? nil : notes, replacing: wish.replacing)
        guard try await transaction.executeCounting(save) == 1 else {
            throw CommandRefused("somebody else has changed the notes in the meantime")
        }
        let party = AppointmentParty(leadID: row.appointment.leadID)
        let lead = try await transaction.execute(LoadParty(party: party, agencyID: command.agencyID)).first
        // An event that the lead is invited to does not show the notes, and writing it anew would have Google write to them.
        let showsNotes = lead.map { !$0.rules.invitesLead || $0.email == nil } ?? false
        if showsNotes, row.appointment.status == .scheduled {
            _ = try await transaction.execute(RewriteEvents(appointmentID: row.appointment.appointmentID))
        }
        return (row.reply, [])
    }
}

/// Writes notes where those are that they are to take the place of.
struct SaveAppointmentNotes: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE appointments SET notes = $2, updated_at = now()
        WHERE id = $1 AND ($3::text IS NULL OR coalesce(notes, '') = $3)
        """

    let id: AppointmentID
    let notes: String?
    /// Nil: whatever they are.
    let replacing: String?
    var parameters: [PostgresParameter] { [.init(id.rawValue), .init(notes), .init(replacing)] }
}

/// Has an appointment's event written once more, although its version is the same. Whoever is writing it at this moment does
/// not count any more, and what is read from the calendar until then does not either.
struct RewriteEvents: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE calendar_links link SET
            written_version = CASE WHEN link.written_version IS NOT NULL THEN link.wanted_version - 1 END,
            attempts = 0, lease_token = link.lease_token + 1, updated_at = now(),
            due_at = CASE connection.status WHEN 'connected' THEN now() ELSE link.due_at END
        FROM calendar_connections connection
        WHERE link.appointment_id = $1 AND connection.id = link.connection_id AND link.wanted
        """

    let appointmentID: AppointmentID
    var parameters: [PostgresParameter] { [.init(appointmentID.rawValue)] }
}
