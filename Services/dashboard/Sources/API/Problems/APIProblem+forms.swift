internal import HTTPTypes

extension APIProblem {
    /// What is wrong with a form that a body was made into.
    ///
    /// - Parameter names: fields that the API calls something else.
    static func invalid(_ problems: [TeamProblem], names: [String: String] = [:]) -> APIProblem {
        let words = Words(language: .english)
        return .invalid(
            problems.map { problem in
                BodyProblem(
                    pointer: "#/\(names[problem.field] ?? problem.field)", detail: words(problem.text, problem.values))
            })
    }

    /// The same of a form about settings.
    static func invalid(_ check: FormCheck, names: [String: String] = [:]) -> APIProblem {
        .invalid(
            check.problems.map { BodyProblem(pointer: "#/\(names[$0.field] ?? $0.field)", detail: $0.text) })
    }

    /// Something is there already.
    static func known(_ phrase: Phrase) -> APIProblem {
        APIProblem(.conflict, .alreadyExists, Words(language: .english)(phrase))
    }
}
