import Contracts
import Foundation
import TestSupport
import Testing

/// By which channels people are told, and what becomes of each message.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct ChannelTests {
    static let number = "+4930555010001"

    @Test func aCallIsToldByMailAndWhatsAppInTheAgentsLanguage() async throws {
        try await Telling.run { telling in
            try await telling.change(
                "UPDATE agents SET language_preference = 'de' WHERE id = '\(TestAgency.berliner)'")
            try await telling.endCall()
            try await telling.until(
                "2 = (SELECT count(*) FROM notifications WHERE recipient_kind = 'agent' AND receipt = CASE channel WHEN 'email' THEN 'delivered' ELSE 'read' END)"
            )
            let messages = try await telling.messages()
            #expect(messages.sorted() == ["email sent delivered", "whatsapp sent read"])
            let chat = try await telling.inbox(Self.number, channel: "whatsapp")
            #expect(chat.count == 1)
            #expect(chat.first?["body"].contains("call.completed de: Lena Lead") == true, "\(chat)")
            let mails = try await telling.inbox("bea@example.com", channel: "mail")
            #expect(mails.first?["subject"].contains("Lena Lead") == true, "\(mails)")
            // Each word of the provider is kept once.
            let words = try await telling.texts(
                """
                SELECT channel || ' ' || string_agg(notification_receipts.status, ',' ORDER BY notification_receipts.status)
                FROM notification_receipts JOIN notifications ON id = notification_id WHERE recipient_kind = 'agent'
                GROUP BY channel ORDER BY channel
                """)
            #expect(words == ["email delivered,sent", "whatsapp accepted,delivered,read,sent"])
        }
    }

    /// 63003: not on WhatsApp. 30005: no such handset.
    @Test func theNextChannelTakesOver() async throws {
        try await Telling.run { telling in
            let grid = #"{"grid": {"call.completed": {"whatsapp": true, "sms": "fallback", "email": "fallback"}}}"#
            try await telling.configureAgent(grid, phone: "+15125563003")
            try await telling.endCall()
            try await telling.until(
                "EXISTS (SELECT FROM notifications WHERE channel = 'sms' AND receipt = 'delivered')")
            try await telling.until("NOT EXISTS (SELECT FROM notifications WHERE status = 'standby')")
            let chain = try await telling.messages()
            #expect(chain == ["whatsapp sent failed 63003", "sms sent delivered", "email not_sent"])
            let reasons = try await telling.texts(
                "SELECT reason FROM notifications WHERE channel = 'email' AND recipient_kind = 'agent'")
            #expect(reasons == ["not needed: it went by sms"])
            // Known from now on: the next call does not try.
            try await telling.endCall()
            try await telling.until(
                "2 = (SELECT count(*) FROM notifications WHERE channel = 'sms' AND receipt = 'delivered')")
            let second = try await telling.texts(
                """
                SELECT channel || ' ' || status || ' ' || reason FROM notifications
                WHERE recipient_kind = 'agent' AND channel = 'whatsapp' AND status = 'not_sent'
                """)
            #expect(second == ["whatsapp not_sent the number is not on WhatsApp"])
        }
    }

    /// How a message ended is told before the request with it is answered: why it failed is not forgotten with the answer.
    @Test func aReceiptMayComeBeforeTheAnswer() async throws {
        let faults = #"[{"provider":"twilio","kind":"answered_late","count":1}]"#
        let options = Telling.options(sandbox: ["SANDBOX_FAULTS": faults, "SANDBOX_MESSAGE_SECONDS": "0.1"])
        try await Telling.run(options) { telling in
            let grid = #"{"grid": {"call.completed": {"whatsapp": true, "sms": "fallback", "email": false}}}"#
            try await telling.configureAgent(grid, phone: "+15125563003")
            try await telling.endCall()
            try await telling.until(
                "EXISTS (SELECT FROM notifications WHERE channel = 'sms' AND receipt = 'delivered')")
            let chain = try await telling.messages()
            #expect(chain == ["whatsapp sent failed 63003", "sms sent delivered"])
        }
    }

    /// Neither WhatsApp nor SMS is heard of, so the mail goes: after a while each, and not before.
    @Test func silenceIsNotWaitedForForEver() async throws {
        let faults = #"[{"provider":"twilio","kind":"webhooks_lost","probability":1}]"#
        try await Telling.run(Telling.options(notifier: ["FALLBACK_SECONDS": "1"], sandbox: ["SANDBOX_FAULTS": faults]))
        {
            telling in
            let grid = #"{"grid": {"call.completed": {"whatsapp": true, "sms": "fallback", "email": "fallback"}}}"#
            try await telling.configureAgent(grid)
            try await telling.endCall()
            try await telling.until(
                "EXISTS (SELECT FROM notifications WHERE channel = 'email' AND recipient_kind = 'agent' AND receipt = 'delivered')"
            )
            let chain = try await telling.messages()
            #expect(chain == ["whatsapp sent", "sms sent", "email sent delivered"])
            let waits = try await telling.texts(
                """
                SELECT (extract(epoch FROM max(turn_began_at) - min(turn_began_at)) >= 2)::text FROM notifications
                WHERE chain_id IS NOT NULL
                """)
            #expect(waits == ["true"])
        }
    }

    @Test func freeTextGoesToWhoeverHasJustWritten() async throws {
        try await Telling.run { telling in
            try await telling.reply("Who is calling me?", from: Self.number)
            try await telling.until("EXISTS (SELECT FROM message_windows)")
            try await telling.endCall()
            try await telling.until(
                "EXISTS (SELECT FROM notifications WHERE channel = 'whatsapp' AND receipt = 'read')")
            let text = try await telling.inbox(Self.number, channel: "whatsapp").first?["body"] ?? ""
            #expect(text.contains("Lena Lead") && !text.contains("call.completed en:"), "\(text)")
            // A window that we only believe in: refused by a callback, and sent once more as a template.
            try await telling.change(
                """
                UPDATE message_windows SET address = '+15125550103', last_received_at = now();
                UPDATE leads SET owner_agent_id = '\(TestAgency.anybody)' WHERE id = '\(TestAgency.texanLead)'
                """)
            try await telling.endCall(TestReport(customerNumber: TestAgency.texanNumber))
            try await telling.until(
                "EXISTS (SELECT FROM notifications WHERE channel = 'whatsapp' AND address = '+15125550103' AND receipt = 'read')"
            )
            let chat = try await telling.inbox("+15125550103", channel: "whatsapp")
            #expect(chat.count == 2 && chat.first?["body"].hasPrefix("call.completed en:") == true, "\(chat)")
        }
    }

    @Test func whatCannotBeSentSaysWhy() async throws {
        try await Telling.run { telling in
            // Nobody has had a template approved for it.
            let exhausted = #"{"grid": {"call.completed": {"whatsapp": true, "email": false}}}"#
            try await telling.configureAgent(exhausted)
            try await telling.change(
                """
                UPDATE agents SET language_preference = 'fr' WHERE id = '\(TestAgency.berliner)';
                UPDATE agents SET phone = NULL, email = NULL WHERE id = '\(TestAgency.anybody)';
                UPDATE leads SET owner_agent_id = '\(TestAgency.anybody)' WHERE id = '\(TestAgency.texanLead)'
                """)
            try await telling.endCall()
            try await telling.endCall(TestReport(customerNumber: TestAgency.texanNumber))
            try await telling.until("3 = (SELECT count(*) FROM notifications WHERE status = 'not_sent')")
            let reasons = try await telling.texts(
                "SELECT channel || ': ' || reason FROM notifications WHERE status = 'not_sent' ORDER BY 1")
            #expect(
                reasons == [
                    "email: the agent has no mail address", "whatsapp: the agent has no number",
                    "whatsapp: there is no approved WhatsApp template for call.completed in fr",
                ])
            try await telling.events.waitFor("notification.failed", subjects: 3)
        }
    }
}
