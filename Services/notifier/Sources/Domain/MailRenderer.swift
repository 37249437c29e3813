internal import FoundationEssentials
internal import HTMLText
internal import Mustache

/// Renders mails from the embedded templates, as HTML and as plain text.
struct MailRenderer: Sendable {
    struct Mail: Sendable, Equatable {
        var subject: String
        var html: String
        var text: String
    }

    private let html: MustacheTemplate
    private let text: MustacheTemplate

    /// - Throws: when a template has a syntax error; then the service does not start.
    init() throws {
        html = try MustacheTemplate(
            string: String(decoding: PackageResources.call_completed_html_mustache, as: UTF8.self))
        text = try MustacheTemplate(
            string: String(decoding: PackageResources.call_completed_txt_mustache, as: UTF8.self))
    }

    func render(_ view: CallCompletedView) -> Mail {
        let values = view.values
        return Mail(
            subject: view.subject, html: html.render(HTMLText.escaped(values as Any)),
            text: text.render(values))
    }
}

extension CallCompletedView {
    /// Keys as the templates name them. What is absent is absent as a key: sections over it render nothing.
    fileprivate var values: [String: Any] {
        var values: [String: Any] = [
            "subject": subject, "preheader": preheader, "greeting": greeting, "headline": headline,
            "facts": facts.map { ["label": $0.label, "value": $0.value] }, "callLink": callLink,
            "agencyName": agencyName,
        ]
        if let summary {
            values["summary"] = [
                "paragraphs": summary.split(whereSeparator: \.isNewline).map(String.init), "text": summary,
            ]
        }
        if let transcriptLink { values["transcriptLink"] = transcriptLink }
        if let recordingLink { values["recordingLink"] = recordingLink }
        return values
    }
}
