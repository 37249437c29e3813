import Foundation
import Notices
import Testing

/// Better no notice than one with a hole in it.
@Suite struct UnrenderableTests {
    @Test(arguments: ["", " ", "\n", "\u{200B}"])
    func anAgencyHasAName(name: String) throws {
        var facts = SampleFacts.plain
        facts.agency = name
        let notice = facts.notice(.callCompleted, in: "en")
        #expect(throws: UnrenderableNotice.self) { try Samples.renderer().render(notice) }
    }

    @Test(arguments: [
        "", " ", "javascript:alert(1)", "HTTPS://x", "ftp://example.com", "https://a b", "https://a\r\nBcc: x",
        "https://a\"onclick=\"x", "https://exämple.com", "//example.com",
        "https://a" + String(repeating: "a", count: 2000),
    ])
    func aLinkIsAWebAddress(link: String) throws {
        let renderer = try Samples.renderer()
        var call = SampleFacts.plain.call(isRecipients: true, outcome: nil)
        call.link = link
        var notice = SampleFacts.plain.notice(.callCompleted, in: "de")
        notice.content = .callCompleted(call)
        #expect {
            try renderer.render(notice)
        } throws: { error in
            "\(error)" == "a notice of kind call.completed cannot be rendered: a link is no web address"
        }
        call.link = SampleFacts.link
        call.recordingLink = link
        notice.content = .callCompleted(call)
        #expect(throws: UnrenderableNotice.self) { try renderer.render(notice) }
    }

    @Test func anAddressThatBouncedIsNamed() throws {
        var facts = SampleFacts.plain
        facts.address = "\t"
        let notice = facts.notice(.messageBounced, to: .owner, in: "en")
        #expect(throws: UnrenderableNotice.self) { try Samples.renderer().render(notice) }
    }

    /// Without a page there is no button, and the words do not speak of one.
    @Test(arguments: ["en", "es", "fr", "de", "pt", "it"])
    func anAppointmentMayHaveNoPage(language: String) throws {
        let with = SampleFacts.plain.notice(.appointmentBooked, to: .lead, in: language)
        let without = SampleFacts.bare.notice(.appointmentBooked, to: .lead, in: language)
        let renderer = try Samples.renderer()
        #expect(try renderer.render(with).html.contains("class=\"button\""))
        let rendered = try renderer.render(without)
        #expect(!rendered.html.contains("class=\"button\"") && !rendered.text.contains("https:"))
        #expect(rendered.templateVariables["6"] == "–")
    }
}
