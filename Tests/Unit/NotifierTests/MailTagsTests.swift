import Contracts
import Foundation
import LenientJSON
import Notices
import Testing

@testable import Notifier

/// What comes back in Resend's webhooks.
@Suite struct MailTagsTests {
    static func mail(at time: Date, _ id: NotificationID = .new(), _ agency: AgencyID = .new()) throws -> ResendMail {
        let notice = Notice(
            .appointmentBooked(AppointmentNotice(startsAt: time)), to: MailTests.agent.notice, agencyName: "N")
        var rendered = try NoticeRenderer().render(notice)
        (rendered.subject, rendered.html, rendered.text) = ("S", "<p>a/b</p>", "T")
        return ResendMail(
            from: "a@example.com", to: "b@example.com", mail: rendered, notification: id, eventTime: time,
            agency: agency)
    }

    @Test func theMessageItsTimeAndItsAgencyTravelAlong() throws {
        let (id, agency) = (NotificationID.new(), AgencyID.new())
        let tags = try Self.mail(at: Date(timeIntervalSince1970: 1_790_000_000.123), id, agency).tags
        #expect(tags.map(\.name) == ["delivery", "at", "agency"])
        #expect(tags.map(\.value) == ["\(id)", "1790000000123", "\(agency)"])
    }

    @Test(arguments: [0.0, 0.0004, 0.999, 1_790_000_000.001, 1_790_000_000.9999, 253_402_300_799, -0.001])
    func aTagHasNothingThatIsNotAllowed(seconds: Double) throws {
        let tags = try Self.mail(at: Date(timeIntervalSince1970: seconds)).tags
        for text in tags.flatMap({ [$0.name, $0.value] }) {
            #expect(text.wholeMatch(of: /[A-Za-z0-9_-]{1,256}/) != nil, "\(text)")
        }
        // What comes back is the same moment, as exactly as it was stored.
        let back = try #require(tags.first { $0.name == "at" }.flatMap { Double($0.value) })
        #expect(abs(back / 1000 - seconds) <= 0.0005)
    }

    @Test func theBodyIsAsResendReadsIt() throws {
        let (id, agency) = (NotificationID.new(), AgencyID.new())
        let frozen = try Self.mail(at: Date(timeIntervalSince1970: 1), id, agency).frozen
        #expect(
            String(decoding: frozen, as: UTF8.self)
                == #"{"from":"a@example.com","html":"<p>a/b</p>","subject":"S","tags":[{"name":"delivery","value":"\#(id)"},"#
                + #"{"name":"at","value":"1000"},{"name":"agency","value":"\#(agency)"}],"text":"T","to":["b@example.com"]}"#
        )
        let root = try JSONDocument(parsing: frozen).root
        #expect(root["attachments"] == nil)
    }
}
