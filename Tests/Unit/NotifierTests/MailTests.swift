import Contracts
import Foundation
import Notices
import ServiceKit
import Testing

@testable import Notifier

@Suite struct MailTests {
    static let agent = Recipient(
        kind: .agent, id: UUID(), name: "Ada", email: "ada@example.com", language: "en", timeZone: .gmt)
    static let call = CallFacts(
        status: .completed, outcome: .conversation, direction: .outbound, conversationHappened: true,
        leadName: "Zoë Quinn", leadNumber: "+15550100199", summary: "Wants a viewing.", durationSeconds: 134,
        hasTranscript: true, hasRecording: false)

    @Test func whatIsThereIsLinkedTo() {
        let id = CallID.new()
        let notice = Self.call.notice(id, agentName: "Ada", isRecipients: true, publicURL: "https://app.example")
        #expect(notice.link == "https://app.example/calls/\(id)")
        #expect(notice.transcriptLink == "https://app.example/calls/\(id)#transcript")
        #expect(notice.recordingLink == nil)
    }

    /// Whoever did not pick up is called again; nobody needs a mail for that.
    @Test func whatIsWorthTelling() {
        func worth(_ change: (inout CallFacts) -> Void) -> CallFacts.Worth? {
            var call = Self.call
            change(&call)
            return call.worth
        }
        #expect(worth { _ in } == .completed)
        #expect(worth { $0.status = .failed } == .missed)
        #expect(worth { ($0.status, $0.conversationHappened) = (.noAnswer, false) } == nil)
        let voicemail: (inout CallFacts) -> Void = {
            ($0.status, $0.outcome, $0.conversationHappened) = (.noAnswer, .voicemail, false)
        }
        #expect(worth(voicemail) == nil)
        #expect(
            worth {
                voicemail(&$0); $0.direction = .inbound
            } == .missed)
    }

    @Test(arguments: [
        "a@", "@b.example", "x <a@b.example", "a b@c.example", "a@b@c", "<>", "Ann <a@b.example> x",
        "a@b.example,c@d.example",
    ])
    func aSenderMustBeOne(text: String) throws {
        var settings = Settings(environment: [
            "DATABASE_URL": "postgres://u@h/x", "AMQP_URL": "amqp://u:p@h/", "RESEND_API_KEY": "re_x",
            "PUBLIC_URL": "https://x.example", "RESEND_FROM_EMAIL": text,
        ])
        #expect(
            throws: ConfigurationError(key: "RESEND_FROM_EMAIL", problem: "must be an address or \"Name <address>\"")
        ) {
            try Notifier.configure(&settings)
        }
    }

    @Test func theFrozenBodyIsTheSameEveryTimeAndCarriesTheInvitation() throws {
        let start = Date(timeIntervalSince1970: 1_796_151_600)
        let notice = Notice(
            .appointmentBooked(AppointmentNotice(startsAt: start, leadName: "Zoë Quinn")), to: Self.agent.notice,
            agencyName: "Nordlicht & Söhne")
        let renderer = try NoticeRenderer()
        let file = try renderer.calendarFile(for: notice, id: "a1", version: 2, stamp: start)
        let mail = ResendMail(
            from: "a@example.com", to: "b@example.com", mail: try renderer.render(notice), invitation: file,
            notification: .new(), eventTime: start, agency: .new())
        #expect(try mail.frozen == mail.frozen)
        let attachment = try #require(mail.attachments?.first)
        #expect(attachment.contentType == "text/calendar; charset=utf-8; method=REQUEST")
        let text = String(decoding: try #require(Data(base64Encoded: attachment.content)), as: UTF8.self)
        #expect(text.contains("SEQUENCE:2\r\n"))
    }

    @Test(arguments: [("Ann <a@b.example>", "a@b.example"), ("a@b.example", "a@b.example")])
    func whoInvitesIsTheSender(sender: String, address: String) {
        #expect(MailSender.address(in: sender) == address)
    }

    @Test func theIDIsDerived() {
        let event = EventID.new()
        let one = NotificationID.derived(from: event, recipient: Self.agent.id, channel: .email)
        #expect(one == NotificationID.derived(from: event, recipient: Self.agent.id, channel: .email))
        #expect(one != NotificationID.derived(from: event, recipient: UUID(), channel: .email))
        #expect(one != NotificationID.derived(from: event, recipient: Self.agent.id, channel: .sms))
        #expect(one.rawValue.uuidString.dropFirst(14).first == "8")
    }

    @Test func anOwnerWhoTakesTheCallGetsOneMail() {
        let owner = Recipient(
            kind: .owner, id: UUID(), name: "Ada", email: "ADA@example.com", language: "en", timeZone: .gmt)
        #expect(Recipient.withoutDoubles([Self.agent, owner]) == [Self.agent])
    }
}
