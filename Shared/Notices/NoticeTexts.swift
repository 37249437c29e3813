/// The texts of one notice: the agency's own ones where it has some that say anything, else ours.
struct NoticeTexts {
    let kind: NoticeKind
    let details: NoticeDetails
    let overrides: NoticeOverrides
    let language: NoticeLanguage
    let values: [String: Any]

    /// One line.
    ///
    /// - Throws: ``TemplateProblem`` when something is missing, or nothing comes out.
    func line(_ part: NoticePart, limit: Int) throws(TemplateProblem) -> String {
        if let own = try own(part), let line = UserText.line(own, limit: limit, isolates: true) { return line }
        guard let line = UserText.line(try ours(part), limit: limit, isolates: true) else {
            throw TemplateProblem("the \(part.rawValue) is empty")
        }
        return details.sentence(line)
    }

    func body() throws(TemplateProblem) -> [String] {
        if let own = try own(.body), let body = UserText.paragraphs(own, isolates: true) { return body.paragraphs }
        return (UserText.paragraphs(try ours(.body), isolates: true)?.paragraphs ?? []).map(details.sentence)
    }

    func message() throws(TemplateProblem) -> SMSText {
        let values = details.templateValues(marked: true)
        for template in [
            overrides.template(.short, of: kind, in: language), try details.words.template(.short, of: kind),
        ] {
            guard let text = try template?.render(values) else { continue }
            let pieces = MarkedText.pieces(details.sentence(text.trimmedOfSpaces))
            if !pieces.isEmpty { return SMSText(pieces) }
        }
        throw TemplateProblem("the short text is empty")
    }

    private func own(_ part: NoticePart) throws(TemplateProblem) -> String? {
        try overrides.template(part, of: kind, in: language)?.render(values)
    }

    private func ours(_ part: NoticePart) throws(TemplateProblem) -> String {
        try details.words.template(part, of: kind).render(values)
    }

    /// WhatsApp takes neither line breaks nor emptiness.
    var templateVariables: [String: String] {
        let texts = kind.templateVariables.map {
            UserText.line(details.values[$0], limit: $0 == .link ? 2000 : 500) ?? "–"
        }
        return Dictionary(uniqueKeysWithValues: texts.enumerated().map { ("\($0.offset + 1)", $0.element) })
    }
}
