import Contracts
import Foundation
import Testing

/// The events and commands about appointments and calendars; see ``GoldenFileTests``.
@Suite struct AppointmentGoldenFileTests {
    private typealias Golden = GoldenFileTests
    private static let id = AppointmentID(rawValue: Golden.uuid(10))
    private static let connection = ConnectionID(rawValue: Golden.uuid(11))
    private static let appointment = Appointment(
        appointmentID: id, leadID: Golden.lead, agentID: Golden.agent, callID: Golden.call, scheduledAt: Golden.time,
        endsAt: Golden.time + 1800, status: .scheduled, timeZone: "Europe/Berlin", language: "de", source: .call,
        version: 1)
    private static let party = AppointmentParty(leadID: Golden.lead, callID: Golden.call, agentID: Golden.agent)
    private static let slot = Slot(
        startsAt: Golden.time, endsAt: Golden.time + 1800, agentID: Golden.agent, agentName: "Bea")
    private static let reply = AppointmentReply(
        appointment: nil, agentName: nil, problem: "taken", alternatives: [slot])

    private static func check(_ payload: some EventPayload) throws {
        try Golden.check(Golden.event("calendar-sync", id.description, payload))
    }

    @Test func appointmentBooked() throws {
        try Self.check(AppointmentBooked(appointment: Self.appointment, actor: "call:1"))
    }

    @Test func appointmentMoved() throws {
        try Self.check(
            AppointmentMoved(
                appointment: Self.appointment, previouslyAt: Golden.time - 3600, actor: "calendar:1", reason: "r"))
    }

    @Test func appointmentCancelled() throws {
        try Self.check(AppointmentCancelled(appointment: Self.appointment, actor: "lead", reason: "ill"))
    }

    @Test func appointmentCompleted() throws {
        try Self.check(AppointmentCompleted(appointment: Self.appointment, actor: "a"))
    }

    @Test func appointmentMissed() throws {
        try Self.check(AppointmentMissed(appointment: Self.appointment, actor: "a"))
    }

    @Test func reminderDue() throws {
        try Self.check(
            ReminderDue(
                reminderID: ReminderID(rawValue: Golden.uuid(12)), appointment: Self.appointment, hoursBefore: 24))
    }

    @Test func taskCreated() throws {
        try Self.check(
            TaskCreated(
                taskID: TaskID(rawValue: Golden.uuid(13)), kind: "appointment_not_booked", agentID: Golden.agent,
                leadID: Golden.lead, callID: Golden.call))
    }

    @Test func calendarConnected() throws {
        try Self.check(
            CalendarConnected(connectionID: Self.connection, agentID: Golden.agent, account: "bea@example.com"))
    }

    @Test func calendarDisconnected() throws {
        try Self.check(CalendarDisconnected(connectionID: Self.connection, agentID: Golden.agent))
    }

    @Test func calendarUnhealthy() throws {
        try Self.check(
            CalendarUnhealthy(connectionID: Self.connection, agentID: Golden.agent, reason: "invalid_grant"))
    }

    @Test func calendarChanged() throws { try Self.check(CalendarChanged(connectionID: Self.connection)) }

    // MARK: Commands

    @Test func findSlots() throws {
        try Golden.check(
            FindSlots(
                party: Self.party, from: Golden.time, to: Golden.time + 86_400, near: Golden.time + 3600, limit: 3),
            reply: .init(slots: [Self.slot], problem: "past"))
    }

    @Test func bookAppointment() throws {
        try Golden.check(
            BookAppointment(party: Self.party, at: Golden.time, notes: "n", source: .selfService), reply: Self.reply)
    }

    @Test func rescheduleAppointment() throws {
        try Golden.check(
            RescheduleAppointment(appointmentID: Self.id, party: Self.party, to: Golden.time, reason: "r"),
            reply: AppointmentReply(appointment: Self.appointment, agentName: "Bea", isRepeat: true))
    }

    @Test func cancelAppointment() throws {
        try Golden.check(
            CancelAppointment(appointmentID: Self.id, party: Self.party, reason: "r"), reply: Self.reply)
    }

    @Test func completeAppointment() throws {
        try Golden.check(CompleteAppointment(appointmentID: Self.id), reply: Self.reply)
    }

    @Test func missAppointment() throws {
        try Golden.check(MissAppointment(appointmentID: Self.id), reply: Self.reply)
    }

    @Test func configureBooking() throws {
        try Golden.check(ConfigureBooking(rules: "{}"), reply: .init(version: 2))
    }

    @Test func annotateAppointment() throws {
        try Golden.check(AnnotateAppointment(appointmentID: Self.id, notes: "n"), reply: Self.reply)
    }

    @Test func remindAppointment() throws {
        try Golden.check(
            RemindAppointment(appointmentID: Self.id), reply: .init(reminderID: ReminderID(rawValue: Golden.uuid(12))))
    }

    @Test func linkAppointment() throws {
        try Golden.check(
            LinkAppointment(appointmentID: Self.id),
            reply: .init(url: "https://thavon.example/api/calendar/appointments/t", expiresAt: Golden.time))
    }

    @Test func linkCalendar() throws {
        try Golden.check(
            LinkCalendar(agentID: Golden.agent),
            reply: .init(url: "https://thavon.example/api/calendar/connect?token=t", expiresAt: Golden.time))
    }

    @Test func disconnectCalendar() throws {
        try Golden.check(DisconnectCalendar(agentID: Golden.agent), reply: .init(wasConnected: true))
    }
}
