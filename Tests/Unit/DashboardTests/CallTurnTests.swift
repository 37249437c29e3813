import Testing

@testable import Dashboard

@Suite struct CallTurnTests {
    @Test func aReportSaysWhoSaidWhatWhen() {
        let report = """
            {"message": {"type": "end-of-call-report", "artifact": {"messages": [
                {"role": "system", "message": "You are Mia. The key is 1234.", "secondsFromStart": 0},
                {"role": "bot", "message": "Hello", "secondsFromStart": 1.84},
                {"role": "user", "message": "Hi <b>there</b>", "secondsFromStart": "7.72"},
                {"role": "user", "message": "  "},
                {"role": "tool_calls", "message": "", "toolCalls": [{"function": {"name": "book"}}], "secondsFromStart": 9},
                {"role": "tool_call_result", "name": "book", "result": "Booked", "secondsFromStart": -4},
                {"role": "narrator", "message": "?"}, 5, null
            ]}, "messages": [{"role": "bot", "message": "elsewhere"}]}}
            """
        #expect(
            ReportTurns.turns(of: Array(report.utf8)) == [
                CallTurn(who: .assistant, at: 1.84, text: "Hello"),
                CallTurn(who: .lead, at: 7.72, text: "Hi <b>there</b>"),
                CallTurn(who: .tool, at: 9, text: "book"),
                CallTurn(who: .tool, at: nil, text: "book: Booked"),
            ])
    }

    @Test(arguments: [
        #"{"message": {"messages": [{"role": "assistant", "content": "Hello"}]}}"#,
        #"{"messages": [{"role": "bot", "message": "Hello"}]}"#,
        #"{"message": {"artifact": {}, "call": {"messages": [{"role": "bot", "message": "Hello"}]}}}"#,
    ])
    func olderReportsHaveThemElsewhere(_ report: String) {
        #expect(ReportTurns.turns(of: Array(report.utf8)) == [CallTurn(who: .assistant, text: "Hello")])
    }

    @Test(arguments: ["", "not JSON", "[]", "{}", #"{"message": {"messages": "none"}}"#, #"{"message": 5}"#])
    func whatHasNoMessagesHasNoTurns(_ report: String) {
        #expect(ReportTurns.turns(of: Array(report.utf8)).isEmpty)
    }

    @Test func turnsAreReadAsTheyWereWritten() {
        let turns = [
            CallTurn(who: .assistant, at: 0.5, text: "Say \"yes\"\n\u{1}"), CallTurn(who: .lead, at: nil, text: "Sí 👍"),
            CallTurn(who: .tool, at: 12, text: "book"),
        ]
        #expect(CallTurn.list(json: Array(CallTurn.json(turns).utf8)) == turns)
        #expect(CallTurn.list(json: Array("{".utf8)).isEmpty)
    }

    @Test func whatATextCannotHoldIsLeftOut() {
        let report = #"{"message": {"messages": [{"role": "user", "message": "a\u0000b"}]}}"#
        #expect(ReportTurns.turns(of: Array(report.utf8)) == [CallTurn(who: .lead, text: "ab")])
    }

    @Test func aTranscriptIsSplitAtItsLabels() {
        let turns = SpokenLines.turns(of: "AI: Hello\nthere\nUser: At 3: is that right?\nNote: it is\n\nAI: Yes\n")
        #expect(
            turns == [
                CallTurn(who: .assistant, text: "Hello\nthere"),
                CallTurn(who: .lead, text: "At 3: is that right?\nNote: it is"),
                CallTurn(who: .assistant, text: "Yes"),
            ])
    }

    @Test func labelsOfOnesOwnAreTheSpeakersNames() {
        let turns = SpokenLines.turns(of: "Mia: Hello\nRosa: Hi\nMia: A question\nRosa: Yes?")
        #expect(turns.map(\.who) == [.assistant, .lead, .assistant, .lead])
        #expect(turns.map(\.label) == ["Mia", "Rosa", "Mia", "Rosa"])
    }

    @Test func aTranscriptWithoutLabelsIsOneTurn() {
        #expect(SpokenLines.turns(of: "Full conversation") == [CallTurn(who: nil, text: "Full conversation")])
        #expect(SpokenLines.turns(of: " \n ").isEmpty)
    }
}
