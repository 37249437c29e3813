import TestSupport
import Testing

@testable import Twilio

@Suite struct TwilioOutcomeTests {
    static func read(_ status: Int, _ body: String, retryAfter: String? = nil) -> TwilioOutcome {
        TwilioAnswer.read(status: status, retryAfter: retryAfter, body: Array(body.utf8))
    }

    static func refusal(_ code: Int, status: Int = 400) -> TwilioOutcome {
        read(status, #"{"code":\#(code),"message":"No","more_info":"x","status":\#(status)}"#)
    }

    @Test func acceptedIsWhatHasAnID() {
        #expect(Self.read(201, #"{"sid":"SM1","status":"queued"}"#) == .accepted(sid: "SM1", status: .queued))
        #expect(Self.read(201, #"{"sid":"SM1","status":"new"}"#) == .accepted(sid: "SM1", status: .accepted))
    }

    @Test(arguments: ["{}", "<html>", "", #"{"sid":" "}"#])
    func anAnswerWithoutAnIDIsUncertain(body: String) {
        #expect(Self.read(201, body) == .uncertain(reason: "201, an answer without a message's id"))
    }

    @Test(arguments: [
        (21610, TwilioErrorClass.optedOut), (21211, .invalidNumber), (21614, .invalidNumber), (21217, .invalidNumber),
        (63016, .outsideWindow), (63003, .notOnWhatsApp), (30007, .filtered), (21656, .template), (63027, .template),
        (21408, .configuration), (21608, .configuration), (21612, .configuration), (63015, .configuration),
        (21617, .other), (99_999, .other),
    ])
    func refusalsHaveTheirClass(code: Int, kind: TwilioErrorClass) {
        #expect(Self.refusal(code) == .refused(code: code, reason: "400 \(code): No", class: kind))
    }

    /// What is wrong with the number that is sent from is mended, and then the message goes.
    @Test(arguments: [
        21212, 21603, 21606, 21659, 21660, 21661, 21701, 21703, 21704, 21705, 21910, 30034, 63001, 63002, 63007, 63008,
        63010, 63020,
    ])
    func theSenderIsToBeMended(code: Int) {
        #expect(Self.refusal(code) == .misconfigured(reason: "400 \(code): No", scope: .sender))
        #expect(TwilioErrorClass(code: code) == .configuration)
    }

    @Test(arguments: [10001, 20005, 20008, 20403, 30002]) func theAccountIsToBeMended(code: Int) {
        #expect(Self.refusal(code, status: 403) == .misconfigured(reason: "403 \(code): No", scope: .account))
        #expect(TwilioErrorClass(code: code) == .configuration)
    }

    /// A country that is not enabled says nothing about the account.
    @Test func aCodeSaysMoreThanTheStatus() {
        #expect(
            Self.refusal(21408, status: 403)
                == .refused(code: 21408, reason: "403 21408: No", class: .configuration))
        #expect(Self.refusal(20003, status: 400) == .misconfigured(reason: "400 20003: No"))
    }

    @Test(arguments: [401, 403, 404, 405, 301, 302])
    func theAccountIsRefused(status: Int) {
        #expect(Self.read(status, "<html>") == .misconfigured(reason: "\(status)"))
    }

    @Test func wrongCredentialsAreTheAccounts() {
        #expect(Self.refusal(20003, status: 401) == .misconfigured(reason: "401 20003: No"))
        #expect(Self.refusal(20404, status: 404) == .misconfigured(reason: "404 20404: No"))
    }

    @Test func limitsPass() {
        #expect(Self.refusal(20429, status: 429) == .busy(retryAfter: nil, reason: "429 20429: No"))
        #expect(Self.read(429, "", retryAfter: "7") == .busy(retryAfter: .seconds(7), reason: "429"))
        #expect(Self.read(429, "", retryAfter: "-7") == .busy(retryAfter: nil, reason: "429"))
        #expect(Self.read(429, "", retryAfter: "nan") == .busy(retryAfter: nil, reason: "429"))
        #expect(Self.read(429, "", retryAfter: "1e300") == .busy(retryAfter: .seconds(3600), reason: "429"))
        #expect(Self.refusal(63038, status: 429) == .busy(retryAfter: .seconds(3600), reason: "429 63038: No"))
        #expect(Self.refusal(21611) == .busy(retryAfter: .seconds(60), reason: "400 21611: No"))
    }

    @Test(arguments: [408, 500, 502, 503, 504, 599])
    func whatMayHaveBeenProcessedIsUncertain(status: Int) {
        #expect(Self.read(status, "<html>") == .uncertain(reason: "\(status)"))
        // Whatever the code says: 20500 can be a message that is sent.
        #expect(Self.refusal(20500, status: status) == .uncertain(reason: "\(status) 20500: No"))
    }

    @Test func aRefusalWithoutACodeIsOne() {
        #expect(Self.read(400, "oops") == .refused(code: nil, reason: "400", class: .other))
        #expect(
            Self.read(422, #"{"title":"Bad","detail":"Worse"}"#)
                == .refused(code: nil, reason: "422: Worse", class: .other))
    }

    @Test func noCodeHasTwoClasses() {
        for kind in TwilioErrorClass.allCases where kind != .other {
            let codes = (20_000...64_000).filter { TwilioErrorClass(code: $0) == kind }
            #expect(!codes.isEmpty, "\(kind)")
        }
        let codes = TwilioErrorClass.codes.flatMap(\.1)
        #expect(Set(codes).count == codes.count)
        #expect(TwilioErrorClass(code: nil) == .other)
    }
}

@Suite struct TwilioStatusTests {
    @Test(.needsSharedMaterial) func allAreKnown() throws {
        #expect(Set(TwilioStatus.allCases.map(\.rawValue)) == (try TwilioDescription.statuses()))
    }

    @Test func aStatusNeverGoesBack() {
        let order: [TwilioStatus] = [.scheduled, .accepted, .queued, .sending, .sent, .delivered, .read]
        for (index, one) in order.enumerated() {
            for (other, status) in order.enumerated() {
                #expect(one.advanced(by: status) == order[max(index, other)], "\(one) \(status)")
            }
        }
    }

    @Test(arguments: [TwilioStatus.delivered, .undelivered, .failed, .canceled])
    func ofTwoEndsTheFirstStays(end: TwilioStatus) {
        for other in TwilioStatus.allCases where other != .read { #expect(end.advanced(by: other) == end) }
        #expect(end.advanced(by: .read) == .read)
        #expect(TwilioStatus.sent.advanced(by: end) == end)
        #expect(end.isFinal && end.isFailure == (end != .delivered))
    }

    /// In whatever order reports come, and however often, they lead to the same.
    @Test func orderDoesNotMatter() {
        var generator = SeededGenerator(seed: 11)
        let path: [TwilioStatus] = [.accepted, .queued, .sending, .sent, .delivered, .read]
        for _ in 0..<500 {
            let count = Int.random(in: 1...path.count, using: &generator)
            let reports = Array(path.prefix(count))
            let disorder = (reports + reports).shuffled(using: &generator)
            #expect(disorder.reduce(disorder[0]) { $0.advanced(by: $1) } == reports.last)
        }
    }

    @Test func sentIsNotTheEnd() {
        #expect(
            TwilioStatus.allCases.filter { !$0.isFinal } == [
                .accepted, .scheduled, .queued, .sending, .sent, .partiallyDelivered, .receiving,
            ])
    }
}
