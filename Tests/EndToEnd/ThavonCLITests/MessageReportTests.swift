import Contracts
import Foundation
import Notices
import Testing

@testable import ThavonCLI

struct MessageReportTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func row(
        _ channel: String, status: String = "sent", receipt: String? = nil, reason: String? = nil,
        receiptReason: String? = nil
    ) -> MessageRow {
        MessageRow(
            id: UUID(), at: start, kind: "call.completed", role: "agent", name: "Bea Berlin", channel: channel,
            address: "+4930555010001", status: status, receipt: receipt, reason: reason, receiptReason: receiptReason,
            chain: nil)
    }

    private var facts: MessageFacts {
        MessageFacts(
            language: "de", attempts: 1, isWaiting: false, createdAt: start, nextAttemptAt: start,
            firstAttemptAt: start.addingTimeInterval(1), sentAt: start.addingTimeInterval(2))
    }

    @Test func aLineSaysWhatBecameOfIt() {
        #expect(row("sms").standing == "sent")
        #expect(row("sms", receipt: "delivered").standing == "sent, delivered")
        #expect(row("email", status: "not_sent", reason: "no address").standing == "not_sent: no address")
        // The provider's own reason goes before ours.
        let failed = row("sms", receipt: "failed", reason: "later", receiptReason: "landline")
        #expect(failed.standing == "sent, failed: landline")
        #expect(failed.line.contains("Bea Berlin (agent)") && failed.line.contains("+4930555010001"))
    }

    @Test func theCourseIsInOrderOfTime() {
        let receipts = [
            MessageReceiptRow(status: "read", occurredAt: start.addingTimeInterval(9)),
            MessageReceiptRow(status: "delivered", occurredAt: start.addingTimeInterval(5)),
        ]
        let report = MessageReport(row: row("whatsapp", receipt: "read"), facts: facts, receipts: receipts, chain: [])
        #expect(
            report.timeline.map(\.words) == [
                "written down", "first attempt", "the provider has it", "delivered", "read",
            ])
    }

    @Test func whatWaitsSaysUntilWhen() {
        var waiting = facts
        (waiting.isWaiting, waiting.firstAttemptAt, waiting.sentAt) = (true, nil, nil)
        waiting.nextAttemptAt = start.addingTimeInterval(3600)
        let quiet = row("whatsapp", status: "pending", reason: "waits until quiet hours are over")
        let report = MessageReport(row: quiet, facts: waiting, receipts: [], chain: [])
        #expect(report.timeline.map(\.words) == ["written down", "not before"])
        #expect(report.lines.contains { $0.hasSuffix("waits until quiet hours are over") })
        // At once is no appointment.
        waiting.nextAttemptAt = start
        let now = MessageReport(row: quiet, facts: waiting, receipts: [], chain: [])
        #expect(now.timeline.map(\.words) == ["written down"])
    }

    @Test func aChainIsToldWithWhatBecameOfEach() {
        let first = row("whatsapp", receipt: "failed", receiptReason: "not on WhatsApp")
        let second = row("sms", receipt: "delivered")
        let report = MessageReport(row: second, facts: facts, receipts: [], chain: [first, second])
        #expect(
            report.lines.suffix(2) == [
                "  1. whatsapp sent, failed: not on WhatsApp", "  2. sms sent, delivered  (this one)",
            ])
        let alone = MessageReport(row: second, facts: facts, receipts: [], chain: [second])
        #expect(!alone.lines.contains { $0.contains("until one arrives") })
    }

    @Test func aPreviewNamesVariablesAndWhatTheTextCosts() {
        let reply = PreviewNotice.Reply(
            language: "de", subject: "Betreff", preheader: "Davor", html: "<p>", text: "Absatz", short: "Kurz",
            segments: 2, encoding: "ucs2", variables: ["1": "Lena", "5": "https://x.example"], notes: ["gekürzt"])
        let lines = reply.lines(of: .callCompleted)
        #expect(lines.contains("subject    Betreff") && lines.contains("Short (2 segments, ucs2)"))
        #expect(lines.contains("  {{1}} lead           Lena"))
        #expect(lines.contains("  {{5}} link           https://x.example"))
        #expect(lines.last == "Note: gekürzt")
        // What is never a mail has no subject.
        #expect(!reply.lines(of: .optedOutConfirmation).contains { $0.hasPrefix("subject") })
    }

    @Test func jsonIsTakenAsItIsAndReadFromFiles() throws {
        #expect(try InputText.json(" {\"version\": 1}") == " {\"version\": 1}")
        #expect(throws: Failure.self) { try InputText.json("/nowhere/at/all.json") }
    }

    @Test func aCallSaysWhoWasToldAndWhoLooked() {
        let call = UUID()
        let told = ListTold.Row(
            call: call, name: "Bea", kind: "call.completed", channel: "whatsapp", status: "sent", receipt: "read")
        let waits = ListFollowUps.Row(call: call, agent: "Bea")
        let aftermath = CallAftermath(told: [told], followUps: [waits])
        #expect(aftermath.lines(call) == ["Bea: call.completed by whatsapp, sent, read", "not opened by Bea yet"])
        #expect(aftermath.lines(UUID()).isEmpty)
        let opened = ListFollowUps.Row(call: call, agent: "Bea", openedAt: start, dueAt: start)
        #expect(opened.words.hasPrefix("opened by Bea at "))
    }
}
