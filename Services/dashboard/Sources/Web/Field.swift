/// A field of a form: its label, a hint, the control, and what is wrong with what was typed, which stays in it.
struct Field: Sendable {
    enum Control: Sendable {
        case input(type: String, value: String)
        /// Value and text of each option.
        case select([(value: String, text: String)], selected: String)
        case text(String, rows: Int)
    }

    var name: String
    var label: String
    var control: Control
    var hint: String?
    var problem: String?
    /// Whether the problem is in English words, whatever the page is in.
    var isProblemEnglish: Bool
    /// Further attributes of the control, such as `autocomplete`.
    var attributes: HTML = .empty

    init(
        _ name: String, _ label: String, _ control: Control, hint: String? = nil, problem: String? = nil,
        isProblemEnglish: Bool = false, attributes: HTML = .empty
    ) {
        self.name = name
        self.label = label
        self.control = control
        self.hint = hint
        self.problem = problem
        self.isProblemEnglish = isProblemEnglish
        self.attributes = attributes
    }

    var html: HTML {
        """
        <div class="field"><label for="\(id)">\(label)</label>
        \(hint.map { #"<p class="hint" id="\#(id)-hint">\#($0)</p>"# as HTML })\(renderedControl)
        \(problem.map { #"<p class="error" id="\#(id)-error"\#(#" lang="en""#, when: isProblemEnglish)>\#($0)</p>"# as HTML })</div>

        """
    }

    private var id: String { "f-\(name)" }

    private var described: HTML {
        let ids = [hint.map { _ in "\(id)-hint" }, problem.map { _ in "\(id)-error" }].compactMap(\.self)
        let describedBy: HTML = #" aria-describedby="\#(ids.joined(separator: " "))""#
        return (ids.isEmpty ? .empty : describedBy) + (problem == nil ? .empty : #" aria-invalid="true""#)
    }

    private var renderedControl: HTML {
        switch control {
        case .input(let type, let value):
            #"<input id="\#(id)" name="\#(name)" type="\#(type)" value="\#(value)" dir="auto"\#(attributes)\#(described)>"#
        case .select(let options, let selected):
            """
            <select id="\(id)" name="\(name)"\(attributes)\(described)>\(options.html { option in
                #"<option value="\#(option.value)"\#(" selected", when: option.value == selected)>\#(option.text)</option>"#
            })</select>
            """
        case .text(let value, let rows):
            """
            <textarea id="\(id)" name="\(name)" rows="\(rows)" dir="auto"\(attributes)\(described)>
            \(value)</textarea>
            """
        }
    }
}

/// Several problems of one form, above it: links lead to the fields.
struct ProblemSummary: Sendable {
    var words: Words
    /// A field's name, its label, and what is wrong with it.
    var problems: [(field: String, label: String, text: String)]
    /// Fields whose problem is in English words, whatever the page is in.
    var inEnglish: Set<String> = []

    var html: HTML {
        guard !problems.isEmpty else { return .empty }
        return """
            <div class="error-summary" role="alert" tabindex="-1" id="errors"><h2>\(words(.thingsToCorrect, problems.count))</h2>
            <ul>\(problems.html { problem in
                ##"<li><a href="#f-\##(problem.field)">\##(problem.label): \##(text(of: problem))</a></li>"##
            })</ul></div>

            """
    }
}

extension ProblemSummary {
    private func text(of problem: (field: String, label: String, text: String)) -> HTML {
        inEnglish.contains(problem.field) ? #"<span lang="en">\#(problem.text)</span>"# : HTML(problem.text)
    }
}

extension CountedPhrase {
    static let thingsToCorrect = CountedPhrase(
        Phrase("One thing needs correcting", es: "Hay que corregir una cosa"),
        Phrase("{n} things need correcting", es: "Hay que corregir {n} cosas"))
}
