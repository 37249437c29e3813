import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// Both sides hear of an appointment, each in their own language, with an invitation that their calendars take over.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct AppointmentMailTests {
    private static var options: ThavonSystem.Options {
        var options = Booking.options()
        options.services.append("notifier")
        return options
    }

    private static let messages = """
        SELECT kind || ' ' || recipient_kind || ' ' || language || ' ' || status || ' ' || travels_alone FROM notifications
        WHERE appointment_id IS NOT NULL ORDER BY event_time, recipient_kind
        """

    @Test func bothSidesAreToldInTheirOwnLanguage() async throws {
        try await Booking.run(Self.options) { booking in
            try await booking.system.pool.simpleQuery(
                """
                UPDATE leads SET email = 'lena@example.com', preferred_language = 'de', time_zone = 'Europe/Berlin'
                WHERE id = '\(TestAgency.berlinLead)'
                """)
            let booked = try #require(
                try await booking.book(Booking.tuesday(), lead: TestAgency.berlinLead).appointment)
            try await booking.events.waitFor("notification.sent", subjects: 2)
            _ = try await booking.done(
                CancelAppointment(
                    appointmentID: booked.appointmentID, party: AppointmentParty(leadID: TestAgency.berlinLead)))
            try await booking.events.waitFor("notification.sent", subjects: 4)
            let messages = try await booking.texts(Self.messages)
            #expect(
                messages == [
                    "appointment.booked agent en sent true", "appointment.booked lead de sent true",
                    "appointment.cancelled agent en sent true", "appointment.cancelled lead de sent true",
                ])
            let invitations = try await booking.texts(
                """
                SELECT encode(decode(convert_from(payload, 'utf8')::jsonb #>> '{attachments,0,content}', 'base64'), 'escape')
                FROM notifications WHERE recipient_kind = 'lead' ORDER BY event_time
                """)
            #expect(invitations.map { $0.contains("METHOD:REQUEST") } == [true, false])
            #expect(invitations.map { $0.contains("METHOD:CANCEL") } == [false, true])
            // Without somebody who invites, some calendars do not take it over.
            #expect(invitations.allSatisfy { $0.contains("ORGANIZER") })
            #expect(invitations.allSatisfy { $0.contains("UID:\(booked.appointmentID)@thavon") })
        }
    }

    /// An agent who sleeps is told in the morning; a lead without an address is not written to.
    @Test func quietHoursPutOffWhatIsNotUrgent() async throws {
        try await Booking.run(Self.options) { booking in
            let hour = Int(Date().timeIntervalSince1970 / 3600) % 24
            func clock(_ hour: Int) -> String { hour % 24 < 10 ? "0\(hour % 24):00" : "\(hour % 24):00" }
            try await booking.system.pool.simpleQuery(
                """
                UPDATE agents SET notification_preferences =
                    '{"quiet_hours": {"from": "\(clock(hour + 22))", "to": "\(clock(hour + 3))"}}'
                WHERE id = '\(TestAgency.anybody)';
                UPDATE leads SET email = NULL WHERE id = '\(TestAgency.texanLead)'
                """)
            let reply = try await booking.book(Booking.tuesday(week: 2))
            #expect(reply.appointment != nil)
            try await booking.until("EXISTS (SELECT FROM notifications WHERE kind = 'appointment.booked')")
            let waiting = try await booking.texts(
                """
                SELECT recipient_kind || ' ' || status || ' ' || reason || ' '
                    || to_char(next_attempt_at AT TIME ZONE 'UTC', 'HH24:MI') FROM notifications
                WHERE recipient_kind = 'agent'
                """)
            #expect(waiting == ["agent pending waits until quiet hours are over \(clock(hour + 3))"])
            let lead = try await booking.texts(
                "SELECT status || ' ' || reason FROM notifications WHERE recipient_kind = 'lead'")
            #expect(lead == ["not_sent the lead has no mail address"])
        }
    }
}
