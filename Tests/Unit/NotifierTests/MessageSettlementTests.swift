import Contracts
import Foundation
import Testing
import Twilio

@testable import Notifier

@Suite struct MessageSettlementTests {
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    static func settle(
        _ outcome: TwilioOutcome, attempts: Int32 = 1, isFreeText: Bool = false, jitter: Double = 0
    ) -> MessageSettlement {
        MessageSettlement(
            of: outcome, attempts: attempts, isFreeText: isFreeText, now: now, checkAfter: .seconds(15), jitter: jitter)
    }

    static func refused(_ kind: TwilioErrorClass) -> TwilioOutcome {
        .refused(code: 12345, reason: "400 12345", class: kind)
    }

    static func busy(_ wait: Duration?) -> TwilioOutcome { .busy(retryAfter: wait, reason: "429") }

    @Test func whatIsTakenIsSent() {
        let expected = MessageSettlement(status: .sent, providerMessageID: "SM1", checkAt: Self.now + 90)
        #expect(Self.settle(.accepted(sid: "SM1", status: .queued)) == expected)
        // Whatever it was, and whatever came before.
        #expect(Self.settle(.accepted(sid: "SM1", status: .failed), attempts: 9, isFreeText: true) == expected)
    }

    @Test(arguments: TwilioErrorClass.allCases) func aRefusalFails(kind: TwilioErrorClass) {
        let settlement = Self.settle(Self.refused(kind))
        #expect(settlement.status == .failed && settlement.reason == "400 12345" && settlement.errorCode == 12345)
        #expect(settlement.nextAttemptAt == nil && settlement.checkAt == nil && !settlement.isWrittenAnew)
        #expect(settlement.closing == nil)
    }

    @Test func freeTextThatIsTooLateIsWrittenAnew() {
        let settlement = Self.settle(Self.refused(.outsideWindow), isFreeText: true)
        #expect(settlement.status == .pending && settlement.isWrittenAnew && settlement.nextAttemptAt == Self.now)
        // Nothing else is: a template would be refused again.
        #expect(!Self.settle(Self.refused(.outsideWindow)).isWrittenAnew)
        #expect(Self.settle(Self.refused(.template), isFreeText: true).status == .failed)
    }

    @Test func aRateIsWaitedForAndAQuotaStopsTheChannel() throws {
        let rate = Self.settle(Self.busy(.milliseconds(299_900)))
        #expect(rate.status == .pending && rate.closing == nil && rate.nextAttemptAt == Self.now + 299.9)
        let quota = Self.settle(Self.busy(.seconds(300)))
        #expect(quota.status == .parked && quota.nextAttemptAt == Self.now + 300)
        let closing = try #require(quota.closing)
        #expect(closing.scope == .channel && closing.until == Self.now + 300)
    }

    /// A message that has been tried often waits for long by itself: that is no word on those of others.
    @Test(arguments: zip([1, 2, 5, 7, 50], [1.25, 6.25, 375, 4500, 4500]) as Zip2Sequence<[Int32], [Double]>)
    func withoutAWaitOursIsKept(attempts: Int32, pause: Double) {
        let settlement = Self.settle(Self.busy(nil), attempts: attempts, jitter: 1)
        #expect(settlement.status == .pending && settlement.closing == nil)
        #expect(settlement.nextAttemptAt == Self.now + pause)
        let unreachable = Self.settle(.unreachable(reason: "x"), attempts: attempts, jitter: 1)
        #expect(unreachable.status == .pending && unreachable.nextAttemptAt == Self.now + pause)
        #expect(unreachable.closing == nil)
    }

    /// A number that is not ours says nothing about the other channel's.
    @Test(arguments: zip([TwilioScope.account, .sender], [MessageSettlement.Scope.account, .channel]))
    func whatHasToBeMendedKeepsTheMessages(scope: TwilioScope, closed: MessageSettlement.Scope) throws {
        let settlement = Self.settle(.misconfigured(reason: "401", scope: scope), attempts: 50, jitter: 1)
        #expect(settlement.status == .pending && settlement.nextAttemptAt == Self.now + 60)
        let closing = try #require(settlement.closing)
        #expect(closing.scope == closed && closing.until == Self.now + 60)
    }

    /// Twilio has no idempotency: it is looked up and not repeated.
    @Test func whatMayHaveBeenTakenIsLookedUp() {
        let settlement = Self.settle(.uncertain(reason: "the answer did not come"), attempts: 9, isFreeText: true)
        #expect(settlement.status == .unknown && settlement.checkAt == Self.now + 15)
        #expect(settlement.nextAttemptAt == nil && settlement.closing == nil && !settlement.isWrittenAnew)
    }
}
