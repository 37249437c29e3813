import Contracts
import Foundation
import Notices
import TestSupport
import Testing

@testable import Notifier

/// Everything that is asked of Resend, held against its published description.
@Suite(.needsSharedMaterial) struct ResendDescriptionTests {
    static let start = Date(timeIntervalSince1970: 1_796_151_600)

    static func description() throws -> OpenAPIRequests {
        try OpenAPIRequests(description: SharedMaterial.data("specs/resend/resend-openapi.json"))
    }

    /// - Parameter invites: whether the mail carries an appointment's file.
    static func mail(_ content: NoticeContent, invites: Bool = false) throws -> [UInt8] {
        let renderer = try NoticeRenderer()
        let notice = Notice(content, to: MailTests.agent.notice, agencyName: "Nordlicht & Söhne")
        let file = try renderer.calendarFile(for: notice, id: "a1", version: 2, stamp: start)
        return try ResendMail(
            from: "Thavon <a@example.com>", to: "b@example.com", mail: renderer.render(notice),
            invitation: invites ? file : nil, notification: .new(), eventTime: start, agency: .new()
        ).frozen
    }

    static func booked(invites: Bool) throws -> [UInt8] {
        try mail(
            .appointmentBooked(AppointmentNotice(startsAt: start, leadName: "Zoë Quinn")), invites: invites)
    }

    static func digest() throws -> [UInt8] {
        try mail(
            .digestDaily(
                DigestNotice(
                    day: start, calls: 2, conversations: 1, newLeads: 1, appointmentsBooked: 0, overdue: 0,
                    link: "https://x.example")))
    }

    /// What is wrong with the request that carries these mails.
    static func problems(_ mails: [[UInt8]], key: String = "thavon/\(UUID())") throws -> [String] {
        let request = ResendClient.request(mails, key: key, baseURL: "https://api.resend.com", apiKey: "re_test")
        return try description().problems(of: request)
    }

    @Test func mailsAreAsDescribed() throws {
        for mail in [try Self.digest(), try Self.booked(invites: true), try Self.booked(invites: false)] {
            #expect(try Self.problems([mail]) == [])
        }
    }

    @Test func mailsThatTravelTogetherAreAsDescribed() throws {
        let mails = [try Self.digest(), try Self.booked(invites: false)]
        #expect(try Self.problems(mails) == [])
        #expect(try Self.problems(Array(repeating: mails[0], count: ResendClient.batchLimit)) == [])
    }

    /// In words only: https://resend.com/docs/api-reference/emails/send-email.
    @Test func tagsHaveTheLettersThatTheyMayHave() throws {
        let mail = try JSONSerialization.jsonObject(with: Data(try Self.digest())) as? [String: Any]
        let tags = try #require(mail?["tags"] as? [[String: String]])
        #expect(tags.compactMap { $0["name"] } == ["delivery", "at", "agency"])
        for text in tags.flatMap(\.values) { #expect(text.wholeMatch(of: /[A-Za-z0-9_-]{1,256}/) != nil, "\(text)") }
    }

    @Test func whatIsNotAsDescribedIsNoticed() throws {
        #expect(try Self.problems([Array(#"{"to":"a@b.example","from":"a@b.example"}"#.utf8)]).count == 1)
        let wrong = Array(#"{"from":"a","to":["a"],"subject":"x","attachments":[{"contentType":"x"}]}"#.utf8)
        #expect(try Self.problems([wrong]) == ["$.attachments[0].contentType is not known"])
        #expect(try Self.problems([wrong, try Self.digest()]).count == 1)
        let long = String(repeating: "x", count: 257)
        #expect(try Self.problems([try Self.digest()], key: long) == ["header Idempotency-Key: longer than 256"])
        #expect(try Self.problems([Array("{".utf8)]) == ["the body is not JSON"])
    }
}
