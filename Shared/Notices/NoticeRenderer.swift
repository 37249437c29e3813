package import Contracts

/// Puts notices into words: as mails, as short texts, and as variables of WhatsApp templates.
///
/// All templates and words are read once, when it is made; it can be used by any number of tasks at a time.
package struct NoticeRenderer: Sendable {
    private let html: NoticeTemplate
    private let text: NoticeTemplate
    private let words: [WordLanguage: NoticeWords]

    /// - Throws: ``BrokenNoticeWords`` or a syntax error, when words or templates are not complete; then the service
    ///   does not start.
    package init() throws {
        html = try NoticeTemplate(String(decoding: PackageResources.layout_html_mustache, as: UTF8.self))
        text = try NoticeTemplate(String(decoding: PackageResources.layout_txt_mustache, as: UTF8.self))
        words = try Dictionary(
            uniqueKeysWithValues: WordLanguage.allCases.map { language in
                (language, try NoticeWords(language.json, language: language.rawValue))
            })
    }

    /// - Parameters:
    ///   - branding: of mails; what cannot be used of it is passed over.
    ///   - logo: of mails; the picture that the branding names.
    /// - Throws: ``UnrenderableNotice`` when anything that the texts name is missing or empty, or a link is no web
    ///   address.
    package func render(
        _ notice: Notice, overrides: NoticeOverrides = .none, branding: MailBranding = .none,
        logo: MailLogo? = nil
    ) throws(UnrenderableNotice) -> RenderedNotice {
        let (language, isFallback) = NoticeLanguage.choose(notice)
        do {
            let words = try words(in: language)
            let details = try NoticeDetails(notice, words: words, language: language)
            let texts = NoticeTexts(
                kind: notice.kind, details: details, overrides: overrides, language: language,
                values: details.templateValues())
            return try render(texts, branding.usable, logo, isFallback: isFallback)
        } catch {
            throw UnrenderableNotice(kind: notice.kind, reason: error.description)
        }
    }

    private func render(
        _ texts: NoticeTexts, _ branding: MailBranding, _ logo: MailLogo?, isFallback: Bool
    ) throws(TemplateProblem) -> RenderedNotice {
        let view = try MailView(texts, branding: branding, logo: logo)
        let message = try texts.message()
        return RenderedNotice(
            subject: view.subject, preheader: view.preheader, html: try html.render(view.htmlValues),
            text: try text.render(view.values),
            short: message.fitted(to: Self.mostSegments, maxCharacters: Self.mostCharacters).text, message: message,
            language: texts.language.tag, isFallbackLanguage: isFallback, templateVariables: texts.templateVariables)
    }

    private static let mostSegments = 3
    private static let mostCharacters = 320

    func words(in language: NoticeLanguage) throws(TemplateProblem) -> NoticeWords {
        guard let words = words[language.words] else { throw TemplateProblem("there are no words in \(language.tag)") }
        return words
    }
}

extension WordLanguage {
    var json: [UInt8] {
        switch self {
        case .english: PackageResources.en_json
        case .spanish: PackageResources.es_json
        case .french: PackageResources.fr_json
        case .german: PackageResources.de_json
        case .portuguese: PackageResources.pt_json
        case .italian: PackageResources.it_json
        }
    }
}
