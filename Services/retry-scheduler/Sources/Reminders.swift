internal import Availability
internal import Contracts
internal import Foundation
internal import Logging
internal import Messaging
internal import Metrics
internal import Postgres
internal import ServiceLifecycle

/// Plans what has to be said before an appointment, and takes it back when the appointment is moved or called off.
///
/// The appointment's row decides, not the event: an event that comes late, or before another, plans nothing that is out of
/// date.
struct ReminderPlanner: Sendable {
    /// A booking also takes back the calls that were planned: there is nothing left to reach them for.
    func booked(
        _ event: CloudEvent<AppointmentBooked>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        guard let agencyID = event.agencyID else { return [] }
        let cancel = CancelPlanned(
            agencyID: agencyID, reason: DialReason.reached.rawValue, leadID: event.data.appointment.leadID,
            onlyAutomatic: true)
        let cancelled = try await transaction.execute(cancel)
        return try await plan(event.data.appointment, in: transaction)
            + cancelled.map { try $0.cancelled(.reached, trace: event.traceparent) }
    }

    func plan(
        _ appointment: Appointment, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let id = appointment.appointmentID
        guard let known = try await transaction.execute(LoadAppointmentForReminders(id: id)).first else { return [] }
        _ = try await transaction.execute(CancelReminders(appointmentID: id, currentVersion: known.version))
        guard known.isScheduled else { return [] }
        let rules = (try? BookingRules(json: known.rules.utf8)) ?? .standard
        let reminders = rules.reminders.map { hours in
            PlanReminders.Reminder(hours: hours, dueAt: known.scheduledAt.addingTimeInterval(-Double(hours) * 3600))
        }
        _ = try await transaction.execute(
            PlanReminders(
                appointmentID: id, agencyID: known.agencyID, version: known.version,
                // What would have had to be said by now is left out: the booking itself says it.
                reminders: reminders.filter { $0.dueAt > known.now }))
        return []
    }
}

/// Says that it is time: once for each reminder, in the transaction that takes it off the list.
struct ReminderClock: Service {
    private static let atOnce = 100

    let pool: PostgresPool
    let relay: OutboxRelay
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                let pause = await step()
                if let pause { try await Task.sleep(for: pause, tolerance: .milliseconds(100)) }
                try Task.checkCancellation()
            }
        }
    }

    private func step() async -> Duration? {
        do {
            let (count, handover): (Int, OutboxHandover) = try await pool.transaction { transaction in
                let due = try await transaction.execute(TakeDueReminders(limit: Self.atOnce))
                let events = try due.filter(\.isToBeSaid).map { try $0.event }
                return (due.count, try await transaction.commit(publishing: events))
            }
            relay.publish(handover)
            if count > 0 { Counter(label: "thavon_reminders_total").increment(by: count) }
            guard count < Self.atOnce else { return nil }
            let next = try await pool.execute(NextReminder()).first ?? 5
            return .seconds(min(max(next, 0.1), 5))
        } catch {
            logger.warning("reminders cannot be looked at right now", error: error)
            return .seconds(1)
        }
    }
}

extension TakeDueReminders.Row {
    fileprivate var event: OutgoingEvent {
        get throws {
            try OutgoingEvent(
                from: RetryScheduler.name, about: appointment.appointmentID, agencyID: agencyID,
                ReminderDue(reminderID: id, appointment: appointment, hoursBefore: hours))
        }
    }
}
