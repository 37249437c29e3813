internal import Foundation

/// Reads what somebody typed and notes, beside each field, what is wrong with it.
struct FormCheck: Sendable {
    let words: Words
    /// In the order of the form.
    private(set) var problems: [(field: String, label: String, text: String)] = []
    /// Fields whose message is in English, whatever the page is in.
    private(set) var inEnglish: Set<String> = []

    init(words: Words) { self.words = words }

    var isFine: Bool { problems.isEmpty }

    func problem(of field: String) -> String? { problems.first { $0.field == field }?.text }

    mutating func note(_ field: String, _ label: Phrase, _ text: String) {
        problems.append((field, words(label), text))
    }

    /// A whole number within limits; nil when it is none.
    mutating func number(_ text: String, _ field: String, _ label: Phrase, _ limits: ClosedRange<Int>) -> Int? {
        guard let number = Int(text), limits.contains(number) else {
            note(
                field, label,
                words(
                    .checkNumber,
                    ["from": words.grouped(limits.lowerBound), "to": words.grouped(limits.upperBound)]))
            return nil
        }
        return number
    }

    /// The same; empty is nil and fine.
    mutating func optionalNumber(
        _ text: String, _ field: String, _ label: Phrase, _ limits: ClosedRange<Int>
    ) -> Int? {
        text.isEmpty ? nil : number(text, field, label, limits)
    }

    /// A text of a certain length.
    mutating func text(_ text: String, _ field: String, _ label: Phrase, longest: Int = 200) -> String? {
        guard !text.isEmpty else {
            note(field, label, words(.checkMissing))
            return nil
        }
        guard text.count <= longest else {
            note(field, label, words(.checkTooLong, ["n": "\(longest)"]))
            return nil
        }
        return text
    }

    /// What a setting's own check has found, in English words that begin with the setting's name, put beside the field
    /// whose name that is; the rest above the form. Fields are called what they are called on the page.
    mutating func note(ruleProblems: [String], labels: [(field: String, label: Phrase)], fallback: (String, Phrase)) {
        let labels = labels.sorted { $0.field.count > $1.field.count }
        for problem in ruleProblems {
            let found = labels.first { problem.hasPrefix($0.field) }
            var text = problem.dropFirst(found?.field.count ?? 0).drop { $0 == ":" || $0 == " " }.description
            for other in labels where other.field.contains("_") {
                text = text.replacing(other.field, with: "“\(words(other.label))”")
            }
            let field = found?.field ?? fallback.0
            note(field, found?.label ?? fallback.1, text.prefix(1).uppercased() + text.dropFirst())
            inEnglish.insert(field)
        }
    }

    var summary: HTML { ProblemSummary(words: words, problems: problems, inEnglish: inEnglish).html }
}

/// Draws fields with the messages of a ``FormCheck`` beside them.
struct FieldView: Sendable {
    let frame: PageFrame
    let check: FormCheck

    var words: Words { frame.words }

    private func isEnglish(_ name: String) -> Bool { check.inEnglish.contains(name) }

    /// - Parameter standard: what counts when nothing else is said, for the hint.
    private func hint(_ hint: Phrase?, _ standard: String?) -> String? {
        let parts = [hint.map { words($0) }, standard.map { words(.settingsStandard, ["value": $0]) }]
        let text = parts.compactMap(\.self).joined(separator: " ")
        return text.isEmpty ? nil : text
    }

    func number(
        _ name: String, _ label: Phrase, _ value: String, hint: Phrase? = nil, standard: String? = nil
    ) -> HTML {
        Field(
            name, words(label), .input(type: "number", value: value), hint: self.hint(hint, standard),
            problem: check.problem(of: name), isProblemEnglish: isEnglish(name),
            attributes: #" class="short" inputmode="numeric""#
        ).html
    }

    func text(
        _ name: String, _ label: Phrase, _ value: String, hint: Phrase? = nil, standard: String? = nil,
        attributes: HTML = .empty
    ) -> HTML {
        Field(
            name, words(label), .input(type: "text", value: value), hint: self.hint(hint, standard),
            problem: check.problem(of: name), isProblemEnglish: isEnglish(name), attributes: attributes
        ).html
    }

    func lines(
        _ name: String, _ label: Phrase, _ value: String, rows: Int, hint: Phrase? = nil, standard: String? = nil
    ) -> HTML {
        Field(
            name, words(label), .text(value, rows: rows), hint: self.hint(hint, standard),
            problem: check.problem(of: name), isProblemEnglish: isEnglish(name)
        ).html
    }

    func choice(
        _ name: String, _ label: Phrase, _ options: [(value: String, text: String)], _ selected: String,
        hint: Phrase? = nil, standard: String? = nil
    ) -> HTML {
        Field(
            name, words(label), .select(options, selected: selected), hint: self.hint(hint, standard),
            problem: check.problem(of: name), isProblemEnglish: isEnglish(name)
        ).html
    }

    func tick(_ name: String, _ label: Phrase, _ isOn: Bool, hint: Phrase? = nil, standard: Bool? = nil) -> HTML {
        let hint = self.hint(hint, standard.map { words($0 ? .settingsOn : .settingsOff) })
        let shown: HTML? = hint.map { #" <span class="hint">\#($0)</span>"# }
        return """
            <label class="check"><input type="checkbox" id="f-\(name)" name="\(name)" value="on"\(" checked", when: isOn)> <span>\(words(label))\(shown)</span></label>

            """
    }

    /// Several fields that belong together; what is wrong with them as a whole last.
    func group(_ name: String, _ legend: Phrase, hint: Phrase? = nil, _ content: HTML) -> HTML {
        let problem = check.problem(of: name)
        let described: HTML = #" aria-describedby="f-\#(name)-error""#
        return """
            <fieldset class="field" id="f-\(name)"\(described, when: problem != nil)><legend>\(words(legend))</legend>
            \(hint.map { #"<p class="hint">\#(words($0))</p>"# as HTML })\(content)
            \(problem.map { #"<p class="error" id="f-\#(name)-error"\#(#" lang="en""#, when: isEnglish(name))>\#($0)</p>"# as HTML })</fieldset>

            """
    }
}

extension Phrase {
    static let checkNumber = Phrase(
        "This has to be a whole number from {from} to {to}.", es: "Tiene que ser un número entero de {from} a {to}.")
    static let checkMissing = Phrase("This is needed.", es: "Es necesario.")
    static let checkTooLong = Phrase("This can be at most {n} characters.", es: "Como máximo {n} caracteres.")
    static let settingsStandard = Phrase("Standard: {value}.", es: "Estándar: {value}.")
    static let settingsOn = Phrase("yes", es: "sí")
    static let settingsOff = Phrase("no", es: "no")
}
