internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// What people can do about reminders.
struct ReminderCommandHandlers: Sendable {
    var all: [CommandHandler] { [.on(RemindAppointment.self) { try await remind($0, in: $1) }] }

    /// Says at once what the clock says for planned ones, in the same words: notifier decides how each side is told.
    private func remind(
        _ command: Command<RemindAppointment>, in transaction: PostgresTransaction
    ) async throws -> (RemindAppointment.Reply, [OutgoingEvent]) {
        let id = command.data.appointmentID
        _ = try await transaction.execute(LockReminders(appointmentID: id))
        let read = ReadAppointmentToRemind(id: id, agencyID: command.agencyID)
        guard let row = try await transaction.execute(read).first else {
            throw CommandRefused("there is no such appointment")
        }
        let appointment = row.appointment
        let objection = ReminderByHand.objection(
            status: appointment.status, scheduledAt: appointment.scheduledAt, lastAt: row.lastAt, now: row.now)
        if let objection { throw CommandRefused(objection) }
        let hours = Int(appointment.scheduledAt.timeIntervalSince(row.now) / 3600)
        let reminderID = ReminderID.new()
        _ = try await transaction.execute(
            AddReminderByHand(
                id: reminderID, agencyID: command.agencyID, appointment: appointment, hours: hours,
                actor: command.actor))
        let event = try OutgoingEvent(
            from: RetryScheduler.name, about: id, agencyID: command.agencyID, traceparent: command.traceparent,
            ReminderDue(reminderID: reminderID, appointment: appointment, hoursBefore: hours))
        return (.init(reminderID: reminderID), [event])
    }
}
