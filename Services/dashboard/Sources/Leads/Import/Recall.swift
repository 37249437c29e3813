/// Remembers answers, so that the hundred thousandth `Germany` costs no more than a look. Bounded: what comes after is
/// asked again.
struct Recall<Answer: Sendable>: Sendable {
    private static var most: Int { 500 }
    private static var longest: Int { 100 }

    private var answers: [String: Answer] = [:]

    mutating func answer(to question: String, _ ask: (String) -> Answer) -> Answer {
        if let answer = answers[question] { return answer }
        let answer = ask(question)
        if answers.count < Self.most, question.utf8.count <= Self.longest { answers[question] = answer }
        return answer
    }
}
