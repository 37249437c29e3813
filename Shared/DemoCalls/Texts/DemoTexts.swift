/// What is said in one language. A conversation is a text of lines: `A:` the assistant, `L:` the lead, `S:` the summary,
/// `E:` what it comes to. In the first line `{name}` stands for the lead; what follows `||` is said when nobody knows the
/// name.
struct DemoTexts: Sendable {
    /// BCP 47, without a region.
    var language: String
    /// How the assistant begins, whoever answers.
    var greeting: String
    /// What an answering machine says.
    var machine: String
    /// What a model makes of a machine's words: something that never was.
    var machineSummary: String
    var conversations: [String]

    static let all = [german, english, french, spanish, turkish, swedish]
}
