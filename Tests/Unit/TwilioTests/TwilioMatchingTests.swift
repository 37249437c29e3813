import Foundation
import LenientJSON
import TestSupport
import Testing

@testable import Twilio

@Suite struct TwilioMatchingTests {
    static let start = Date(timeIntervalSince1970: 1_790_000_000)

    /// A template's variables, or a text.
    static func send(
        _ id: String, _ variables: [String: String]? = nil, text: String = "", after seconds: Double = 0
    ) throws -> TwilioMatching.Send {
        var message = TwilioMessageTests.whatsApp()
        message.content =
            variables.map { .template(sid: TwilioMessageTests.template, variables: $0) } ?? .text(text)
        // Each has its own: what tells payloads apart need not tell messages apart.
        message.statusCallback = "https://hooks.example.org/twilio/status/\(id)"
        return TwilioMatching.Send(
            id: id, payload: try message.frozen(), sentAfter: start.addingTimeInterval(seconds))
    }

    static func record(_ sid: String, _ body: String?, at seconds: Double = 2) throws -> TwilioRecord {
        let json = #"{"sid":"\#(sid)","to":"whatsapp:+15125550122","direction":"outbound-api"}"#
        var record = try #require(TwilioRecord(try JSONDocument(parsing: Array(json.utf8)).root))
        record.messagingServiceSID = TwilioMessageTests.service
        record.body = body
        record.createdAt = start.addingTimeInterval(seconds)
        return record
    }

    /// The messages found, by the ids of who found them.
    static func found(_ verdicts: [String: TwilioLookup]) -> [String: String] {
        verdicts.compactMapValues { verdict in
            guard case .found(let record) = verdict else { return nil }
            return record.sid
        }
    }

    /// One was not processed, the other was: its message is not taken for the first one's.
    @Test func aMessageBelongsToTheRequestThatItShowsMostOf() throws {
        let sends = [
            try Self.send("a", ["1": "Lena Lead", "2": "https://x.example/c/1"]),
            try Self.send("b", ["1": "Lena Lead", "2": "https://x.example/c/12"]),
        ]
        let record = try Self.record("SM1", "Call with  Lena Lead:\nhttps://x.example/c/12")
        #expect(TwilioMatching.settle(sends, among: [record]) == ["a": .absent, "b": .found(record)])
        #expect(
            TwilioMatching.settle(sends, among: [record], known: ["SM1"]) == ["a": .absent, "b": .absent])
    }

    @Test func textsAreFoundWordByWord() throws {
        let sends = [
            try Self.send("a", text: "Grüße  an Lena Lead "), try Self.send("b", text: "Grüße an Lena"),
            try Self.send("c", ["1": "Lena Lead"]),
        ]
        let text = try Self.record("SM1", "Grüße an Lena Lead")
        let template = try Self.record("SM2", "Hello Lena Lead")
        let verdicts = TwilioMatching.settle(sends, among: [text, template])
        #expect(verdicts == ["a": .found(text), "b": .absent, "c": .found(template)])
    }

    /// Short words are in any text; short numbers are not.
    @Test func whatIsShortSaysNothingUnlessItIsANumber() throws {
        let sends = [try Self.send("a", ["1": "Ann"]), try Self.send("b", ["1": "417"])]
        let record = try Self.record("SM1", "Announced: 417")
        #expect(TwilioMatching.settle(sends, among: [record]) == ["a": .absent, "b": .found(record)])
    }

    @Test func whatSaysTheSameIsInterchangeable() throws {
        let sends = try (0..<3).map { try Self.send("\($0)", ["1": "Lena Lead"], after: Double($0) * 60) }
        let records = [
            try Self.record("SM2", "Lena Lead", at: 130), try Self.record("SM1", "Lena Lead", at: 70),
        ]
        #expect(Self.found(TwilioMatching.settle(sends.shuffled(), among: records)) == ["0": "SM1", "1": "SM2"])
        #expect(TwilioMatching.settle(sends, among: records)["2"] == .absent)
        let earlier = try Self.record("SM3", "Lena Lead", at: 20)
        let all = TwilioMatching.settle(sends, among: records + [earlier])
        #expect(Self.found(all) == ["0": "SM3", "1": "SM1", "2": "SM2"])
        // One more than there were requests: which are theirs cannot be said.
        let more = records + [earlier, try Self.record("SM4", "Lena Lead", at: 140)]
        #expect(Self.found(TwilioMatching.settle(sends, among: more)) == [:])
        // What shows less is somebody else's.
        let other = try Self.send("x", ["1": "Lena Lead", "2": "Monday at ten"])
        let two = [try Self.record("SM5", "Lena Lead, Monday at ten"), try Self.record("SM6", "Lena Lead")]
        #expect(Self.found(TwilioMatching.settle([other], among: two)) == ["x": "SM5"])
    }

    @Test func whatShowsAsMuchOfTwoIsNeithers() throws {
        let sends = [
            try Self.send("a", ["1": "Lena Lead", "2": "https://x.example/1"]),
            try Self.send("b", ["1": "Lena Lead", "2": "https://x.example/2"]),
        ]
        let record = try Self.record("SM1", "Hello Lena Lead")
        let both = TwilioLookup.ambiguous([record])
        #expect(TwilioMatching.settle(sends, among: [record]) == ["a": both, "b": both])
        // Unless the other one has its own.
        let clear = try Self.record("SM2", "Hello Lena Lead https://x.example/2")
        #expect(
            TwilioMatching.settle(sends, among: [record, clear]) == ["a": .found(record), "b": .found(clear)])
    }

    @Test(arguments: [nil, ""]) func whatShowsNothingIsTheOnlyOnesThatItCanBe(body: String?) throws {
        let one = try Self.send("a", ["1": "https://x.example/1"])
        let record = try Self.record("SM1", body)
        #expect(TwilioMatching.settle([one], among: [record]) == ["a": .found(record)])
        let other = try Self.send("b", ["1": "https://x.example/2"])
        let both = TwilioLookup.ambiguous([record])
        #expect(TwilioMatching.settle([one, other], among: [record]) == ["a": both, "b": both])
        let late = try Self.send("b", ["1": "https://x.example/2"], after: 60)
        #expect(TwilioMatching.settle([one, late], among: [record]) == ["a": .found(record), "b": .absent])
        // A text would be there word by word.
        let text = try Self.send("b", text: "Good morning")
        #expect(TwilioMatching.settle([one, text], among: [record]) == ["a": .found(record), "b": .absent])
    }

    /// What it says is somebody else's.
    @Test func whatShowsOtherWordsIsAnothers() throws {
        let one = try Self.send("a", ["1": "https://x.example/1"])
        let record = try Self.record("SM1", "Hello there")
        #expect(TwilioMatching.settle([one], among: [record]) == ["a": .absent])
        // What says nothing that could be recognised may still be its.
        let short = try Self.send("b", ["1": "Ann"])
        #expect(TwilioMatching.settle([one, short], among: [record]) == ["a": .absent, "b": .found(record)])
    }

    @Test func aTrialAccountsSentenceIsOverlooked() throws {
        let text = try Self.send("a", text: "Good morning")
        let record = try Self.record("SM1", "Sent from your Twilio trial account - Good morning")
        #expect(TwilioMatching.settle([text], among: [record]) == ["a": .found(record)])
        // Another message may end in the same words.
        let other = try Self.record("SM2", "Your appointment - Good morning")
        #expect(TwilioMatching.settle([text], among: [other]) == ["a": .absent])
    }

    @Test func nothingComesFromNothing() throws {
        #expect(TwilioMatching.settle([], among: [try Self.record("SM1", nil)]) == [:])
        #expect(TwilioMatching.settle([try Self.send("a", [:])], among: []) == ["a": .absent])
        let broken = TwilioMatching.Send(
            id: "a", payload: Array("To=%zz&ContentVariables={".utf8), sentAfter: Self.start)
        #expect(TwilioMatching.settle([broken], among: [try Self.record("SM1", "{")]) == ["a": .absent])
    }
}

extension TwilioMatchingTests {
    /// Messages to one person, each with a link of its own, of which some were processed: those are found, and no other.
    @Test func exactlyThoseAreFoundThatWereSent() throws {
        var generator = SeededGenerator.random()
        let names = ["Lena Lead", "Lena", "Zoë & \"Co\"", "Al", "Lena Leadbetter", "Jürgen  Groß"]
        for round in 0..<500 {
            var (sends, records, known): ([TwilioMatching.Send], [TwilioRecord], Set<String>) = ([], [], [])
            var expected: [String: String] = [:]
            for number in 0..<Int.random(in: 1...8, using: &generator) {
                let name = names.randomElement(using: &generator) ?? ""
                // Some links begin as others do.
                let link = "https://x.example/c/\(1 << number)\(String(repeating: "0", count: number))"
                let time = Double(Int.random(in: 0...600, using: &generator))
                let isText = Int.random(in: 0..<4, using: &generator) == 0
                let send =
                    isText
                    ? try Self.send("\(number)", text: "Hello \(name),\n\(link)", after: time)
                    : try Self.send("\(number)", ["1": TwilioMessage.variable(name), "2": link], after: time)
                // Some have had their answer.
                let isSettled = Int.random(in: 0..<5, using: &generator) == 0
                let wasSent = isSettled || Bool.random(using: &generator)
                if !isSettled { sends.append(send) }
                guard wasSent else { continue }
                let delay = Double(Int.random(in: -5...300, using: &generator))
                records.append(try Self.record("SM\(number)", "Hello \(name), \(link) ", at: time + delay))
                if isSettled { known.insert("SM\(number)") } else { expected["\(number)"] = "SM\(number)" }
            }
            var inbound = try Self.record("SMin", "Hello Lena")
            inbound.isOutbound = false
            records.append(inbound)
            let verdicts = TwilioMatching.settle(
                sends.shuffled(using: &generator), among: records.shuffled(using: &generator), known: known)
            #expect(Self.found(verdicts) == expected, "seed \(generator.seed), round \(round)")
            let absent = verdicts.filter { $0.value == .absent }
            #expect(absent.count == sends.count - expected.count, "seed \(generator.seed), round \(round)")
        }
    }

    /// Whatever is there: no message is found twice, each request gets a verdict, and order does not matter.
    @Test func noMessageIsFoundTwice() throws {
        var generator = SeededGenerator.random()
        let words = ["Lena Lead", "Monday at ten", "Monday", "417", "x", "https://x.example/1"]
        for round in 0..<500 {
            let sends = try (0..<Int.random(in: 0...6, using: &generator)).map { number in
                let chosen = words.filter { _ in Bool.random(using: &generator) }
                let time = Double(Int.random(in: 0...90, using: &generator))
                let variables = Dictionary(uniqueKeysWithValues: chosen.enumerated().map { ("\($0)", $1) })
                return try Self.send("\(number)", variables, after: time)
            }
            let records = try (0..<Int.random(in: 0...6, using: &generator)).map { number in
                let body = words.filter { _ in Bool.random(using: &generator) }.joined(separator: " ")
                let time = Double(Int.random(in: 0...90, using: &generator))
                return try Self.record("SM\(number)", Bool.random(using: &generator) ? body : nil, at: time)
            }
            let verdicts = TwilioMatching.settle(sends, among: records)
            let found = Self.found(verdicts).values
            #expect(verdicts.count == sends.count && Set(found).count == found.count, "seed \(generator.seed)")
            let again = TwilioMatching.settle(
                sends.shuffled(using: &generator), among: records.shuffled(using: &generator))
            #expect(again == verdicts, "seed \(generator.seed), round \(round)")
        }
    }
}
