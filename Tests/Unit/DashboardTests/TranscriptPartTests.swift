import Testing

@testable import Dashboard

@Suite struct TranscriptPartTests {
    private let long = (0..<600).map { CallTurn(who: .lead, at: Double($0) * 2, text: "turn \($0)") }

    @Test func aLongTranscriptComesInParts() {
        let first = TranscriptPart(of: long)
        #expect(first.number == 1 && first.count == 3 && first.turns.first == long[0] && first.turns.count == 250)
        let last = TranscriptPart(of: long, part: 3)
        #expect(last.turns.count == 100 && last.turns.last == long[599])
        #expect(TranscriptPart(of: long, part: 99).number == 3)
    }

    @Test func aMomentIsInItsPart() {
        #expect(TranscriptPart(of: long, second: 0).number == 1)
        #expect(TranscriptPart(of: long, second: 700).number == 2)
        #expect(TranscriptPart(of: long, second: 100_000).number == 3)
    }

    /// So that a player knows when none of the turns on the page is spoken any more.
    @Test func aTurnEndsWhenTheNextOfTheWholeCallBegins() {
        let first = TranscriptPart(of: long)
        #expect(first.ends.count == 250 && first.ends.first == 2 && first.ends.last == 500)
        #expect(TranscriptPart(of: long, part: 3).ends.last == .some(nil))
        let found = TranscriptPart(of: long, search: "turn 59")
        #expect(found.turns.first?.at == 118 && found.ends.first == 120)
    }

    @Test func aTurnWithoutATimeOrWithTheSameEndsNone() {
        let turns = [
            CallTurn(who: .lead, at: 1, text: "a"), CallTurn(who: .tool, text: "b"),
            CallTurn(who: .lead, at: 1, text: "c"), CallTurn(who: .lead, at: 5, text: "d"),
        ]
        #expect(TranscriptPart(of: turns).ends == [5, nil, 5, nil])
    }

    @Test func wordsAreFoundWhateverTheirCaseAndAccents() {
        let turns = [CallTurn(who: .lead, text: "¿Podríamos verlo?"), CallTurn(who: .lead, text: "No")]
        let part = TranscriptPart(of: turns, search: "PODRIAMOS")
        #expect(part.matches == 1)
        // A short transcript stays whole.
        #expect(part.turns.count == 2)
        #expect(part.marked(turns[0].text).text == "¿<mark>Podríamos</mark> verlo?")
    }

    @Test func ofALongTranscriptOnlyWhatMatchesIsShown() {
        let part = TranscriptPart(of: long, search: "turn 59")
        #expect(part.matches == 11 && part.turns.count == 11 && part.count == 1)
    }

    @Test func markedTextIsEscaped() {
        let part = TranscriptPart(of: [], search: "<b>")
        #expect(part.marked("a <b> & c").text == "a <mark>&lt;b&gt;</mark> &amp; c")
    }

    @Test func nothingIsOnePart() {
        let part = TranscriptPart(of: [])
        #expect(part.count == 1 && part.number == 1 && part.turns.isEmpty)
    }

    @Test(arguments: ["t=-1", "t=x", "t=999999", "part=0", "part=x"])
    func aPlaceThatMakesNoSenseIsRefused(_ query: String) {
        let parts = query.split(separator: "=").map(String.init)
        #expect(throws: BadRequest.self) { try CallPlace(Query([(parts[0], parts[1])])) }
    }
}
