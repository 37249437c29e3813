internal import Contracts
internal import HTMLText

/// What the two layouts of a mail are rendered with.
struct MailView {
    let subject: String
    let preheader: String
    /// Keys as the layouts name them. What is absent has no key: sections over it render nothing.
    private(set) var values: [String: Any]

    /// - Throws: ``TemplateProblem`` when a text names what is missing.
    init(_ texts: NoticeTexts, branding: MailBranding = .none, logo: MailLogo? = nil) throws(TemplateProblem) {
        let details = texts.details
        subject = try texts.line(.subject, limit: 200)
        preheader = try texts.line(.preheader, limit: 140)
        values = [
            "language": texts.language.tag, "subject": subject, "preheader": preheader,
            "agencyName": details.values[.agency] ?? "", "headline": try texts.line(.headline, limit: 300),
            "paragraphs": try texts.body(), "colon": details.words.label(.colon),
            "footer": try details.words.text(
                details.isToLead ? .footerLead : .footerTeam, texts.values),
        ]
        if details.isToLead {
            values["greeting"] = try details.words.text(.greeting, texts.values)
        }
        if let highlight = details.highlight { values["highlight"] = ["day": highlight.day, "time": highlight.time] }
        if let summary = Self.summary(details) { values["summary"] = summary }
        values["groups"] =
            Self.group(nil, details.facts) + Self.group(details.words.label(.upcoming), details.upcoming)
        if let link = details.values[.link] {
            values["button"] = ["label": try texts.line(.button, limit: 80), "link": link]
        }
        if !details.links.isEmpty {
            values["links"] = ["rows": details.links.map { ["label": $0.label, "link": $0.link] }]
        }
        values.merge(MailColours(accent: branding.accent).values) { $1 }
        if let logo {
            let name = branding.senderName.flatMap { UserText.line($0) } ?? details.values[.agency] ?? ""
            values["logo"] = [
                "address": logo.address, "name": name, "width": "\(logo.width)", "height": "\(logo.height)",
            ]
        }
        if let imprint = Self.imprint(branding) { values["imprint"] = imprint }
    }

    private static func imprint(_ branding: MailBranding) -> [String: Any]? {
        let lines = branding.footerLines.compactMap { UserText.line($0) }
        guard !lines.isEmpty else { return nil }
        let rows = lines.enumerated().map { index, line in
            ["text": line, "more": index < lines.count - 1] as [String: Any]
        }
        return ["lines": rows]
    }

    private static func group(_ heading: String?, _ facts: [(label: String, value: String)]) -> [[String: Any]] {
        guard !facts.isEmpty else { return [] }
        var group: [String: Any] = ["rows": facts.map { ["label": $0.label, "value": $0.value] }]
        if let heading { group["heading"] = heading }
        return [group]
    }

    private static func summary(_ details: NoticeDetails) -> [String: Any]? {
        guard let summary = details.summary else { return nil }
        var values: [String: Any] = ["title": details.words.label(.summary), "lines": summary.paragraphs]
        if !summary.isWhole { values["note"] = details.words.label(.summaryIsCut) }
        return values
    }

    var htmlValues: [String: Any] { HTMLText.escaped(values as Any) as? [String: Any] ?? [:] }
}
