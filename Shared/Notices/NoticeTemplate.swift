internal import Mustache

/// A Mustache text, parsed once, that knows what it asks for. It does not escape.
struct NoticeTemplate: Sendable {
    private let template: MustacheTemplate
    private let tags: [TemplateTag]

    /// - Parameter scope: what the text may use; nil when that is not known before it is rendered.
    /// - Throws: ``TemplateProblem``.
    init(_ text: String, scope: TemplateScope? = nil) throws(TemplateProblem) {
        do {
            template = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\(text)")
        } catch {
            throw Self.problem(error)
        }
        tags = try TemplateTag.tags(in: text)
        if let scope { try scope.check(tags) }
    }

    private static func problem(_ error: any Error) -> TemplateProblem {
        guard let parsing = error as? MustacheTemplate.ParserError else { return TemplateProblem("\(error)") }
        let what: String =
            switch parsing.error {
            case MustacheTemplate.Error.sectionCloseNameIncorrect: "a section ends that is not the one that is open"
            case MustacheTemplate.Error.expectedSectionEnd: "a section is not ended"
            case MustacheTemplate.Error.unfinishedName: "a name in braces is not a name, or its braces are not closed"
            default: "braces are not closed, or are not used as Mustache has it"
            }
        return TemplateProblem("\(what) (line \(parsing.context.lineNumber))")
    }

    /// - Parameter values: texts, lists of values, values of their own, and conditions. What is absent has no key.
    /// - Throws: ``TemplateProblem`` that names what is asked for and is missing or empty.
    func render(_ values: [String: Any]) throws(TemplateProblem) -> String {
        if let missing = Self.missing(tags, in: [values]) { throw TemplateProblem("`\(missing)` is missing or empty") }
        return template.render(values)
    }

    /// Looks things up as Mustache does: inner values first.
    private static func missing(_ tags: [TemplateTag], in stack: [Any]) -> String? {
        for tag in tags {
            switch tag {
            case .variable(let name):
                let text = (name == "." ? stack.last : value(name, in: stack)) as? String
                if text?.isEmpty ?? true { return name }
            case .section(let name, let isInverted, let inside):
                for object in objects(value(name, in: stack), isInverted: isInverted) {
                    if let missing = missing(inside, in: stack + [object]) { return missing }
                }
            }
        }
        return nil
    }

    private static func value(_ name: String, in stack: [Any]) -> Any? {
        for case let values as [String: Any] in stack.reversed() {
            if let value = values[name] { return value }
        }
        return nil
    }

    /// What the inside of a section is rendered with, each time it is.
    private static func objects(_ value: Any?, isInverted: Bool) -> [Any] {
        let objects: [Any] =
            switch value {
            case nil: []
            case let condition as Bool: condition ? [condition] : []
            case let list as [Any]: list
            case let value?: [value]
            }
        if isInverted { return objects.isEmpty ? [true] : [] }
        return objects
    }
}
