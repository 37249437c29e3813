import Testing

@testable import SpokenTime

@Suite struct BookingPhrasesTests {
    private static func sentences(_ phrases: BookingPhrases, _ when: String, _ agent: String) -> [String] {
        [
            phrases.free(when), phrases.nothingFree(when), phrases.booked(when, with: agent),
            phrases.alreadyBooked(when),
            phrases.moved(when, with: agent), phrases.cancelled(when), phrases.taken(when),
            phrases.whichTime(agent, when),
        ] + BookingPhrases.Reason.allCases.map { phrases.notPossible($0, alternatives: when) }
    }

    private static func fixed(_ phrases: BookingPhrases) -> [String] {
        [
            phrases.taken(nil), phrases.notUnderstood, phrases.noAppointment, phrases.noAgent, phrases.later,
            phrases.repeatArguments,
        ] + BookingPhrases.Reason.allCases.map { phrases.notPossible($0, alternatives: nil) }
    }

    @Test(arguments: ["en", "es", "fr", "de", "pt", "it", "de-CH", "ja"])
    func eachIsOneLineWithWhatWasPutIn(language: String) {
        let phrases = BookingPhrases(language: language)
        let filled = Self.sentences(phrases, "WHEN", "AGENT")
        #expect(filled.allSatisfy { $0.contains("WHEN") })
        #expect([filled[2], filled[4], filled[7]].allSatisfy { $0.contains("AGENT") })
        for sentence in filled + Self.fixed(phrases) {
            #expect(!sentence.isEmpty && sentence.count < 200, "\(sentence)")
            #expect(!sentence.contains { $0.isNewline || "{}<>*_#`|".contains($0) }, "\(sentence)")
        }
    }

    /// No sentence is missing in a language, and none is there twice.
    @Test func languagesDifferAndSoDoSentences() {
        let all = ["en", "es", "fr", "de", "pt", "it"].map(BookingPhrases.init(language:)).flatMap {
            Self.sentences($0, "", "") + Self.fixed($0)
        }
        let offered = all.count - 6 * 6
        #expect(Set(all).count == offered)
    }

    @Test func whatIsPutInStaysWhatItIs() {
        let phrases = BookingPhrases(language: "en")
        #expect(
            phrases.booked("tomorrow at 2 PM", with: "Eve {when}\nof Sales")
                == "Your appointment is booked for tomorrow at 2 PM with Eve {when} of Sales.")
        #expect(phrases.taken("") == phrases.taken(nil))
        #expect(
            phrases.taken("tomorrow at 3 PM")
                == "I am sorry, that time is no longer free. What is free: tomorrow at 3 PM. Would one of these suit you?"
        )
        #expect(BookingPhrases(language: "xx").later == phrases.later)
    }
}
