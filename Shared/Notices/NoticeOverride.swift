internal import FoundationEssentials

/// An agency's own texts for a kind of notice in one language.
///
/// They are Mustache: `{{lead}}`, `{{#agent}}…{{/agent}}`. What they may use is ``NoticeKind/variables`` and, as
/// sections only, ``NoticeKind/conditions``. They are texts and not HTML: what looks like a tag is shown as it is
/// written.
package struct NoticeOverride: Codable, Sendable, Equatable {
    package var kind: NoticeKind
    /// BCP 47. With a region it goes before one without.
    package var language: String
    package var subject: String?
    /// Paragraphs, in place of ours below the heading.
    package var body: String?
    package var short: String?

    package init(
        kind: NoticeKind, language: String, subject: String? = nil, body: String? = nil, short: String? = nil
    ) {
        self.kind = kind
        self.language = language
        self.subject = subject
        self.body = body
        self.short = short
    }

    /// - Throws: ``InvalidNoticeOverride`` when it has no text, is in a language that notices are not written in, is
    ///   longer than 4,000 bytes, is no Mustache, uses what there is not, prints what may be absent without asking for
    ///   it first, or would come out empty.
    package func validate() throws(InvalidNoticeOverride) { _ = try parsed() }

    func parsed() throws(InvalidNoticeOverride) -> [NoticePart: NoticeTemplate] {
        guard NoticeLanguage(tag: language) != nil else {
            let offered = WordLanguage.allCases.map(\.rawValue).joined(separator: ", ")
            throw InvalidNoticeOverride(part: "language", reason: "there is no such language; there are: \(offered)")
        }
        var templates: [NoticePart: NoticeTemplate] = [:]
        for case (let part, let text?) in [(NoticePart.subject, subject), (.body, body), (.short, short)] {
            do {
                templates[part] = try parsed(text)
            } catch {
                throw InvalidNoticeOverride(part: part.rawValue, reason: error.description)
            }
        }
        guard !templates.isEmpty else { throw InvalidNoticeOverride(part: "texts", reason: "there is no text") }
        return templates
    }

    private func parsed(_ text: String) throws(TemplateProblem) -> NoticeTemplate {
        guard text.utf8.count <= Self.longest else {
            throw TemplateProblem("is longer than \(Self.longest) bytes")
        }
        let template = try NoticeTemplate(text, scope: kind.scope)
        // With everything that may be absent absent, and every condition false.
        let least = Dictionary(uniqueKeysWithValues: kind.requiredVariables.map { ($0.rawValue, "x" as Any) })
        guard UserText.paragraphs(try template.render(least)) != nil else {
            throw TemplateProblem("would be empty when everything that may be absent is absent")
        }
        return template
    }

    private static let longest = 4000
}

/// Why an agency's text is not taken.
package struct InvalidNoticeOverride: Error, Equatable, CustomStringConvertible {
    /// `subject`, `body`, `short`, `language`, or `texts` for all of them.
    package let part: String
    /// A sentence for whoever wrote it, which says what there is.
    package let reason: String

    package var description: String { "\(part): \(reason)" }
}

/// An agency's own texts, checked and parsed once.
package struct NoticeOverrides: Sendable {
    private struct Key: Hashable {
        var kind: NoticeKind
        var language: String
    }

    private let templates: [Key: [NoticePart: NoticeTemplate]]

    /// - Throws: ``InvalidNoticeOverride`` of the first one that is not valid. Of two for the same, the later one
    ///   counts.
    package init(_ overrides: [NoticeOverride] = []) throws(InvalidNoticeOverride) {
        var templates: [Key: [NoticePart: NoticeTemplate]] = [:]
        for override in overrides {
            let parsed = try override.parsed()
            guard let language = NoticeLanguage(tag: override.language) else { continue }
            templates[Key(kind: override.kind, language: language.tag)] = parsed
        }
        self.templates = templates
    }

    private init(none: Void) { templates = [:] }

    package static let none = NoticeOverrides(none: ())

    func template(_ part: NoticePart, of kind: NoticeKind, in language: NoticeLanguage) -> NoticeTemplate? {
        templates[Key(kind: kind, language: language.tag)]?[part]
            ?? templates[Key(kind: kind, language: language.words.rawValue)]?[part]
    }
}
