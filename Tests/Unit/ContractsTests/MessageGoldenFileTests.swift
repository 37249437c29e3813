import Contracts
import Foundation
import Testing

/// The events and commands about messages and those who are told; see ``GoldenFileTests``.
@Suite struct MessageGoldenFileTests {
    private typealias Golden = GoldenFileTests
    private static let agent = AgentID(rawValue: Golden.uuid(2))

    private static func check(_ source: String, _ subject: String, _ payload: some EventPayload) throws {
        try Golden.check(Golden.event(source, subject, payload))
    }

    @Test func messageReceipt() throws {
        try Self.check(
            "webhook-ingest", Golden.notification.description,
            MessageReceipt(
                notificationID: Golden.notification, notificationTime: Golden.time, channel: .sms,
                providerMessageID: "SM1", status: .failed, errorCode: 30006, reason: "a landline",
                endedAddress: "+15125550122", occurredAt: Golden.time))
    }

    @Test func messageReceived() throws {
        try Self.check(
            "webhook-ingest", "+15125550122",
            MessageReceived(
                messageID: "SM2", channel: .whatsapp, from: "+15125550122", to: "+15125550100", wish: .stop,
                isAnswered: false, receivedAt: Golden.time))
    }

    @Test func leadOptedIn() throws {
        try Self.check(
            "webhook-ingest", Golden.lead.description,
            LeadOptedIn(leadID: Golden.lead, phone: "+14065550120", source: "message"))
    }

    @Test func notificationDelivered() throws {
        try Self.check(
            "notifier", Golden.notification.description,
            NotificationDelivered(notificationID: Golden.notification, callID: Golden.call, channel: .whatsapp))
    }

    @Test func callOpened() throws {
        try Self.check(
            "assignment", Golden.call.description,
            CallOpened(callID: Golden.call, agentID: Self.agent, secondsAfterEnd: 61.5, secondsAfterAssignment: 60))
    }

    @Test func callReassigned() throws {
        try Self.check(
            "assignment", Golden.call.description,
            CallReassigned(
                callID: Golden.call, leadID: Golden.lead, agentID: Self.agent, previousAgentID: Self.agent,
                reason: "not_opened", actor: "follow-up"))
    }

    @Test func followUpOverdue() throws {
        try Self.check(
            "assignment", Golden.call.description,
            FollowUpOverdue(
                callID: Golden.call, leadID: Golden.lead, agentID: Self.agent, step: .remind, waitingSeconds: 900))
    }

    @Test func commandsAboutCalls() throws {
        try Golden.check(
            OpenCall(callID: Golden.call, agentID: Self.agent), reply: OpenCall.Reply(openedAt: Golden.time))
        try Golden.check(
            ReassignCalls(callIDs: [Golden.call], agentID: Self.agent),
            reply: ReassignCalls.Reply(callIDs: [Golden.call]))
        try Golden.check(
            ReassignLeads(leadIDs: [Golden.lead], agentID: Self.agent),
            reply: ReassignLeads.Reply(leadIDs: [Golden.lead]))
        try Golden.check(ConfigureFollowUp(rules: "{}"), reply: ConfigureFollowUp.Reply(version: 2))
    }

    @Test func commandsAboutSettings() throws {
        try Golden.check(
            ConfigureNotifications(agentID: Self.agent, preferences: "{}", basedOn: 1),
            reply: ConfigureNotifications.Reply(version: 2, warnings: ["w"]))
        try Golden.check(
            SetNoticeTexts(
                kind: "call.completed", language: "de", texts: NoticeWording(subject: "s", body: nil, short: "k")),
            reply: SetNoticeTexts.Reply(version: 1))
        try Golden.check(
            BrandMails(
                branding: MailBranding(
                    senderName: "Nordlicht", replyTo: "office@example.com", accent: "#0a5c36", footer: "Street 1\nTown"),
                basedOn: 1),
            reply: BrandMails.Reply(version: 2))
        try Golden.check(
            AllowAddress(channel: .email, address: "a@example.com"), reply: AllowAddress.Reply(wasSuppressed: true))
    }

    @Test func commandsAboutNotices() throws {
        try Golden.check(
            PreviewNotice(
                kind: "call.completed", role: "agent", language: "de", callID: Golden.call, appointmentID: nil,
                texts: nil),
            reply: PreviewNotice.Reply(
                language: "de", subject: "s", preheader: "p", html: "<p>", text: "t", short: "k", segments: 1,
                encoding: "gsm7", variables: ["1": "v"], notes: []))
        try Golden.check(
            SendTestNotice(
                kind: "call.completed", channel: .sms, agentID: Self.agent, callID: Golden.call,
                accountID: AccountID(rawValue: Golden.uuid(7))),
            reply: SendTestNotice.Reply(notificationID: Golden.notification, address: "+15125550122"))
    }

    /// Commands from before it could be said which owner.
    @Test func aTestForNoCertainOwnerIsStillRead() throws {
        let json = #"{"channel":"email","kind":"call.completed"}"#
        let wish = try ContractJSON.decode(SendTestNotice.self, from: Array(json.utf8))
        #expect(wish == SendTestNotice(kind: "call.completed", channel: .email, agentID: nil, callID: nil))
        let written = String(decoding: try ContractJSON.encode(wish), as: UTF8.self)
        #expect(written == json)
    }
}
