/// A word that stands in the database, and what the console says for it: the same wherever it is shown.
protocol StoredWord: RawRepresentable<String> {
    var label: Phrase { get }
}

extension StoredWord {
    /// What is not known is shown as it is.
    static func text(_ stored: String, _ words: Words) -> String {
        Self(rawValue: stored).map { words($0.label) } ?? stored
    }
}

extension StoredWord where Self: CaseIterable {
    /// As a form offers them.
    static var choices: [(name: String, title: Phrase)] { allCases.map { ($0.rawValue, $0.label) } }
}

extension String {
    /// As it stands at the beginning of a sentence.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
