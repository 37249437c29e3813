import Contracts
import Foundation
import Testing

@testable import WebhookIngest

@Suite struct CallRecordTests {
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    static func report(_ change: (inout CallFacts) -> Void = { _ in }) -> CallFacts {
        var facts = CallFacts(vapiCallID: "c1", stage: .report)
        facts.endedReason = "customer-ended-call"
        facts.customerSpoke = true
        facts.durationSeconds = 61.4
        facts.transcript = "AI: Hello\nUser: Hi"
        facts.summary = "They talked."
        change(&facts)
        return facts
    }

    static func progress(_ status: CallStatus) -> CallFacts { CallFacts(vapiCallID: "c1", stage: .progress(status)) }
    static let ended = {
        var facts = CallFacts(vapiCallID: "c1", stage: .ended)
        facts.endedReason = "customer-did-not-answer"
        return facts
    }()

    static func after(_ messages: [CallFacts]) -> (CallRecord, [CallChange]) {
        var changes: [CallChange] = []
        var call: CallRecord?
        for facts in messages {
            if var known = call {
                changes.append(known.apply(facts, at: now))
                call = known
            } else {
                let (new, change) = CallRecord.new(id: .new(), from: facts, at: now)
                call = new
                changes.append(change)
            }
        }
        return (call ?? CallRecord(id: .new(), vapiCallID: "none", status: .queued), changes)
    }

    @Test func theReportAloneCompletesACall() {
        let (call, changes) = Self.after([Self.report()])
        #expect(call.status == .completed)
        #expect(call.outcome == .conversation)
        #expect(call.durationSeconds == 61)
        #expect(changes == [.ended])
    }

    @Test func anOptOutInASecondReportCounts() {
        let (call, changes) = Self.after([Self.report(), Self.report { $0.optedOut = true }])
        #expect(changes == [.ended, .amended])
        #expect(call.outcome == .optedOut)
        #expect(!call.retryable)
    }

    @Test func theLanguageThatWasHeardStays() {
        var heard = Self.progress(.inProgress)
        heard.language = "es"
        let (call, _) = Self.after([heard, Self.report { $0.language = "en" }])
        #expect(call.language == "es")
    }

    @Test func theSameReportAgainChangesNothing() {
        let (_, changes) = Self.after([Self.report(), Self.report(), Self.report()])
        #expect(changes == [.ended, .repeated, .repeated])
    }

    @Test func aLateInProgressDoesNotReopenACall() {
        let (call, changes) = Self.after([Self.report(), Self.progress(.inProgress), Self.progress(.ringing)])
        #expect(call.status == .completed)
        #expect(changes == [.ended, .stale, .stale])
    }

    @Test func progressOnlyGoesForward() {
        let (call, changes) = Self.after([
            Self.progress(.queued), Self.progress(.inProgress), Self.progress(.ringing), Self.progress(.inProgress),
        ])
        #expect(call.status == .inProgress)
        #expect(changes == [.progressed, .progressed, .stale, .repeated])
    }

    @Test func theReportCorrectsWhatAStatusUpdateGuessed() {
        let (call, changes) = Self.after([Self.progress(.ringing), Self.ended, Self.report()])
        #expect(call.status == .completed)
        #expect(call.endedReason == "customer-ended-call")
        #expect(changes == [.progressed, .awaitingReport, .ended])
    }

    @Test func whatAStatusUpdateGuessedAboutTheConversationGivesWayToo() {
        var guess = Self.ended
        guess.transcript = "AI: Hel"
        guess.summary = "Unfinished"
        guess.durationSeconds = 3
        let (call, _) = Self.after([guess, Self.report()])
        #expect(call.transcript == "AI: Hello\nUser: Hi")
        #expect(call.summary == "They talked.")
        #expect(call.durationSeconds == 61)
    }

    @Test func anEndInTheFutureDoesNotPutOffTheAnnouncement() {
        var ended = Self.ended
        ended.endedAt = Self.now + 86_400
        let (call, _) = Self.after([ended])
        #expect(call.endedAt == Self.now)
    }

    @Test func aReportAfterTheAnnouncementAmends() {
        var (call, _) = Self.after([Self.ended])
        call.announcedAt = Self.now
        #expect(call.apply(Self.report(), at: Self.now) == .amended)
        #expect(call.status == .completed)
    }

    @Test func aSecondReportOnlyFillsGaps() {
        let (call, changes) = Self.after([
            Self.report { $0.summary = nil },
            Self.report {
                $0.summary = "Found later."
                $0.endedReason = "silence-timed-out"
            },
        ])
        #expect(call.summary == "Found later.")
        #expect(call.endedReason == "customer-ended-call")
        #expect(changes == [.ended, .amended])
    }

    /// Whatever the order, and however often each comes, the end is the same and is announced once.
    @Test func everyOrderEndsTheSame() {
        let messages = [
            Self.progress(.queued), Self.progress(.ringing), Self.progress(.inProgress), Self.ended, Self.report(),
        ]
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let order = (messages + messages.shuffled(using: &generator).prefix(3)).shuffled(using: &generator)
            let (call, changes) = Self.after(order)
            #expect(call.status == .completed)
            #expect(call.summary == "They talked.")
            #expect(changes.count { $0 == .ended } == 1)
        }
    }
}

@Suite struct CallFactsTests {
    @Test(arguments: [
        ("customer-ended-call", false, 4.0, CallStatus.noAnswer),
        ("customer-ended-call", false, 40.0, .completed),
        ("customer-ended-call", true, 4.0, .completed),
        ("silence-timed-out", false, 40.0, .noAnswer),
        ("silence-timed-out", true, 40.0, .completed),
        ("assistant-ended-call", false, 3.0, .noAnswer),
        ("manually-canceled", true, 30.0, .completed),
        ("pipeline-error-openai-llm-failed", true, 30.0, .failed),
    ])
    func evidenceCorrectsTheReason(reason: String, spoke: Bool, seconds: Double, status: CallStatus) {
        let facts = CallRecordTests.report {
            $0.endedReason = reason
            $0.customerSpoke = spoke
            $0.durationSeconds = seconds
        }
        #expect(facts.result.status == status)
    }

    @Test func aCallInWhichSomebodySpokeIsNeverRetryable() {
        let facts = CallRecordTests.report { $0.endedReason = "call.in-progress.error-vapifault-openai-llm-failed" }
        #expect(facts.result.status == .failed)
        #expect(!facts.result.retryable)
        #expect(facts.conversationHappened)
    }

    @Test func aReasonOfTomorrowIsKeptAndFails() {
        let result = EndedReason("quantum-entanglement-lost")
        #expect(result == EndedReason(.failed, .unknown, retryable: true))
        #expect(EndedReason.isUnfamiliar("quantum-entanglement-lost"))
        #expect(!EndedReason.isUnfamiliar("voicemail"))
    }

    @Test func oddlyTypedFieldsAreReadForWhatTheyHold() throws {
        let body = """
            {"message":{"type":"end-of-call-report","endedReason":null,"durationSeconds":"12.6","startedAt":1749546420647,
            "endedAt":"not a time","summary":"","analysis":null,"artifact":{"transcript":["AI: Hi","User: Yes"],"messages":7,
            "recording":"https://x.example/a.wav"},"customer":{"number":"sip:a@b"},"call":{"id":"odd-1","type":17,
            "customer":{"number":"+1 (555) 010-0199"}},"extra":{"deep":[[[]]]}}}
            """
        let facts = try #require(try VapiMessage(parsing: Array(body.utf8)).facts)
        #expect(facts.durationSeconds == 12.6)
        #expect(facts.startedAt == Date(timeIntervalSince1970: 1_749_546_420.647))
        #expect(facts.endedAt == nil)
        #expect(facts.summary == nil)
        #expect(facts.transcript == "AI: Hi\nUser: Yes")
        #expect(facts.result.status == .completed)
    }

    @Test(arguments: ["1e19", "\"1e30\"", "-5", "1e400000", "null", "[]"])
    func aDurationOfAnySizeIsRead(_ text: String) throws {
        let body = #"{"message":{"type":"end-of-call-report","durationSeconds":\#(text),"call":{"id":"d-1"}}}"#
        let facts = try #require(try VapiMessage(parsing: Array(body.utf8)).facts)
        #expect(facts.wholeSeconds.map { $0 >= 0 } ?? true)
    }

    @Test func aDurationThatCannotBeGivesWayToTheTimes() throws {
        let body = """
            {"message":{"type":"end-of-call-report","durationSeconds":-5,"startedAt":"2026-08-22T10:00:00Z",
            "endedAt":"2026-08-22T10:01:00Z","call":{"id":"d-2"}}}
            """
        #expect(try VapiMessage(parsing: Array(body.utf8)).facts?.wholeSeconds == 60)
    }

    @Test(arguments: [
        (#""call":{"id":12345}"#, "12345"), (#""call":null,"callId":"c-7""#, "c-7"), (#""call_id":"c-8""#, "c-8"),
        (#""call":{"id":""},"callId":"c-9""#, "c-9"),
    ])
    func theCallsIDIsFoundWhereItIs(member: String, id: String) throws {
        let body = #"{"message":{"type":"end-of-call-report",\#(member)}}"#
        #expect(try VapiMessage(parsing: Array(body.utf8)).callID == id)
    }

    @Test(arguments: [#""call":{"phoneNumberId":"pn"}"#, #""call":null"#, #""call":{"id":[]}"#])
    func aReportThatDoesNotSayAboutWhichCallIsNoticed(member: String) throws {
        let report = #"{"message":{"type":"end-of-call-report",\#(member)}}"#
        #expect(try VapiMessage(parsing: Array(report.utf8)).isAboutUnknownCall)
        let hang = #"{"message":{"type":"hang",\#(member)}}"#
        #expect(try !VapiMessage(parsing: Array(hang.utf8)).isAboutUnknownCall)
    }

    @Test func secretsAreKeptNeitherInTheBodyNorBesideTheColumns() throws {
        let body = """
            {"message":{"type":"end-of-call-report","call":{"id":"s-1","monitor":{"controlUrl":"LEAK1","listenUrl":"LEAK2"},
            "assistantOverrides":{"metadata":{"secret":"LEAK3","apiKey":"LEAK4","lead":"kept"}}},
            "assistant":{"model":{"apiKey":"LEAK5"},"server":{"headers":{"x":"LEAK6"},"secret":"LEAK7"}},
            "artifact":{"presignedMonoUrl":"LEAK8"}}}
            """
        let message = try VapiMessage(parsing: Array(body.utf8))
        #expect(!String(decoding: message.withoutSecrets, as: UTF8.self).contains("LEAK"))
        let kept = try #require(message.facts?.metadata)
        #expect(!kept.contains("LEAK"))
        #expect(kept.contains("kept"))
    }

    @Test func presignedLinksAreNotKept() throws {
        let body = """
            {"message":{"type":"end-of-call-report","call":{"id":"p-1"},"artifact":{"presignedMonoUrl":
            "https://bucket.example/a.wav?X-Amz-Signature=1","recordingUrl":"https://bucket.example/b.wav?X-Amz-Signature=2"}}}
            """
        let facts = try #require(try VapiMessage(parsing: Array(body.utf8)).facts)
        #expect(facts.recordingURL == "https://api.vapi.ai/call/p-1/mono-recording")
    }

    @Test func anOptOutIsAnOutcomeOfItsOwn() throws {
        let body = """
            {"message":{"type":"end-of-call-report","endedReason":"customer-ended-call","call":{"id":"o-1"},
            "artifact":{"structuredOutputs":{"x":{"name":"Do not call","result":true}}}}}
            """
        let facts = try #require(try VapiMessage(parsing: Array(body.utf8)).facts)
        #expect(facts.result.outcome == .optedOut)
        #expect(!facts.result.retryable)
    }

    @Test func ourOwnIDsAreFound() throws {
        let agency = AgencyID.new()
        let lead = LeadID.new()
        let body = """
            {"message":{"type":"status-update","status":"in-progress","call":{"id":"m-1","assistantOverrides":
            {"metadata":{"agency_id":"\(agency)","lead_id":"\(lead)"}}}}}
            """
        let facts = try #require(try VapiMessage(parsing: Array(body.utf8)).facts)
        #expect(facts.claimedAgencyID == agency)
        #expect(facts.claimedLeadID == lead)
    }

    @Test func aNULCharacterDoesNotReachTheDatabase() throws {
        let body = #"{"message":{"type":"end-of-call-report","call":{"id":"n\u0000-1"},"summary":"a\u0000b"}}"#
        let facts = try #require(try VapiMessage(parsing: Array(body.utf8)).facts)
        #expect(facts.vapiCallID == "n-1")
        #expect(facts.summary == "ab")
    }
}
