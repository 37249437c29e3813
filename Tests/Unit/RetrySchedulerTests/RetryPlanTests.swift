import Calling
import Contracts
import Foundation
import RetryScheduler
import TestSupport
import Testing

@Suite struct RetryPlanTests {
    private static let end = Date(timeIntervalSince1970: 1_796_151_600)

    private static func call(
        _ outcome: CallOutcome, retryable: Bool = true, conversation: Bool = false,
        direction: CallDirection = .outbound, status: CallStatus = .failed
    ) -> CallEnded {
        CallEnded(
            callID: CallID(rawValue: UUID()), vapiCallID: "v1", leadID: TestAgency.texanLead, direction: direction,
            status: status, outcome: outcome, endedReason: "r", retryable: retryable,
            conversationHappened: conversation, startedAt: nil, endedAt: end, durationSeconds: 0, language: nil,
            recordingAvailable: false)
    }

    private static func plan(_ call: CallEnded, after count: Int = 0, jitter: Double = 0) -> RetryPlan {
        RetryPlan.after(call, retryCount: count, policy: .standard, endedAt: end, jitter: jitter)
    }

    @Test(arguments: [CallOutcome.noAnswer, .busy, .voicemail, .platformFault])
    func nobodyWasReachedSoItIsTriedAgain(outcome: CallOutcome) {
        let call = Self.call(outcome)
        #expect(Self.plan(call) == .again(retryCount: 1, at: Self.end + 7200))
        #expect(Self.plan(call, after: 1) == .again(retryCount: 2, at: Self.end + 86_400))
        #expect(Self.plan(call, after: 2) == .again(retryCount: 3, at: Self.end + 86_400))
        #expect(Self.plan(call, after: 3) == .exhausted(reason: "retries_used_up"))
    }

    @Test func chanceOnlyAdds() {
        let call = Self.call(.noAnswer)
        #expect(Self.plan(call, jitter: 1) == .again(retryCount: 1, at: Self.end + 7500))
        #expect(Self.plan(call, jitter: -7) == .again(retryCount: 1, at: Self.end + 7200))
        #expect(Self.plan(call, jitter: 99) == .again(retryCount: 1, at: Self.end + 7500))
    }

    /// Whatever else is said about the call.
    @Test(arguments: CallOutcome.allCases) func whoeverSpokeIsNotCalledAgain(outcome: CallOutcome) {
        let plan = Self.plan(Self.call(outcome, conversation: true))
        #expect(plan == .settled(reason: outcome == .optedOut ? .optedOut : .reached))
    }

    @Test func whoeverCalledUsIsNotCalledByTheMachine() {
        #expect(Self.plan(Self.call(.noAnswer, direction: .inbound)) == .nothing)
    }

    @Test func whatWouldFailAgainIsNotTriedAgain() {
        #expect(Self.plan(Self.call(.configurationFault)) == .exhausted(reason: "r"))
        #expect(Self.plan(Self.call(.failed, retryable: false)) == .exhausted(reason: "r"))
    }

    @Test func waitsForAProviderGrowAndItsOwnWordCounts() {
        let waits = (1...9).map { DialBackoff.wait(failures: $0, hint: nil, jitter: 0) }
        #expect(waits == [5, 10, 20, 40, 80, 160, 320, 600, 600])
        #expect(DialBackoff.wait(failures: 1, hint: 120, jitter: 0) == 120)
        #expect(DialBackoff.wait(failures: 1, hint: 1, jitter: 1) == 6)
    }
}
