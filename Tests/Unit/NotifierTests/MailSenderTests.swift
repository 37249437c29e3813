import Contracts
import Foundation
import Notices
import TestSupport
import Testing

@testable import Notifier

/// Whom mails come from and where answers go.
@Suite struct MailSenderTests {
    @Test(arguments: [
        ("Nordlicht & Co", "Nordlicht & Co <a@b.example>"),
        ("Müller Söhne", "Müller Söhne <a@b.example>"),
        ("Müller, Söhne", "\"Müller, Söhne\" <a@b.example>"),
        ("Dr. Nord (Berlin)", "\"Dr. Nord (Berlin)\" <a@b.example>"),
        (#"The "Nord" \ Inc"#, #""The \"Nord\" \\ Inc" <a@b.example>"#),
    ])
    func aNameIsQuotedWhereItHasTo(name: String, mailbox: String) {
        #expect(MailSender.mailbox(name: name, "Thavon <a@b.example>") == mailbox)
        #expect(MailSender.mailbox(name: name, "a@b.example") == mailbox)
    }

    @Test(arguments: ["Thavon <a@b.example>", "a@b.example"])
    func withoutANameTheSenderIsAsItIsSetUp(sender: String) {
        #expect(MailSender.mailbox(name: nil, sender) == sender)
    }

    private func desk() throws -> NoticeDesk {
        NoticeDesk(renderer: try NoticeRenderer(), from: "Thavon <a@b.example>", publicURL: "https://app.example")
    }

    private func mail(_ content: NoticeContent, _ branding: MailBranding, _ logo: StoredLogo? = nil) throws -> [String:
        Any]
    {
        let occasion = NoticeDesk.Occasion(
            eventID: .new(), time: ResendDescriptionTests.start, agencyID: .new(), traceparent: nil,
            subject: NotificationSubject(),
            audience: Audience(
                agencyName: "Nordlicht", agencyLanguage: "en", agentName: nil, agent: MailTests.agent, owners: [],
                lead: nil))
        let messages = try desk().messages(
            content, to: MailTests.agent, DeliveryPlan(only: .email), occasion,
            OwnWording(branding: branding, logo: logo?.inMails(publicURL: "https://app.example")),
            now: ResendDescriptionTests.start)
        let payload = try #require(messages.first?.payload)
        #expect(try ResendDescriptionTests.problems([payload]) == [])
        return try #require(try JSONSerialization.jsonObject(with: Data(payload)) as? [String: Any])
    }

    private static let branding = MailBranding(
        senderName: "Nord, Licht", replyTo: "office@example.com", accent: "#7a0019", footer: "Hafenstraße 1")
    private static let digest = NoticeContent.digestDaily(
        DigestNotice(
            day: ResendDescriptionTests.start, calls: 2, conversations: 1, newLeads: 1, appointmentsBooked: 0,
            overdue: 0,
            link: "https://x.example"))

    @Test(.needsSharedMaterial) func aMailIsTheAgencys() throws {
        let mail = try mail(Self.digest, Self.branding)
        #expect(mail["from"] as? String == "\"Nord, Licht\" <a@b.example>")
        #expect(mail["reply_to"] as? String == "office@example.com")
        #expect((mail["html"] as? String)?.contains("#7a0019") == true)
        #expect((mail["text"] as? String)?.hasSuffix("\nHafenstraße 1\n") == true)
    }

    @Test(.needsSharedMaterial) func withoutBrandingNothingIsAdded() throws {
        let mail = try mail(Self.digest, .none)
        #expect(Set(mail.keys) == ["from", "to", "subject", "html", "text", "tags"])
        #expect(mail["from"] as? String == "Thavon <a@b.example>")
    }

    @Test(.needsSharedMaterial) func thePictureIsTheConsolesToShow() throws {
        let logo = StoredLogo(hash: String(repeating: "0a", count: 32), width: 400, height: 400)
        var branding = Self.branding
        branding.logo = logo.hash
        let link = AccountLinkNotice(
            inviter: "Olga", expiresAt: ResendDescriptionTests.start + 3600, link: "https://app.example/set-password/x")
        let html = try #require(try mail(Self.digest, branding, logo)["html"] as? String)
        #expect(
            html.contains(
                #"<img src="https://app.example/brand/\#(logo.hash)" alt="Nord, Licht" width="60" height="60""#))
        let account = try #require(try mail(.accountInvitation(link), branding, logo)["html"] as? String)
        #expect(!account.contains("<img"))
    }

    @Test(.needsSharedMaterial) func mailsAboutAccountsAreTheConsolesOwn() throws {
        let link = AccountLinkNotice(
            inviter: "Olga", expiresAt: ResendDescriptionTests.start + 3600, link: "https://app.example/set-password/x")
        for content in [NoticeContent.accountInvitation(link), .accountPassword(link)] {
            let mail = try mail(content, Self.branding)
            #expect(mail["from"] as? String == "\"Nord, Licht\" <a@b.example>" && mail["reply_to"] == nil)
            let html = try #require(mail["html"] as? String)
            #expect(html.contains("#7a0019") && !html.contains("Hafenstraße"))
        }
    }
}
