import Contracts
import Foundation
import Notices
import Testing

@Suite struct RenderingTests {
    static let languages = ["en", "es", "fr", "de", "pt", "it", "pt-BR"]

    /// A notice in one language, to one recipient.
    private struct Case: CustomStringConvertible {
        var description: String
        var facts: SampleFacts
        var kind: NoticeKind
        var rendered: RenderedNotice
    }

    /// Every kind × every language × whatever facts there are × every recipient, whoever's matter it is.
    @Test(arguments: NoticeKind.allCases, SampleFacts.all)
    func everythingRenders(kind: NoticeKind, facts: SampleFacts) throws {
        for language in Self.languages {
            for role in NoticeRecipient.Role.allCases {
                for isTheirs in kind.conditions.contains(.isYours) ? [true, false] : [true] {
                    let rendered = try Samples.renderer().render(
                        facts.notice(kind, to: role, in: language, isRecipients: isTheirs))
                    let item = Case(
                        description: "\(kind.rawValue) \(language) \(role) \(isTheirs) \(facts.testDescription)",
                        facts: facts, kind: kind, rendered: rendered)
                    nothingIsMissingAndNothingIsLeftOver(item)
                    headersAndShortTextsAreOneLineAndHaveLimits(item)
                    thereIsOneLinkInTheShortTextAndItIsWhole(item)
                    htmlIsWellFormedAndHoldsNothingOfOthers(item)
                }
            }
        }
    }

    private func nothingIsMissingAndNothingIsLeftOver(_ item: Case) {
        let rendered = item.rendered
        for part in [rendered.subject, rendered.preheader, rendered.html, rendered.text, rendered.short] {
            #expect(!part.isEmpty, "\(item)")
            #expect(part == rendered.html || !part.contains("  ") && !part.contains(": \n"), "\(item): \(part)")
            // One of the facts has braces in it. They are shown, and not obeyed.
            #expect(item.facts.testDescription == "hostile" || !part.contains("{{") && !part.contains("}}"), "\(item)")
            #expect(!part.contains("Optional("), "\(item)")
        }
        let variables = rendered.templateVariables
        #expect(variables.values.allSatisfy { !$0.isEmpty && !$0.contains { $0.isNewline } }, "\(item): \(variables)")
        #expect(Set(variables.keys) == Set((1...item.kind.templateVariables.count).map(String.init)))
    }

    private func headersAndShortTextsAreOneLineAndHaveLimits(_ item: Case) {
        let rendered = item.rendered
        for line in [rendered.subject, rendered.preheader, rendered.short] {
            #expect(!line.unicodeScalars.contains { $0.properties.generalCategory == .control }, "\(item): \(line)")
            #expect(!line.contains { $0.isNewline }, "\(item): \(line)")
        }
        #expect(rendered.subject.count <= 200, "\(item)")
        #expect(rendered.preheader.count <= 140, "\(item)")
        #expect(rendered.short.count <= 320, "\(item): \(rendered.short)")
        #expect(SMSText(rendered.short).segments <= 3, "\(item): \(rendered.short)")
    }

    private func thereIsOneLinkInTheShortTextAndItIsWhole(_ item: Case) {
        let links = item.rendered.short.split(separator: " ").filter { $0.hasPrefix("https:") }
        let hasLink = item.rendered.html.contains("class=\"button\"")
        #expect(links.count == (hasLink ? 1 : 0), "\(item): \(item.rendered.short)")
        #expect(links.allSatisfy { $0.hasSuffix("018f4e2a-7c1b-7def-8a90-123456789abc") }, "\(item)")
    }

    private func htmlIsWellFormedAndHoldsNothingOfOthers(_ item: Case) {
        let known: Set = [
            "!doctype", "html", "head", "meta", "title", "style", "body", "div", "table", "tr", "td", "p", "h1", "h2",
            "br", "strong", "a",
        ]
        let outline = HTMLOutline(item.rendered.html)
        #expect(outline.problems.isEmpty, "\(item): \(outline.problems)")
        #expect(Set(outline.elements.map(\.name)).isSubset(of: known), "\(item)")
        #expect(outline.elements.first { $0.name == "html" }?.attributes["lang"] == item.rendered.language)
        #expect(outline.elements.filter { $0.attributes["class"] == "button" }.count <= 1, "\(item)")
        let links = outline.elements.compactMap { $0.attributes["href"] }
        #expect(links.allSatisfy { $0.hasPrefix("https://") }, "\(item): \(links)")
        #expect(!outline.elements.contains { $0.attributes.keys.contains { $0.hasPrefix("on") } }, "\(item)")
    }

    /// Nobody can write mails for us: what is called in by a name is shown as text.
    @Test func aScriptInANameIsShown() throws {
        let rendered = try Samples.renderer().render(SampleFacts.hostile.notice(.callCompleted, in: "en"))
        #expect(!rendered.html.contains("<script"))
        #expect(rendered.html.contains("&lt;/td&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; Bcc: x@example.com"))
        #expect(rendered.text.contains("Name: </td><script>alert('1')</script> Bcc: x@example.com"))
        #expect(rendered.subject.hasPrefix("Call with </td><script>alert('1')</script> Bcc:"))
    }

    @Test func whatIsSaidAboutACall() throws {
        let rendered = try Samples.renderer().render(SampleFacts.plain.notice(.callCompleted, in: "en"))
        #expect(rendered.subject == "Call with Ana Pérez, 3 min 12 s")
        #expect(
            rendered.preheader
                == "Wants to see the flat in Calle Mayor. Budget 250,000 €; can come on weekdays after five.")
        #expect(
            rendered.text == """
                Call with Ana Pérez, 3 min 12 s

                An incoming call. It is yours.

                Summary:
                Wants to see the flat in Calle Mayor.
                Budget 250,000 €; can come on weekdays after five.

                Name: Ana Pérez
                Number: +34 612 345 678
                Length: 3 min 12 s
                Outcome: Talked
                When: Thursday, August 27, 2026 at 4:30 PM
                Agent: Tomás Ibáñez

                Open the call: \(SampleFacts.link)
                Transcript: \(SampleFacts.link)#transcript
                Recording: \(SampleFacts.link)#recording

                You get this message because you are part of Casa & Hogar Inmobiliaria.

                """)
        #expect(rendered.short == "Call with Ana Pérez, 3 min 12 s. It is yours. \(SampleFacts.link)")
    }

    @Test func aLongSummaryIsCutAndSaysSo() throws {
        let rendered = try Samples.renderer().render(SampleFacts.long.notice(.callCompleted, in: "en"))
        let summary = rendered.text.components(separatedBy: "Summary:\n")[1].prefix { $0 != "\n" }
        #expect(summary.count == 4000 && summary.hasSuffix("…"))
        #expect(rendered.text.contains("\nThe whole summary is on the page of the call.\n"))
        #expect(rendered.html.contains("The whole summary is on the page of the call."))
        let short = try Samples.renderer().render(SampleFacts.plain.notice(.callCompleted, in: "en"))
        #expect(!short.html.contains("The whole summary"))
    }

    @Test func anUnknownLeadIsAPhraseWithACapitalWhereALineBegins() throws {
        let renderer = try Samples.renderer()
        let missed = try renderer.render(SampleFacts.bare.notice(.followUpOverdue, in: "en"))
        #expect(missed.subject == "Follow-up overdue: an unknown caller")
        #expect(missed.text.hasPrefix("An unknown caller is waiting for you\n"))
        var facts = SampleFacts.bare
        facts.number = "+34 612 345 678"
        #expect(try renderer.render(facts.notice(.callMissed, in: "it")).subject.hasSuffix(": +34 612 345 678"))
    }
}
