/// What a Mustache text asks for, as a tree. Mustache itself renders what is missing as nothing, and does not say so.
indirect enum TemplateTag: Sendable, Equatable {
    case variable(String)
    case section(String, isInverted: Bool, [TemplateTag])

    /// - Throws: ``TemplateProblem`` for tags that texts of notices have no use for.
    static func tags(in text: String) throws(TemplateProblem) -> [TemplateTag] {
        var rest = Substring(text)
        return try tags(in: &rest, until: nil)
    }

    private static func tags(in rest: inout Substring, until end: String?) throws(TemplateProblem) -> [TemplateTag] {
        var tags: [TemplateTag] = []
        while let tag = next(in: &rest) {
            let name = String(tag.dropFirst()).trimmedOfSpaces
            switch tag.first {
            case "#", "^":
                let isInverted = tag.first == "^"
                tags.append(.section(name, isInverted: isInverted, try Self.tags(in: &rest, until: name)))
            case "/": return tags
            case "!", "%": continue
            case "{", "&": tags.append(.variable(name))
            case ">", "<", "$", "=":
                throw TemplateProblem("{{\(tag)}} is of a sort that cannot be used here")
            default: tags.append(.variable(String(tag).trimmedOfSpaces))
            }
        }
        if let end { throw TemplateProblem("the section {{#\(end)}} has no end") }
        return tags
    }

    /// The inside of the next pair of braces; of three braces, with the third one before it.
    private static func next(in rest: inout Substring) -> Substring? {
        guard let start = rest.firstRange(of: "{{") else { return nil }
        let inside = rest[start.upperBound...]
        guard let end = inside.firstRange(of: inside.first == "{" ? "}}}" : "}}") else { return nil }
        rest = inside[end.upperBound...]
        return inside[..<end.lowerBound]
    }
}

/// What is wrong with a Mustache text, in a sentence for whoever wrote it.
struct TemplateProblem: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension StringProtocol {
    var trimmedOfSpaces: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}

/// What can be used in a template, checked once when the template is read.
struct TemplateScope: Sendable {
    var required: Set<String>
    var optional: Set<String>
    var conditions: Set<String>

    /// - Throws: ``TemplateProblem`` when a name is unknown, a condition is printed, or what may be absent is printed
    ///   without a section that asks for it.
    func check(_ tags: [TemplateTag]) throws(TemplateProblem) { try check(tags, known: required) }

    private func check(_ tags: [TemplateTag], known: Set<String>) throws(TemplateProblem) {
        for tag in tags {
            switch tag {
            case .variable(let name): try checkVariable(name, known: known)
            case .section(let name, let isInverted, let inside):
                guard required.contains(name) || optional.contains(name) || conditions.contains(name) else {
                    throw unknown(name)
                }
                try check(inside, known: isInverted ? known.subtracting([name]) : known.union([name]))
            }
        }
    }

    private func checkVariable(_ name: String, known: Set<String>) throws(TemplateProblem) {
        if conditions.contains(name) {
            throw TemplateProblem("`\(name)` is a condition: write {{#\(name)}}…{{/\(name)}}")
        }
        guard required.contains(name) || optional.contains(name) else { throw unknown(name) }
        guard known.contains(name) else {
            throw TemplateProblem("`\(name)` may be absent: write {{#\(name)}}…{{/\(name)}} around {{\(name)}}")
        }
    }

    private func unknown(_ name: String) -> TemplateProblem {
        let variables = required.union(optional).sorted().joined(separator: ", ")
        let asked = conditions.isEmpty ? "" : "; conditions: \(conditions.sorted().joined(separator: ", "))"
        return TemplateProblem("there is no `\(name.prefix(40))`; there are: \(variables)\(asked)")
    }
}
