import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

/// The page on which a lead moves or cancels their own appointment.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct SelfServiceTests {
    @Test func theLeadMovesAndCancelsWithTheirLink() async throws {
        try await Booking.run { booking in
            let appointment = try #require(try await booking.book(Booking.tuesday()).appointment)
            let link = try await booking.done(LinkAppointment(appointmentID: appointment.appointmentID)).url
            let page = try await booking.get(link)
            #expect(page.status == 200 && page.text.contains("Any Body") && page.text.contains("Cancel it"))
            #expect(page.text.contains(#"name="to""#))
            // What is not there leaves no word behind.
            #expect(!page.text.contains("nil"))

            let later = Booking.tuesday(90)
            let moved = try await booking.post(link, form: [("to", later.rfc3339)])
            #expect(moved.status == 200)
            try await booking.events.waitFor("appointment.moved")
            let times = try await booking.texts("SELECT extract(epoch FROM scheduled_at)::int8::text FROM appointments")
            #expect(times == ["\(Int(later.timeIntervalSince1970))"])

            // What somebody else has taken meanwhile is said, and nothing is changed.
            let other = try await booking.book(Booking.tuesday(180), lead: TestAgency.berlinLead)
            #expect(other.appointment != nil)
            let taken = try await booking.post(link, form: [("to", Booking.tuesday(180).rfc3339)])
            #expect(taken.text.contains("has just been taken"))

            let cancelled = try await booking.post(link, form: [("action", "cancel")])
            #expect(cancelled.text.contains("It is cancelled."))
            let twice = try await booking.post(link, form: [("action", "cancel")])
            #expect(twice.status == 200)
            let actors = try await booking.texts(
                """
                SELECT change || ' ' || actor FROM appointment_changes WHERE appointment_id = '\(appointment.appointmentID)'
                ORDER BY version
                """)
            #expect(actors == ["booked tester", "moved lead", "cancelled lead"])
        }
    }

    @Test func aLinkThatIsNotOursOpensNothing() async throws {
        try await Booking.run { booking in
            let appointment = try #require(try await booking.book(Booking.tuesday()).appointment)
            let link = try await booking.done(LinkAppointment(appointmentID: appointment.appointmentID)).url
            let calendar = try await booking.done(LinkCalendar(agentID: TestAgency.anybody)).url
            let stranger = String(link.dropLast(3)) + "AAA"
            let base = String(link.prefix(upTo: link.lastIndex(of: "/") ?? link.endIndex))
            let connecting = base + "/" + (calendar.split(separator: "=").last.map(String.init) ?? "")
            for url in [stranger, connecting, base + "/nonsense"] {
                let page = try await booking.get(url)
                #expect(page.status == 404, "\(url)")
                let change = try await booking.post(url, form: [("action", "cancel")])
                #expect(change.status == 404, "\(url)")
            }
            let statuses = try await booking.texts("SELECT status FROM appointments")
            #expect(statuses == ["scheduled"])
        }
    }
}
