/// What is wrong with one field of a form about the team.
struct TeamProblem: Sendable {
    /// The field's name.
    var field: String
    var label: Phrase
    var text: Phrase
    /// For the names in braces in `text`.
    var values: [String: String] = [:]

    init(_ field: String, _ label: Phrase, _ text: Phrase, _ values: [String: String] = [:]) {
        self.field = field
        self.label = label
        self.text = text
        self.values = values
    }
}

extension [TeamProblem] {
    func text(of field: String, _ words: Words) -> String? {
        first { $0.field == field }.map { words($0.text, $0.values) }
    }

    func summary(_ words: Words) -> HTML {
        ProblemSummary(words: words, problems: map { ($0.field, words($0.label), words($0.text, $0.values)) }).html
    }
}
