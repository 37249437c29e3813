import Contracts
import Foundation
import Testing

@testable import Notices

/// A picture at the top of mails, which may be switched off, dark, or of any shape.
@Suite struct LogoTests {
    private static let address = "https://app.example/brand/\(String(repeating: "0a", count: 32))"
    private static let logo = MailLogo(address: address, width: 800, height: 300)

    private func rendered(
        _ kind: NoticeKind, name: String? = "Nordlicht", _ logo: MailLogo? = logo
    ) throws -> RenderedNotice {
        try Samples.renderer().render(
            SampleFacts.plain.notice(kind, in: "en"), branding: MailBranding(senderName: name), logo: logo)
    }

    @Test(arguments: [
        (800, 300, 160, 60), (400, 60, 200, 30), (2000, 2000, 60, 60), (40, 20, 40, 20), (200, 60, 200, 60),
        (2000, 1, 200, 1), (1, 2000, 1, 60), (0, -3, 1, 1),
    ])
    func itIsAtMostSoLargeAndKeepsItsShape(width: Int, height: Int, wide: Int, high: Int) {
        let logo = MailLogo(address: Self.address, width: width, height: height)
        #expect((logo.width, logo.height) == (wide, high))
    }

    @Test(arguments: NoticeKind.allCases)
    func everyMailHasItOnceAboveItsName(kind: NoticeKind) throws {
        let (mail, plain) = (try rendered(kind), try rendered(kind, nil))
        let images = HTMLOutline(mail.html).elements.filter { $0.name == "img" }
        #expect(images.count == 1 && HTMLOutline(mail.html).problems.isEmpty)
        let image = try #require(images.first)
        #expect(image.attributes["src"] == Self.address && image.attributes["alt"] == "Nordlicht")
        #expect(image.attributes["width"] == "160" && image.attributes["height"] == "60")
        // With pictures switched off the name is there as it always is.
        #expect(HTMLOutline(mail.html).text.contains(SampleFacts.plain.notice(kind, in: "en").agencyName.escaped))
        #expect(mail.text == plain.text && mail.subject == plain.subject && mail.short == plain.short)
        #expect(!plain.html.contains("logo") && !plain.html.contains("<img"))
    }

    /// Dark ink without a background could not be seen on a dark card.
    @Test func inDarkMailsItStandsOnWhite() throws {
        let html = try rendered(.callCompleted).html
        let dark = try #require(html.firstRange(of: "prefers-color-scheme: dark"))
        let rule = try #require(html.firstRange(of: ".logo { background: #ffffff !important;"))
        #expect(
            dark.upperBound < rule.lowerBound
                && rule.upperBound < html.firstRange(of: "</style>")?.lowerBound ?? html.startIndex)
        #expect(html.contains(##"<td class="logo" bgcolor="#ffffff" style="background:#ffffff">"##))
        #expect(html.contains("color:#1d2733;font-size:15px"))
    }

    @Test(arguments: [#""><script>x</script>"#, "O'Neil & Söhne", "{{lead}}", #"a" onerror="x"#])
    func aHostileNameIsText(name: String) throws {
        let outline = HTMLOutline(try rendered(.callCompleted, name: name).html)
        let image = try #require(outline.elements.first { $0.name == "img" })
        let alt = image.attributes["alt"]
        // The renderer passes over what is no sender's name, and escapes the rest.
        let isName = MailBranding(senderName: name).unusable.isEmpty
        #expect(alt == (isName ? name.escaped : SampleFacts.plain.notice(.callCompleted, in: "en").agencyName.escaped))
        #expect(Set(image.attributes.keys) == ["src", "alt", "width", "height", "style"])
        #expect(outline.problems.isEmpty && !outline.elements.contains { $0.name == "script" })
    }

    @Test func withoutASendersNameItIsTheAgencys() throws {
        let image = HTMLOutline(try rendered(.callCompleted, name: nil).html).elements.first { $0.name == "img" }
        #expect(image?.attributes["alt"] == SampleFacts.plain.notice(.callCompleted, in: "en").agencyName.escaped)
    }
}

extension String {
    fileprivate var escaped: String {
        [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")]
            .reduce(self) { $0.replacing($1.0, with: $1.1) }
    }
}
