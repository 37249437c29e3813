import DemoCalls
import Foundation
import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct ConversationTests {
    private static let all = DemoLibrary.languages.flatMap { DemoLibrary.conversations(in: $0) }
    private static let number = "%2B493023125001"

    private static func agency() -> Sandbox.Configuration {
        var configuration = Sandbox.Configuration()
        configuration.conversations = .agency
        return configuration
    }

    /// What follows the host.
    private static func path(_ link: String) -> String {
        "/" + link.split(separator: "/", maxSplits: 2).dropFirst(2).joined()
    }

    @Test func eachConversationIsOneBetweenTwoPeople() {
        #expect(Self.all.count == 18)
        for conversation in Self.all {
            for name in [nil, "Zoë"] {
                let lines = conversation.lines(name: name)
                #expect((12...30).contains(lines.count))
                #expect(lines.indices.allSatisfy { lines[$0].speaker == ($0 % 2 == 0 ? .assistant : .lead) })
                #expect(!lines.contains { $0.text.isEmpty || $0.text.contains("{") || $0.text.contains("||") })
            }
            #expect(conversation.summary.count > 60)
            #expect(DemoConversationKey(rawValue: conversation.key.rawValue) == conversation.key)
        }
        #expect(Set(Self.all.map(\.ending)) == Set(DemoConversation.Ending.allCases))
        #expect(DemoConversationKey(rawValue: "de-5") == nil && DemoConversationKey(rawValue: "xx-1") == nil)
    }

    @Test func linesTakeAsLongAsTheirWordsAndFollowEachOther() {
        for conversation in Self.all {
            let lines = conversation.lines(name: "A very long name indeed")
            let times = SpokenTimes(lines)
            #expect(times == SpokenTimes(conversation.lines(name: nil)))
            for (line, time) in zip(lines, times.lines) {
                let length = time.upperBound - time.lowerBound
                #expect(abs(length - max(0.7, Double(line.words) / 2.3)) < 0.01)
            }
            for (one, next) in zip(times.lines, times.lines.dropFirst()) {
                #expect((0.5...1).contains(next.lowerBound - one.upperBound))
            }
            #expect(times.lines.last.map { $0.upperBound < times.seconds } == true)
            let stretched = SpokenTimes(lines, lasting: times.seconds * 2)
            #expect(abs(stretched.lines[3].lowerBound - times.lines[3].lowerBound * 2) < 0.001)
        }
    }

    @Test(
        arguments: [
            (["customer": ["number": "+493023125001"]], "de"), (["customer": ["number": "+33199000001"]], "fr"),
            (["customer": ["number": "+819012345678"]], nil),
            (
                [
                    "customer": ["number": "+493023125003"],
                    "assistantOverrides": ["transcriber": ["language": "tr"], "metadata": ["language": "de"]],
                ], "tr"
            ),
            (
                [
                    "customer": ["number": "+13055550102"],
                    "assistantOverrides": [
                        "transcriber": ["language": "multi"], "variableValues": ["language": "es-US"],
                    ],
                ], "es"
            ),
        ] as [(JSON, String?)])
    func theLanguageIsTheOrdersElseTheNumbers(_ order: JSON, _ language: String?) {
        let key = ConversationLibrary.agency.key(for: CallOrder(json: order), callID: "c")
        #expect(key?.language == language)
        #expect(ConversationLibrary.insurance.key(for: CallOrder(json: order), callID: "c") == nil)
    }

    @Test func theSameCallHasTheSameConversationAndOthersHaveOthers() {
        let keys = (0..<200).map { DemoLibrary.choose(language: "es", callID: "call-\($0)") }
        #expect(keys == (0..<200).map { DemoLibrary.choose(language: "es", callID: "call-\($0)") })
        #expect(Set(keys).count == 4)
        #expect(DemoLibrary.choose(language: "ja", callID: "call") == nil)
    }

    @Test func aReportIsAsLongAsItsConversation() async throws {
        try await withSandbox(Self.agency()) { (sandbox) async throws in
            let report = try await sandbox.send(.get, "/sample-report.json?name=Lee&number=\(Self.number)").json
            let artifact = try #require(report.at("message", "artifact"))
            let link = try #require(artifact["recordingUrl"]?.string)
            let key = try #require(Self.query(link)["talk"].flatMap(DemoConversationKey.init))
            let conversation = try #require(DemoLibrary.conversation(key))
            #expect(key.language == "de")
            #expect(report.at("message", "assistant", "transcriber", "language") == "de")
            #expect(report.at("message", "summary")?.string == conversation.summary)
            let times = SpokenTimes(conversation.lines(name: "Lee"))
            let seconds = try #require(report.at("message", "durationSeconds")?.double)
            #expect(abs(seconds - times.seconds) < 0.002)
            let messages = try #require(artifact["messages"]?.elements)
            #expect(messages.count == times.lines.count)
            for (message, time) in zip(messages, times.lines) {
                #expect(abs((message["secondsFromStart"]?.double ?? -1) - time.lowerBound) < 0.002)
                #expect(abs((message["duration"]?.double ?? -1) / 1000 - time.upperBound + time.lowerBound) < 0.002)
            }
        }
    }

    @Test func aPlayedCallIsReportedAsIfItHadTakenItsTime() async throws {
        let receiver = WebhookReceiver()
        try await receiver.run { (url) async throws in
            var configuration = Self.agency()
            configuration.vapiServerURL = url
            configuration.callDuration = .zero
            try await withSandbox(configuration) { (sandbox) async throws in
                let order = #"{"assistantId": "a", "phoneNumberId": "p", "customer": {"number": "+442079460001"}}"#
                _ = try await sandbox.send(
                    .post, "/vapi/call", headers: ["authorization": "Bearer vapi_sandbox"], body: order)
                let report = await receiver.collect { $0.message["type"] == "end-of-call-report" }.last?.message
                #expect(try #require(report?["durationSeconds"]?.double) > 60)
                #expect(report?.at("artifact", "transcript")?.string?.contains("Nordlicht Estates") == true)
            }
        }
    }

    @Test func thereIsSoundWhereSomebodySpeaksAndNowhereElse() async throws {
        let key = DemoConversationKey(language: "fr", number: 4)
        let lines = try #require(DemoLibrary.conversation(key)).lines(name: nil)
        let times = SpokenTimes(lines)
        let milliseconds = Int((times.seconds * 1000).rounded())
        let address = RecordingAddress(
            callID: "never-heard-of", track: "stereo", outcome: "talks", milliseconds: milliseconds, conversation: key,
            expires: 4_000_000_000)
        try await withSandbox { (sandbox) async throws in
            let path = Self.path(address.url(base: "http://127.0.0.1", secret: "vapi_sandbox"))
            let audio = try await sandbox.send(.get, path)
            #expect(audio.status == 200)
            let body = audio.body
            #expect(abs(Double(body.count - 44) / 32_000 - times.seconds) < 0.01)
            /// How loud a channel is in a span of time.
            func peak(_ channel: Int, _ span: Range<Double>) -> Int {
                let frames = Int(span.lowerBound * 8000)..<Int(span.upperBound * 8000)
                return frames.map { frame in
                    let place = 44 + frame * 4 + channel * 2
                    return abs(Int(Int16(truncatingIfNeeded: Int(body[place]) | Int(body[place + 1]) << 8)))
                }.max() ?? 0
            }
            var end = 0.0
            for (line, time) in zip(lines, times.lines) {
                let speaker = line.speaker == .assistant ? 0 : 1
                #expect(peak(speaker, time) > 2000)
                #expect(peak(1 - speaker, time) == 0)
                let silence = (end + 0.001)..<(time.lowerBound - 0.001)
                #expect(peak(0, silence) == 0 && peak(1, silence) == 0)
                end = time.upperBound
            }
            for other in [path.replacing("fr-4", with: "fr-3"), path.replacing("talk=fr-4&", with: "")] {
                #expect(try await sandbox.send(.get, other).status == 403)
            }
        }
    }

    private static func query(_ link: String) -> [String: String] {
        let items = URLComponents(string: link)?.queryItems ?? []
        return Dictionary(items.map { ($0.name, $0.value ?? "") }) { $1 }
    }
}
