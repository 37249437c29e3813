import Testing

@testable import Notices

@Suite struct OverrideTests {
    private func rendered(
        _ overrides: [NoticeOverride], _ facts: SampleFacts = .plain, in language: String = "es"
    ) throws -> RenderedNotice {
        let notice = facts.notice(.appointmentBooked, to: .lead, in: language)
        return try Samples.renderer().render(notice, overrides: NoticeOverrides(overrides))
    }

    private static let own = NoticeOverride(
        kind: .appointmentBooked, language: "es", subject: "Nos vemos, {{#recipient}}{{recipient}}{{/recipient}}",
        body: "Le esperamos el {{date}}.\n\n<b>{{agency}}</b>{{#agent}} y {{agent}}{{/agent}}",
        short: "{{agency}}: {{whenShort}}{{#link}} {{link}}{{/link}}")

    @Test func ownTextsStandInForOurs() throws {
        let rendered = try rendered([Self.own])
        #expect(rendered.subject == "Nos vemos, Jürgen Müller")
        #expect(
            rendered.text.contains(
                "\nLe esperamos el jueves, 27 de agosto de 2026.\n\n<b>Casa & Hogar Inmobiliaria</b> y Tomás Ibáñez\n"))
        #expect(rendered.html.contains("&lt;b&gt;Casa &amp; Hogar Inmobiliaria&lt;/b&gt; y Tomás Ibáñez</p>"))
        #expect(rendered.short.hasPrefix("Casa & Hogar Inmobiliaria: jue, 27 ago, 16:30 (CEST) https://"))
        #expect(HTMLOutline(rendered.html).problems.isEmpty)
    }

    @Test func whatIsNotOverriddenStaysOurs() throws {
        var own = Self.own
        (own.body, own.short) = (nil, nil)
        let (mine, ours) = (try rendered([own]), try rendered([]))
        #expect(mine.subject != ours.subject)
        #expect(mine.short == ours.short && mine.text == ours.text)
        #expect(try rendered([own], in: "fr") == rendered([], in: "fr"))
        own = NoticeOverride(kind: .appointmentMoved, language: "es", subject: "x")
        #expect(try rendered([own]) == ours)
    }

    @Test func aRegionsOwnTextGoesFirst() throws {
        let mexican = NoticeOverride(kind: .appointmentBooked, language: "es-MX", subject: "Nos vemos en México")
        let texts = [mexican, NoticeOverride(kind: .appointmentBooked, language: "es", subject: "Nos vemos")]
        #expect(try rendered(texts, in: "es-MX").subject == "Nos vemos en México")
        #expect(try rendered(texts, in: "es-ES").subject == "Nos vemos")
        #expect(try rendered(texts, in: "es").subject == "Nos vemos")
        // In a short own text, too, only names are cut.
        #expect(
            try rendered([Self.own], .long).short.contains(
                "https://meet.example.com/a/018f4e2a-7c1b-7def-8a90-123456789abc"))
    }

    @Test(arguments: SampleFacts.ugly)
    func ownTextsTakeAnything(facts: SampleFacts) throws {
        let rendered = try rendered([Self.own], facts)
        #expect(HTMLOutline(rendered.html).problems.isEmpty)
        #expect(!rendered.html.contains("<script") && !rendered.html.contains("<b>"))
        #expect(!rendered.subject.contains(where: \.isNewline) && SMSText(rendered.short).segments <= 3)
    }

    @Test(arguments: [
        ("Hello {{nmae}}", "there is no `nmae`; there are: agency, agent, date, lead, link, number, place, recipient"),
        ("Hello {{#nmae}}x{{/nmae}}", "there is no `nmae`; there are: agency"),
        ("{{#toLead}}x{{/toLead}} {{summary}}", "there is no `summary`; there are: agency"),
        ("{{agent}}", "`agent` may be absent: write {{#agent}}…{{/agent}} around {{agent}}"),
        ("{{^agent}}{{agent}}{{/agent}}x", "`agent` may be absent"),
        ("{{#agent}}a{{/agent}}{{agent}}", "`agent` may be absent"),
        ("{{toLead}}", "`toLead` is a condition: write {{#toLead}}…{{/toLead}}"),
        ("{{#agent}}x", "a section is not ended (line 1)"),
        ("x\n{{#agent}}{{/lead}}", "a section ends that is not the one that is open (line 2)"),
        ("{{agency", "braces are not closed, or are not used as Mustache has it (line 1)"),
        ("{{agen cy}}", "a name in braces is not a name, or its braces are not closed (line 1)"),
        ("{{{agency}}", ""),
        ("{{>layout}}", "{{>layout}} is of a sort that cannot be used here"),
        ("{{=<% %>=}}<% agency %>", "{{==}} is of a sort"),
        ("{{uppercased(agency)}}", "there is no `uppercased(agency)`"),
        ("{{agency.count}}", "there is no `agency.count`"), ("{{.}}", "there is no `.`"),
        ("{{#agent}}{{.}}{{/agent}}x", "there is no `.`"),
        ("", "would be empty when everything that may be absent is absent"),
        ("{{#agent}}With {{agent}}{{/agent}}", "would be empty"), (" \n ", "would be empty"),
        (String(repeating: "x", count: 4001), "is longer than 4000 bytes"),
    ])
    func whatIsWrongIsRefusedWithAReason(text: String, reason: String) throws {
        for override in [
            NoticeOverride(kind: .appointmentBooked, language: "es", subject: text),
            NoticeOverride(kind: .appointmentBooked, language: "es", body: text),
            NoticeOverride(kind: .appointmentBooked, language: "es", short: text),
        ] {
            let error = #expect(throws: InvalidNoticeOverride.self) { try override.validate() }
            let said = error?.reason ?? ""
            #expect(
                reason.isEmpty ? !said.isEmpty : said.contains(reason.replacing("{{==}}", with: "{{=<% %>=}}")),
                "\(said)")
            #expect(
                [
                    override.subject == nil ? nil : "subject", override.body == nil ? nil : "body",
                    override.short == nil ? nil : "short",
                ].contains(error?.part))
            #expect(throws: InvalidNoticeOverride.self) { try NoticeOverrides([Self.own, override]) }
        }
    }

    @Test func aLanguageAndATextAreNeeded() {
        let stranger = NoticeOverride(kind: .callMissed, language: "nl", subject: "x")
        #expect(
            throws: InvalidNoticeOverride(
                part: "language", reason: "there is no such language; there are: en, es, fr, de, pt, it")
        ) { try stranger.validate() }
        #expect(throws: InvalidNoticeOverride(part: "texts", reason: "there is no text")) {
            try NoticeOverride(kind: .callMissed, language: "en").validate()
        }
    }

    @Test(arguments: NoticeKind.allCases)
    func everythingThatIsOfferedCanBeUsed(kind: NoticeKind) throws {
        let names = kind.variables.map { "{{#\($0.rawValue)}}{{\($0.rawValue)}}{{/\($0.rawValue)}}" }
        let conditions = kind.conditions.map {
            "{{#\($0.rawValue)}}yes{{/\($0.rawValue)}}{{^\($0.rawValue)}}no{{/\($0.rawValue)}}"
        }
        let text = "Own: " + (names + conditions).joined(separator: " ")
        let overrides = try NoticeOverrides([
            NoticeOverride(kind: kind, language: "en", subject: text, body: text, short: text)
        ])
        for facts in SampleFacts.all {
            let notice = facts.notice(kind, to: .owner, in: "en")
            #expect(try Samples.renderer().render(notice, overrides: overrides).subject.hasPrefix("Own: "))
        }
    }
}
