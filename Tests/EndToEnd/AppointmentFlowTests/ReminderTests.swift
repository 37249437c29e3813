import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

/// Reminders: planned with an appointment, taken back with it, and said once.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct ReminderTests {
    private static var options: ThavonSystem.Options {
        var options = Booking.options()
        options.services += ["retry-scheduler", "retry-scheduler#2"]
        return options
    }

    @Test func eachIsSaidOnceAndNotAfterAMove() async throws {
        try await Booking.run(Self.options) { booking in
            _ = try await booking.done(ConfigureBooking(rules: #"{"reminders_hours": [24, 2]}"#))
            let appointment = try #require(try await booking.book(Booking.tuesday()).appointment)
            try await booking.until("2 = (SELECT count(*) FROM reminders WHERE status = 'pending')")
            _ = try await booking.done(
                RescheduleAppointment(
                    appointmentID: appointment.appointmentID, party: AppointmentParty(leadID: appointment.leadID),
                    to: Booking.tuesday(60)))
            try await booking.until("2 = (SELECT count(*) FROM reminders WHERE status = 'cancelled')")
            let planned = try await booking.texts(
                """
                SELECT hours_before || ' ' || (due_at = scheduled_at - make_interval(hours => hours_before))
                FROM reminders JOIN appointments ON appointments.id = appointment_id
                WHERE reminders.status = 'pending' ORDER BY hours_before
                """)
            #expect(planned == ["2 true", "24 true"])
            // Its time has come: two schedulers look, one says it.
            try await booking.system.pool.simpleQuery("UPDATE reminders SET due_at = now() WHERE hours_before = 24")
            try await booking.events.waitFor("reminder.due")
            try await booking.until("EXISTS (SELECT FROM reminders WHERE status = 'sent')")
            let cancel = CancelAppointment(
                appointmentID: appointment.appointmentID, party: AppointmentParty(leadID: appointment.leadID))
            _ = try await booking.done(cancel)
            try await booking.until("NOT EXISTS (SELECT FROM reminders WHERE status = 'pending')")
            let said = await booking.events.events("reminder.due")
            #expect(said.count == 1)
        }
    }

    /// Cancelled at the very moment: the appointment's row decides.
    @Test func whatIsNoLongerTrueIsNotSaid() async throws {
        try await Booking.run(Self.options) { booking in
            _ = try await booking.book(Booking.tuesday())
            try await booking.until("EXISTS (SELECT FROM reminders WHERE status = 'pending')")
            try await booking.system.pool.simpleQuery(
                "UPDATE appointments SET status = 'cancelled', version = version + 1; UPDATE reminders SET due_at = now()"
            )
            try await booking.until("NOT EXISTS (SELECT FROM reminders WHERE status = 'pending')")
            let statuses = try await booking.texts("SELECT status FROM reminders")
            #expect(statuses == ["cancelled"])
            let said = await booking.events.events("reminder.due")
            #expect(said.isEmpty)
        }
    }

    @Test func whatWouldHaveBeenSaidByNowIsNotPlanned() async throws {
        try await Booking.run(Self.options) { booking in
            _ = try await booking.done(ConfigureBooking(rules: #"{"reminders_hours": [336, 1]}"#))
            _ = try await booking.book(Booking.tuesday())
            try await booking.until("EXISTS (SELECT FROM reminders)")
            let planned = try await booking.texts("SELECT hours_before::text FROM reminders ORDER BY hours_before")
            let isFar = Booking.tuesday().timeIntervalSinceNow > 336 * 3600
            #expect(planned == (isFar ? ["1", "336"] : ["1"]))
        }
    }
}
