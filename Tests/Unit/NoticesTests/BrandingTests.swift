import Contracts
import Foundation
import Testing

@testable import Notices

/// How a mail says whose it is, and that everything in it can be read whatever an agency chooses.
@Suite struct BrandingTests {
    private static let branding = MailBranding(
        senderName: "Nordlicht", replyTo: "office@example.com", accent: "#ffd400",
        footer: "Nordlicht & Söhne GmbH\n<b>Hafenstraße 1</b>\n{{lead}}")

    private func rendered(_ kind: NoticeKind, _ branding: MailBranding) throws -> RenderedNotice {
        try Samples.renderer().render(SampleFacts.plain.notice(kind, in: "en"), branding: branding)
    }

    @Test(arguments: NoticeKind.allCases)
    func whatIsNotBrandedIsAsItWas(kind: NoticeKind) throws {
        let plain = try Samples.renderer().render(SampleFacts.plain.notice(kind, in: "en"))
        #expect(try rendered(kind, .none) == plain)
        #expect(try rendered(kind, MailBranding(senderName: "Nordlicht", replyTo: "a@example.com")) == plain)
        #expect(
            plain.html.contains(
                "border-left-color: #86efac !important; }\n    .button, .button a { background: #86efac"))
        #expect(plain.html.hasSuffix("</p>\n</td></tr>\n</table>\n</td></tr>\n</table>\n</body>\n</html>\n"))
        #expect(!plain.text.hasSuffix("\n\n"))
    }

    @Test func theButtonHasTheColour() throws {
        let html = try rendered(.callCompleted, Self.branding).html
        #expect(html.contains(##"bgcolor="#ffd400" style="background:#ffd400;border-radius:8px""##))
        // White on yellow cannot be read, and neither can yellow on white.
        #expect(html.contains("background:#ffd400;color:#000000;font-weight:600"))
        #expect(html.contains("0;color:#1d2733\">Transcript"))
        #expect(!html.contains("#14532d") && !html.contains("#86efac"))
        let dark = try rendered(.callCompleted, MailBranding(accent: "#7a0019")).html
        #expect(dark.contains("background:#7a0019;color:#ffffff;font-weight:600"))
        #expect(dark.contains("0;color:#7a0019\">Transcript"))
    }

    @Test func theFooterIsText() throws {
        let mail = try rendered(.appointmentBooked, Self.branding)
        #expect(
            mail.html.contains(
                "dir=\"auto\">Nordlicht &amp; Söhne GmbH<br>&lt;b&gt;Hafenstraße 1&lt;/b&gt;<br>{{lead}}</p>"))
        #expect(mail.text.hasSuffix("\n\nNordlicht & Söhne GmbH\n<b>Hafenstraße 1</b>\n{{lead}}\n"))
        let plain = try rendered(.appointmentBooked, .none)
        #expect(mail.text.hasPrefix(plain.text) && mail.short == plain.short && mail.subject == plain.subject)
        let outline = HTMLOutline(mail.html)
        #expect(outline.problems.isEmpty, "\(outline.problems)")
    }

    @Test(arguments: ["red", "#ffd40", "#ffd4001", "#ffd4zz", "#000;}</style><script>", "#１２３４５６"])
    func whatIsNoColourIsNotUsed(accent: String) throws {
        #expect(try rendered(.callCompleted, MailBranding(accent: accent)) == rendered(.callCompleted, .none))
        #expect(MailColours(accent: accent) == MailColours(accent: nil))
    }

    /// WCAG 2.2, 1.4.3, for every seventeenth part of each of the three.
    @Test func everythingCanBeReadWithEveryColour() throws {
        let steps = stride(from: 0, through: 255, by: 17)
        for red in steps {
            for green in steps {
                for blue in steps {
                    let accent = String(format: "#%02x%02x%02x", red, green, blue)
                    let values = MailColours(accent: accent).values
                    func contrast(_ one: String, _ other: String) throws -> Double {
                        let colour = try #require(Colour(values[one] ?? one))
                        return colour.contrast(with: try #require(Colour(values[other] ?? other)))
                    }
                    let least = try [
                        contrast("onAccent", "accent"), contrast("onDarkAccent", "darkAccent"),
                        contrast("linkColor", "#ffffff"), contrast("darkLinkColor", "#1e242b"),
                    ].min()
                    #expect(try #require(least) >= 4.5, "\(accent): \(values)")
                }
            }
        }
        let dark = try #require(Colour("#e8ecf0"))
        #expect(
            dark.contrast(with: try #require(Colour(MailColours(accent: "#ffd400").values["darkBox"] ?? ""))) >= 4.5)
        #expect(Colour.white.contrast(with: try #require(Colour("#000000"))) == 21)
    }
}
