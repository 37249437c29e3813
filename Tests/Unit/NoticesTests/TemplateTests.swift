import Testing

@testable import Notices

@Suite struct TemplateTests {
    private static var values: [String: Any] {
        [
            "name": "Ana", "empty": "", "yes": true, "no": false,
            "rows": [["name": "Tom"], ["name": "Zoë"]] as [[String: Any]],
            "none": [] as [[String: Any]], "lines": ["a", "b"], "inner": ["other": "x"] as [String: Any],
        ]
    }

    @Test(arguments: [
        ("{{name}} {{{name}}} {{& name }}", "Ana Ana Ana"), ("{{#rows}}{{name}} {{/rows}}", "Tom Zoë "),
        ("{{#none}}{{missing}}{{/none}}", ""), ("{{#missing}}{{missing}}{{/missing}}", ""),
        ("{{^missing}}{{name}}{{/missing}}", "Ana"), ("{{^none}}{{name}}{{/none}}", "Ana"),
        ("{{#no}}{{missing}}{{/no}}{{^no}}{{name}}{{/no}}", "Ana"), ("{{#yes}}{{name}}{{/yes}}", "Ana"),
        ("{{#lines}}{{.}}{{/lines}}", "ab"), ("{{#inner}}{{other}} {{name}}{{/inner}}", "x Ana"),
        ("{{! {{missing }}x", "x"), ("<{{name}}>&", "<Ana>&"), ("", ""),
    ])
    func whatIsThereIsRendered(text: String, rendered: String) throws {
        #expect(try NoticeTemplate(text).render(Self.values) == rendered)
    }

    @Test(arguments: [
        ("{{missing}}", "missing"), ("{{{missing}}}", "missing"), ("{{empty}}", "empty"), ("{{yes}}", "yes"),
        ("{{rows}}", "rows"), ("{{#rows}}{{missing}}{{/rows}}", "missing"),
        ("{{^none}}{{missing}}{{/none}}", "missing"),
        ("{{#inner}}{{missing}}{{/inner}}", "missing"), ("{{#yes}}{{empty}}{{/yes}}", "empty"),
        ("{{#name}}x{{/name}}{{other}}", "other"), ("{{.}}", "."), ("{{#empty}}{{empty}}{{/empty}}", "empty"),
    ])
    func whatIsMissingIsNamed(text: String, name: String) throws {
        let template = try NoticeTemplate(text)
        #expect(throws: TemplateProblem("`\(name)` is missing or empty")) { try template.render(Self.values) }
    }
}
