import Contracts
import LenientJSON
import Testing

@testable import RecordingArchive

@Suite struct ArchivePlanTests {
    private static func plan(_ result: FetchResult, attempt: Int = 1, jitter: Double = 0) -> ArchivePlan {
        ArchivePlan.after(result, attempt: attempt, firstWait: .seconds(60), jitter: jitter)
    }

    @Test func waitsGrowUntilNobodyTriesAnyLonger() {
        var waits: [Duration] = []
        var attempt = 1
        while case .again(let wait, .unreachable, _, true) = Self.plan(
            .notNow(.unreachable, detail: "d"), attempt: attempt)
        {
            waits.append(wait)
            attempt += 1
        }
        let minutes = [1, 5, 15, 60, 180, 360, 720, 1440, 1440, 1440]
        #expect(waits == minutes.map { .seconds($0 * 60) })
        #expect(
            Self.plan(.notNow(.unreachable, detail: "d"), attempt: attempt) == .failed(.unreachable, detail: "d"))
    }

    @Test func aLittleChanceIsAdded() {
        let plan = Self.plan(.notNow(.brokenOff, detail: ""), jitter: 1)
        #expect(plan == .again(after: .seconds(66), .brokenOff, detail: "", countsAsAttempt: true))
    }

    @Test(arguments: [1, 5, 1000])
    func aStoreThatIsFullCostsNoAttempt(_ attempt: Int) {
        let plan = Self.plan(.noRoom(.storeFull, detail: "no space left"), attempt: attempt)
        #expect(plan == .again(after: .seconds(60), .storeFull, detail: "no space left", countsAsAttempt: false))
    }

    @Test func whatIsNotThereYetIsAskedForThreeTimes() {
        let none = FetchResult.none(.noneAtProvider, detail: "")
        #expect(Self.plan(none) == .again(after: .seconds(60), .noneAtProvider, detail: "", countsAsAttempt: true))
        #expect(
            Self.plan(none, attempt: 2)
                == .again(
                    after: .seconds(300), .noneAtProvider, detail: "", countsAsAttempt: true))
        #expect(Self.plan(none, attempt: 3) == .absent(.noneAtProvider, detail: ""))
    }

    @Test(arguments: [RecordingReason.recordingOff, .tooShort, .nobodyAnswered, .goneAtProvider])
    func whatWillNeverBeThereIsNotAskedForAgain(_ reason: RecordingReason) {
        #expect(Self.plan(.none(reason, detail: "d")) == .absent(reason, detail: "d"))
    }

    @Test func whatIsTooLargeIsGivenUpAtOnce() {
        #expect(Self.plan(.never(.tooLarge, detail: "d")) == .failed(.tooLarge, detail: "d"))
    }
}

@Suite struct ProviderCallTests {
    private static func call(_ text: String, seconds: Int? = 60) throws -> ProviderCall {
        ProviderCall(try JSONDocument(parsing: Array(text.utf8)).root, seconds: seconds)
    }

    @Test func theMonoPresignedLinkComesFirst() throws {
        let call = try Self.call(
            """
            {"status":"ended","artifact":{"recordingUrl":"https://a/1","presignedMonoUrl":"https://a/2?s",
            "recording":{"stereoUrl":"https://a/3","mono":{"combinedUrl":"https://a/1"}}},"recordingUrl":"https://a/4"}
            """)
        #expect(call.links == ["https://a/2?s", "https://a/1", "https://a/3", "https://a/4"])
        #expect(call.isOver)
    }

    @Test(arguments: [
        (
            #"{"status":"ended","startedAt":"t","assistantOverrides":{"artifactPlan":{"recordingEnabled":false}}}"#, 60,
            RecordingReason.recordingOff
        ),
        (
            #"{"status":"ended","startedAt":"t","assistant":{"artifactPlan":{"recordingEnabled":false}}}"#, 60,
            .recordingOff
        ),
        (#"{"endedAt":"t"}"#, 60, .nobodyAnswered), (#"{"status":"ended","startedAt":"t"}"#, 1, .tooShort),
        (#"{"status":"ended","startedAt":"t","recording":7,"artifact":[]}"#, 60, .noneAtProvider),
    ])
    func thereIsAReasonWhenThereIsNoLink(_ text: String, _ seconds: Int, _ reason: RecordingReason) throws {
        let call = try Self.call(text, seconds: seconds)
        #expect(call.links.isEmpty && call.isOver && call.reason == reason)
    }

    @Test func aCallThatGoesOnIsNotOver() throws {
        let call = try Self.call(#"{"status":"in-progress","startedAt":"t"}"#, seconds: nil)
        #expect(!call.isOver && call.reason == .noneAtProvider)
    }
}
