import Contracts
import Foundation
import OutboundHTTP
import Testing

@testable import Notifier

@Suite struct SettlementTests {
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    static func request(
        rows: Int = 1, attempts: Int32 = 1, isOpen: Bool = false
    ) throws -> MailRequest {
        let id = UUID()
        let claimed = (1...rows).map { position in
            ClaimedNotification(
                id: .new(), eventTime: now, agencyID: .new(), callID: nil, payload: [], requestID: id,
                position: Int32(position), leaseToken: 1, attempts: attempts,
                isOpen: isOpen,
                traceparent: nil)
        }
        return try #require(MailRequest(claimed.shuffled()))
    }

    static func settle(_ outcome: SendOutcome, _ request: MailRequest) -> Settlement {
        Settlement(of: outcome, for: request, now: now, jitter: 0)
    }

    @Test func rowsTravelInTheirOrder() throws {
        let request = try Self.request(rows: 50)
        #expect(request.rows.map(\.position) == Array(1...50))
    }

    @Test func anOpenOutcomeIsRepeatedUnderTheSameKey() throws {
        let settlement = Self.settle(.retry(after: nil, reason: "lost", isOpen: true), try Self.request(rows: 3))
        #expect(settlement.status == .pending)
        #expect(settlement.keepsRequest)
        #expect(settlement.leavesOpen)
        #expect(settlement.nextAttemptAt == Self.now + 1)
    }

    @Test func theProvidersWaitIsKept() throws {
        let settlement = Self.settle(.retry(after: .seconds(7), reason: "429", isOpen: false), try Self.request())
        #expect(settlement.nextAttemptAt == Self.now + 7)
    }

    /// What surely was not processed is free: to go under another key, with others, by another channel, or not at all.
    @Test(arguments: [
        SendOutcome.quotaUsedUp(reason: "quota"), .misconfigured(reason: "401"),
        .retry(after: nil, reason: "429", isOpen: false),
    ])
    func whatMayHaveBeenProcessedKeepsItsKeyWhateverComesAfter(outcome: SendOutcome) throws {
        let free = Self.settle(outcome, try Self.request(rows: 3))
        #expect(!free.keepsRequest && !free.leavesOpen && !free.travelsAlone)
        let open = Self.settle(outcome, try Self.request(rows: 3, isOpen: true))
        #expect(open.keepsRequest && !open.leavesOpen)
    }

    @Test func anOpenRetryKeepsItsRequestFromThen() throws {
        let lost = SendOutcome.retry(after: nil, reason: "lost", isOpen: true)
        for wasOpen in [false, true] {
            let settlement = Self.settle(lost, try Self.request(isOpen: wasOpen))
            #expect(settlement.keepsRequest && settlement.leavesOpen)
        }
    }

    @Test func aKeyThatWasUsedForAnotherBodyIsNotReplaced() throws {
        let settlement = Self.settle(.keyConflict(reason: "409"), try Self.request(rows: 3))
        #expect(settlement.status == .unknown)
        #expect(!settlement.travelsAlone)
    }

    @Test func aUsedUpQuotaParksUntilTheNextDayUnderANewKey() throws {
        let settlement = Self.settle(.quotaUsedUp(reason: "quota"), try Self.request())
        #expect(settlement.status == .parked)
        #expect(!settlement.keepsRequest)
        #expect(settlement.nextAttemptAt == Backoff.nextUTCDay(after: Self.now))
        #expect(settlement.closesAccount != nil)
    }

    @Test func aWrongKeyKeepsTheMessagesAndClosesTheAccount() throws {
        let settlement = Self.settle(.misconfigured(reason: "401"), try Self.request())
        #expect(settlement.status == .pending)
        #expect(settlement.closesAccount != nil)
    }

    @Test func aRefusedBatchIsTriedOneByOneAndARefusedMailFails() throws {
        let batch = Self.settle(.refused(reason: "422"), try Self.request(rows: 2))
        #expect(batch.status == .pending)
        #expect(batch.travelsAlone)
        #expect(!batch.keepsRequest)
        #expect(Self.settle(.refused(reason: "422"), try Self.request()).status == .failed)
    }
}

@Suite struct ResendAnswerTests {
    static func outcome(_ status: Int, _ body: String, headers: HTTPHeaders = [:], count: Int = 1) -> SendOutcome {
        ResendAnswer.outcome(status: status, headers: headers, body: Array(body.utf8))
    }

    @Test func idsAreReadFromOneAndFromMany() {
        #expect(Self.outcome(200, #"{"id":"a"}"#) == .accepted(ids: ["a"]))
        #expect(Self.outcome(200, #"{"data":[{"id":"a"},{"id":"b"}]}"#, count: 2) == .accepted(ids: ["a", "b"]))
        #expect(Self.outcome(200, "") == .accepted(ids: []))
    }

    static func kind(_ outcome: SendOutcome) -> String {
        switch outcome {
        case .accepted: "accepted"
        case .retry: "retry"
        case .quotaUsedUp: "quota"
        case .misconfigured: "misconfigured"
        case .refused: "refused"
        case .keyConflict: "conflict"
        }
    }

    /// https://resend.com/docs/api-reference/errors
    @Test(arguments: [
        (400, "validation_error", "refused"), (400, "invalid_idempotency_key", "refused"),
        (401, "missing_api_key", "misconfigured"),
        (403, "invalid_api_key", "misconfigured"), (403, "validation_error", "misconfigured"),
        (404, "not_found", "refused"),
        (409, "invalid_idempotent_request", "conflict"), (409, "concurrent_idempotent_requests", "retry"),
        (422, "missing_required_field", "refused"), (429, "rate_limit_exceeded", "retry"),
        (429, "daily_quota_exceeded", "quota"), (429, "monthly_quota_exceeded", "quota"),
        (451, "security_error", "refused"),
        (500, "application_error", "retry"), (503, "", "retry"),
    ])
    func errorsHaveClasses(status: Int, name: String, expected: String) {
        #expect(
            Self.kind(Self.outcome(status, #"{"statusCode":\#(status),"name":"\#(name)","message":"m"}"#)) == expected)
    }

    @Test func anErrorPageOfTheNetworkInFrontIsUnderstood() {
        #expect(Self.kind(Self.outcome(502, "<html>Bad gateway</html>")) == "retry")
        #expect(Self.kind(Self.outcome(403, "error code: 1010")) == "misconfigured")
    }

    @Test func retryAfterIsRead() {
        let outcome = Self.outcome(429, #"{"name":"rate_limit_exceeded"}"#, headers: ["Retry-After": "3"])
        guard case .retry(let after, _, _) = outcome else {
            Issue.record("not a retry")
            return
        }
        #expect(after == .seconds(3))
    }
}
