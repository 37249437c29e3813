import Testing

@testable import Dashboard

@Suite struct SearchSnippetTests {
    private func marking(_ typed: String, _ excerpt: String) -> String {
        SearchSnippet.marking(typed, in: excerpt)
            .replacing("\u{2}", with: "[").replacing("\u{3}", with: "]")
    }

    @Test(arguments: [
        ("manana", "Hablamos mañana a las diez.", "Hablamos [mañana] a las diez."),
        ("mañana", "Hablamos MAÑANA.", "Hablamos [MAÑANA]."),
        // Another form of the word.
        ("mañanas", "Hablamos mañana.", "Hablamos [mañana]."),
        ("太陽光", "はい、太陽光発電です。", "はい、[太陽光]発電です。"),
        ("\"mas alla\"", "Está más allá del río.", "Está [más] [allá] del río."),
        ("rio or lago -mar -\"del sur\"", "El río, el mar y lo del sur.", "El [río], el mar y lo del sur."),
        // Within another word it was not searched for.
        ("ano", "La mano de un año.", "La mano de un [año]."),
        ("-", "Nada.", "Nada."),
    ])
    func wordsAreMarkedWhateverTheirAccents(_ typed: String, _ excerpt: String, _ expected: String) {
        #expect(marking(typed, excerpt) == expected)
    }

    @Test func whatTheDatabaseMarkedStays() {
        #expect(marking("b", "a \u{2}b\u{3} b") == "a [b] b")
    }

    @Test func theWordIsInThePartThatIsShown() {
        let long = String(repeating: "palabra ", count: 40) + "mañana " + String(repeating: "palabra ", count: 40)
        let shown = marking("manana", long)
        #expect(shown.contains("[mañana]") && shown.count < 200)
        #expect(shown.hasPrefix("palabra") && shown.hasSuffix("palabra"))
    }

    @Test func whereNoneOfTheWordsIsTheBeginningIsShown() {
        let long = String(repeating: "palabra ", count: 60)
        let shown = marking("okafor", long)
        #expect(long.hasPrefix(shown) && shown.count <= 180 && shown.hasSuffix("palabra"))
        #expect(marking("okafor", "") == "")
    }

    @Test func onlyWhatIsWantedIsAWord() {
        #expect(SearchSnippet.words(of: #"casa -mar "a b" -"c d" OR don't"#) == ["casa", "a", "b", "don", "t"])
    }
}
