import Contracts
import Foundation
import OutboundHTTP
import TestSupport
import Testing

/// People who want no messages, and addresses that take none.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct StopTests {
    static let number = TestAgency.berlinNumber

    private func book(_ telling: Telling, hours: Int) async throws {
        let days = Int(Date().timeIntervalSince1970 / 86_400)
        let ahead = (1 - (days + 3) % 7 + 7) % 7
        let start = Date(timeIntervalSince1970: Double(days + ahead + 7) * 86_400 + 36_000 + Double(hours) * 3600)
        _ = try await telling.done(
            BookAppointment(
                party: AppointmentParty(leadID: TestAgency.berlinLead, agentID: TestAgency.berliner), at: start,
                source: .hand))
    }

    private func remind(_ telling: Telling) async throws {
        try await telling.until("EXISTS (SELECT FROM reminders WHERE status = 'pending')")
        try await telling.change("UPDATE reminders SET due_at = now() WHERE status = 'pending'")
        try await telling.until("NOT EXISTS (SELECT FROM reminders WHERE status = 'pending')")
    }

    private func reminders(_ telling: Telling, _ count: Int) async throws -> [String] {
        let ofLead = "FROM notifications WHERE kind = 'appointment.reminder' AND recipient_kind = 'lead'"
        try await telling.until(
            "\(count) <= (SELECT count(*) \(ofLead)) AND NOT EXISTS (SELECT \(ofLead) AND status IN ('standby', 'pending', 'sending'))"
        )
        return try await telling.texts("SELECT channel || ' ' || status \(ofLead) ORDER BY event_time, channel DESC")
    }

    @Test func aStopEndsRemindersUntilAStart() async throws {
        try await Telling.run(Telling.options(["calendar-sync", "retry-scheduler"])) { telling in
            try await telling.change(
                "UPDATE leads SET email = 'lena@example.com' WHERE id = '\(TestAgency.berlinLead)'")
            try await book(telling, hours: 0)
            try await remind(telling)
            let first = try await reminders(telling, 3)
            #expect(first == ["whatsapp sent", "sms not_sent", "email sent"])

            // What leads are sent lets them move or cancel it.
            let links = try await telling.texts(
                """
                SELECT substring(convert_from(payload, 'UTF8') FROM 'http[^" ]*/api/calendar/appointments/[A-Za-z0-9._-]+')
                FROM notifications WHERE kind = 'appointment.reminder' AND recipient_kind = 'lead' AND channel = 'email'
                """)
            let page = try await telling.system.http.send(HTTPRequest(url: try #require(links.first)))
            #expect(page.status == 200)

            try await telling.reply("Stopp bitte", from: Self.number)
            try await telling.events.waitFor("lead.opted_out")
            // Confirmed once, in their language, to the channel it was said on, however often it is said.
            try await telling.until(
                "EXISTS (SELECT FROM notifications WHERE kind = 'lead.opted_out_confirmation' AND receipt = 'read')")
            try await telling.reply("STOP", from: Self.number)
            try await telling.until("2 = (SELECT count(*) FROM inbound_messages)")
            try await book(telling, hours: 2)
            try await remind(telling)
            let second = try await reminders(telling, 5)
            #expect(second.suffix(2) == ["whatsapp not_sent", "email not_sent"])
            let reasons = try await telling.texts(
                """
                SELECT DISTINCT reason FROM notifications
                WHERE kind = 'appointment.reminder' AND recipient_kind = 'lead' AND status = 'not_sent' AND channel <> 'sms'
                """)
            #expect(reasons == ["the recipient has said STOP"])
            let confirmations = try await telling.texts(
                "SELECT channel || ' ' || language FROM notifications WHERE kind = 'lead.opted_out_confirmation'")
            #expect(confirmations == ["whatsapp de"])
            let barred = try await telling.texts("SELECT source FROM do_not_call WHERE phone = '\(Self.number)'")
            #expect(barred == ["message"])
            // The agent is reminded all the same.
            let agents = try await telling.texts(
                "SELECT count(*)::text FROM notifications WHERE kind = 'appointment.reminder' AND recipient_kind = 'agent' AND channel = 'email'"
            )
            #expect(agents == ["2"])

            try await telling.reply("START", from: Self.number)
            try await telling.events.waitFor("lead.opted_in")
            try await telling.until("NOT EXISTS (SELECT FROM suppressions) AND NOT EXISTS (SELECT FROM do_not_call)")
            try await book(telling, hours: 4)
            try await remind(telling)
            let third = try await reminders(telling, 8)
            #expect(third.suffix(3) == ["whatsapp sent", "sms not_sent", "email sent"])
        }
    }

    /// What Twilio answers by itself is not answered twice.
    @Test func aStopBySMSIsConfirmedByTwilio() async throws {
        try await Telling.run { telling in
            try await telling.reply("STOP", from: Self.number, by: "sms", to: "+15125550101")
            try await telling.until("2 = (SELECT count(*) FROM suppressions WHERE cause = 'stop')")
            let ours = try await telling.texts("SELECT kind FROM notifications")
            #expect(ours.isEmpty)
            try await telling.reply("Abmelden", from: TestAgency.texanNumber, by: "sms", to: "+15125550101")
            try await telling.until(
                "EXISTS (SELECT FROM notifications WHERE kind = 'lead.opted_out_confirmation' AND channel = 'sms' AND receipt = 'delivered')"
            )
        }
    }

    /// bounced@… is an address that the sandbox sends back, as Resend's own test addresses are.
    @Test func anAddressThatSendsMailBackIsShownAndKeptFromMore() async throws {
        try await Telling.run { telling in
            try await telling.configureAgent("{}", email: "bounced@resend.dev")
            try await telling.endCall()
            try await telling.until("EXISTS (SELECT FROM notifications WHERE receipt = 'bounced')")
            let shown = try await telling.texts(
                "SELECT channel || ' ' || status || ' ' || receipt || ' ' || (receipt_reason IS NOT NULL) FROM notifications WHERE receipt = 'bounced'"
            )
            #expect(shown == ["email sent bounced true"])
            try await telling.until(
                "EXISTS (SELECT FROM notifications WHERE kind = 'message.bounced' AND recipient_kind = 'owner' AND status = 'sent')"
            )
            try await telling.endCall()
            try await telling.until(
                "EXISTS (SELECT FROM notifications WHERE status = 'not_sent' AND reason = 'the address has sent a mail back')"
            )
            // Mended by hand.
            let allowed = try await telling.done(AllowAddress(channel: .email, address: "Bounced@resend.dev"))
            #expect(allowed.wasSuppressed)
            let told = try await telling.texts(
                "SELECT count(*)::text FROM notifications WHERE kind = 'message.bounced'")
            #expect(told == ["1"])
        }
    }
}
