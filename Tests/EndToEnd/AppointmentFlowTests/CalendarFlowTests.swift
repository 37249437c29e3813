import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// Agents' calendars: connected, written, read, broken, and connected again.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct CalendarFlowTests {
    @Test func anAppointmentAndItsEventStayInStepBothWays() async throws {
        try await Booking.run { booking in
            let connected = try await booking.connect()
            #expect(connected.status == 200 && connected.text.contains("is connected"), "\(connected.text)")
            try await booking.events.waitFor("calendar.connected")

            let reply = try await booking.book(Booking.tuesday())
            let appointment = try #require(reply.appointment)
            try await booking.until(
                "EXISTS (SELECT FROM calendar_links WHERE written_version = 0 AND due_at = 'infinity')")
            let written = try await booking.confirmed()
            #expect(written.map(\.at) == [Booking.tuesday()])
            #expect(written.first?.summary?.contains("Tex Ann") == true)

            // The agent moves it in their own calendar.
            let event = try #require(written.first)
            let later = Booking.tuesday(90)
            let moved = try await booking.byHand(
                .post, "events/\(event.id)/move", ["start": later.rfc3339, "end": (later + 1800).rfc3339])
            #expect(moved == 200)
            try await booking.events.waitFor("appointment.moved")
            let times = try await booking.texts(
                "SELECT (scheduled_at = to_timestamp(\(later.timeIntervalSince1970)) AND version = 1)::text FROM appointments"
            )
            #expect(times == ["true"])

            // It is cancelled here, and goes from there.
            let cancelled = try await booking.done(
                CancelAppointment(
                    appointmentID: appointment.appointmentID, party: AppointmentParty(leadID: appointment.leadID)))
            #expect(cancelled.appointment?.status == .cancelled)
            try await booking.until("NOT EXISTS (SELECT FROM calendar_links WHERE wanted OR due_at < 'infinity')")
            let left = try await booking.confirmed()
            #expect(left.isEmpty)
        }
    }

    @Test func anEventThatTheAgentDeletesCancelsItsAppointment() async throws {
        try await Booking.run { booking in
            try await booking.connect()
            _ = try await booking.book(Booking.tuesday())
            try await booking.until(
                "EXISTS (SELECT FROM calendar_links WHERE written_version = 0 AND due_at = 'infinity')")
            let event = try #require(try await booking.confirmed().first)
            let deleted = try await booking.byHand(.delete, "events/\(event.id)")
            #expect((200..<300).contains(deleted))
            try await booking.events.waitFor("appointment.cancelled")
            let statuses = try await booking.texts("SELECT status || ' ' || reason FROM appointments")
            #expect(statuses == ["cancelled deleted in the agent's calendar"])
        }
    }

    @Test func whatTheAgentHasInTheirCalendarIsNotOffered() async throws {
        try await Booking.run { booking in
            try await booking.connect()
            let busy = Booking.tuesday()
            let added = try await booking.byHand(
                .post, "events",
                ["summary": "Dentist", "start": busy.rfc3339, "end": (busy + 3600).rfc3339])
            #expect((200..<300).contains(added))
            try await booking.until("EXISTS (SELECT FROM calendar_busy)")
            let reply = try await booking.book(busy)
            #expect(reply.appointment == nil && reply.problem == "busy")
            #expect(reply.alternatives.count == 3)
            #expect(reply.alternatives.allSatisfy { $0.startsAt < busy || $0.startsAt >= busy + 3600 })
        }
    }

    /// What was not read yet is seen when it matters.
    @Test func theCalendarIsLookedIntoAtTheLastMoment() async throws {
        var options = Booking.options(1, faults: #"[{"provider":"google","kind":"push_lost","probability":1}]"#)
        options.environment["calendar-sync"] = ["CALENDAR_POLL_SECONDS": "86400"]
        try await Booking.run(options) { booking in
            try await booking.connect()
            try await booking.until("EXISTS (SELECT FROM calendar_connections WHERE synced_at IS NOT NULL)")
            let busy = Booking.tuesday()
            _ = try await booking.byHand(
                .post, "events", ["summary": "Dentist", "start": busy.rfc3339, "end": (busy + 3600).rfc3339])
            let known = try await booking.texts("SELECT event_id FROM calendar_busy")
            #expect(known.isEmpty)
            let reply = try await booking.book(busy)
            #expect(reply.problem == "busy")
        }
    }

    @Test func aBrokenCalendarIsToldOnceAndCatchesUpWhenItIsConnectedAgain() async throws {
        try await Booking.run { booking in
            try await booking.connect()
            let first = try #require(try await booking.book(Booking.tuesday()).appointment)
            let second = try #require(try await booking.book(Booking.tuesday(120)).appointment)
            try await booking.until(
                "2 = (SELECT count(*) FROM calendar_links WHERE written_version = 0 AND due_at = 'infinity')")
            let revoked = try await booking.byHand(.post, "revoke")
            #expect((200..<300).contains(revoked))
            // Changed with the calendar out of reach: the appointments are, their events wait.
            for appointment in [first, second] {
                _ = try await booking.done(
                    CancelAppointment(
                        appointmentID: appointment.appointmentID, party: AppointmentParty(leadID: appointment.leadID)))
            }
            try await booking.events.waitFor("calendar.unhealthy")
            try await booking.until("EXISTS (SELECT FROM calendar_connections WHERE status = 'broken')")
            let told = await booking.events.events("calendar.unhealthy")
            #expect(told.count == 1)
            let left = try await booking.confirmed()
            #expect(left.count == 2)
            // Nobody can see what is in it: no time is offered.
            let next = try await booking.book(Booking.tuesday(60))
            #expect(next.problem == "no_agent")

            try await booking.connect()
            try await booking.until("NOT EXISTS (SELECT FROM calendar_links WHERE written_version IS NOT NULL)")
            let events = try await booking.confirmed()
            #expect(events.isEmpty)
            let again = try await booking.book(Booking.tuesday(60))
            #expect(again.appointment != nil)
        }
    }

    @Test func disconnectingGivesTheAccessBack() async throws {
        try await Booking.run { booking in
            try await booking.connect()
            let reply = try await booking.done(DisconnectCalendar(agentID: TestAgency.anybody))
            #expect(reply.wasConnected)
            let kept = try await booking.texts(
                "SELECT status || ' ' || (refresh_token IS NULL AND access_token IS NULL) FROM calendar_connections")
            #expect(kept == ["disconnected true"])
            let google = try await booking.get(booking.system.sandboxURL + "/google/accounts")
            #expect(google.text.contains(#""isConnected":false"#), "\(google.text)")
            let twice = try await booking.done(DisconnectCalendar(agentID: TestAgency.anybody))
            #expect(!twice.wasConnected)
        }
    }

    // MARK: Consent

    @Test func aConsentCountsOnceAndInItsOwnBrowser() async throws {
        try await Booking.run { booking in
            let (consent, cookie) = try await booking.beginConsent()
            let back = try await booking.decide(consent, account: "any.body@example.com")
            let stolen = try await booking.get(back, cookie: "thavon_calendar=another")
            #expect(stolen.status == 400)
            let none = try await booking.get(back)
            #expect(none.status == 400)
            let own = try await booking.get(back, cookie: cookie)
            #expect(own.status == 200)
            let reused = try await booking.get(back, cookie: cookie)
            #expect(reused.status == 400)
            let forged = try await booking.get(
                booking.system.calendarURL + "/api/calendar/callback?state=forged&code=x", cookie: cookie)
            #expect(forged.status == 400)
            let link = try await booking.get(booking.system.calendarURL + "/api/calendar/connect?token=forged.token")
            #expect(link.status == 400)
            let audit = try await booking.texts("SELECT what FROM calendar_audit ORDER BY at, id")
            #expect(audit.count { $0 == "callback_refused" } == 4)
            #expect(audit.contains("connect_refused") && audit.contains("connected"))
        }
    }

    @Test func aBoxLeftUntickedOrANoConnectsNothing() async throws {
        try await Booking.run { booking in
            let (consent, cookie) = try await booking.beginConsent()
            let half = try await booking.decide(
                consent, account: "any.body@example.com",
                scopes: ["https://www.googleapis.com/auth/calendar.events"])
            let refused = try await booking.get(half, cookie: cookie)
            #expect(refused.status == 400 && refused.text.contains("ticked"))
            let (second, other) = try await booking.beginConsent()
            let no = try await booking.decide(second, account: "any.body@example.com", allow: false)
            let declined = try await booking.get(no, cookie: other)
            #expect(declined.status == 200 && declined.text.contains("Nothing was changed"))
            let connections = try await booking.texts("SELECT status FROM calendar_connections")
            #expect(connections.isEmpty)
        }
    }
}

extension Booking {
    static func options(_ replicas: Int, faults: String) -> ThavonSystem.Options {
        options(replicas: replicas, ["SANDBOX_FAULTS": faults])
    }
}
