internal import FoundationEssentials

/// The words of one language, complete and parsed.
struct NoticeWords: Sendable {
    private let texts: [CommonText: NoticeTemplate]
    private let labels: [NoticeLabel: String]
    private let notices: [NoticeKind: [NoticePart: NoticeTemplate]]

    /// As written down in `Words`.
    private struct Written: Decodable {
        var texts: [String: String]
        var labels: [String: String]
        var notices: [String: [String: String]]
    }

    /// - Throws: ``BrokenNoticeWords`` when anything is missing, empty, superfluous, or no template.
    init(_ json: [UInt8], language: String) throws {
        let written = try JSONDecoder().decode(Written.self, from: Data(json))
        var reader = Reader()
        texts = reader.templates(written.texts, at: "texts", CommonText.allCases) { ($0.scope, false) }
        labels = reader.values(written.labels, at: "labels", NoticeLabel.allCases) { text, _ throws(TemplateProblem) in
            if text.isEmpty { throw TemplateProblem("is empty") }
            return text
        }
        let kinds = reader.values(written.notices, at: "notices", NoticeKind.allCases) { parts, _ in parts }
        notices = Dictionary(
            uniqueKeysWithValues: kinds.map { kind, parts in
                (kind, reader.templates(parts, at: kind.rawValue, NoticePart.allCases) { (kind.scope, $0.mayBeEmpty) })
            })
        guard reader.problems.isEmpty else {
            throw BrokenNoticeWords(problems: reader.problems.sorted().map { "\(language): \($0)" })
        }
    }

    /// All of these are there: the initializer has seen to it.
    func label(_ label: NoticeLabel) -> String { labels[label] ?? "" }

    func text(_ text: CommonText, _ values: [String: Any]) throws(TemplateProblem) -> String {
        guard let template = texts[text] else { throw TemplateProblem("there is no text `\(text.rawValue)`") }
        return try template.render(values)
    }

    func template(_ part: NoticePart, of kind: NoticeKind) throws(TemplateProblem) -> NoticeTemplate {
        guard let template = notices[kind]?[part] else {
            throw TemplateProblem("there is no \(part.rawValue) of \(kind.rawValue)")
        }
        return template
    }
}

/// Collects everything that is wrong, so that it can be mended in one go.
private struct Reader {
    var problems: [String] = []

    mutating func templates<Key: RawRepresentable<String> & Hashable>(
        _ written: [String: String], at place: String, _ keys: [Key],
        rule: (Key) -> (scope: TemplateScope, mayBeEmpty: Bool)
    ) -> [Key: NoticeTemplate] {
        values(written, at: place, keys) { text, key throws(TemplateProblem) in
            if text.isEmpty, !rule(key).mayBeEmpty { throw TemplateProblem("is empty") }
            return try NoticeTemplate(text, scope: rule(key).scope)
        }
    }

    mutating func values<Key: RawRepresentable<String> & Hashable, Text, Value>(
        _ written: [String: Text], at place: String, _ keys: [Key], read: (Text, Key) throws(TemplateProblem) -> Value
    ) -> [Key: Value] {
        var values: [Key: Value] = [:]
        for key in keys {
            guard let text = written[key.rawValue] else {
                problems.append("\(place).\(key.rawValue) is missing")
                continue
            }
            do {
                values[key] = try read(text, key)
            } catch {
                problems.append("\(place).\(key.rawValue): \(error)")
            }
        }
        let strangers = Set(written.keys).subtracting(keys.map(\.rawValue))
        problems += strangers.map { "\(place).\($0) is not used" }
        return values
    }
}

/// Words that are not complete or not usable; the service does not start with them.
package struct BrokenNoticeWords: Error, Equatable, CustomStringConvertible {
    package let problems: [String]
    package var description: String { problems.joined(separator: "\n") }
}

extension NoticeKind {
    var scope: TemplateScope {
        TemplateScope(
            required: Set(requiredVariables.map(\.rawValue)),
            optional: Set(variables.subtracting(requiredVariables).map(\.rawValue)),
            conditions: Set(conditions.map(\.rawValue)))
    }
}
