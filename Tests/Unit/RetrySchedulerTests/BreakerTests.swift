import Foundation
import RetryScheduler
import Testing

@Suite struct BreakerTests {
    private static let start = Date(timeIntervalSince1970: 1_796_151_600)

    private static func failing(_ times: Int, at moment: Date = start) -> Breaker {
        var breaker = Breaker(windowStartedAt: start)
        for _ in 0..<times { _ = breaker.noteFailure("500", isAccountClosed: false, at: moment) }
        return breaker
    }

    @Test func aFewFailuresAreNoRate() {
        #expect(Self.failing(4).allowance(at: Self.start) == nil)
    }

    @Test func tooManyOfEnoughOpenItForAllForAWhile() {
        let breaker = Self.failing(5)
        #expect(breaker.state == .open)
        #expect(breaker.allowance(at: Self.start + 14) == 0)
        #expect(breaker.interruptedUntil(at: Self.start + 14) == Self.start + 15)
        #expect(breaker.allowance(at: Self.start + 15) == 1)
    }

    @Test func halfAreTolerated() {
        var breaker = Breaker(windowStartedAt: Self.start)
        for _ in 0..<50 {
            #expect(breaker.noteSuccess(at: Self.start) == nil)
            #expect(breaker.noteFailure("500", isAccountClosed: false, at: Self.start) == nil)
        }
        #expect(breaker.noteFailure("500", isAccountClosed: false, at: Self.start) == .opened)
    }

    /// Eight requests were under way when it broke: that is one break, not four.
    @Test func whatFailsWhileItIsOpenDoesNotMakeItLonger() {
        var breaker = Self.failing(5)
        let until = breaker.retryAt
        for _ in 0..<3 { #expect(breaker.noteFailure("500", isAccountClosed: false, at: Self.start + 1) == nil) }
        #expect(breaker.retryAt == until)
    }

    /// Successes are told together, and late.
    @Test func successesThatWereBegunBeforeDoNotCloseIt() {
        var breaker = Self.failing(5)
        breaker.noteSuccesses(100, at: Self.start + 1)
        #expect(breaker.state == .open)
        var closed = Breaker(windowStartedAt: Self.start)
        closed.noteSuccesses(10, at: Self.start)
        for _ in 0..<10 { #expect(closed.noteFailure("500", isAccountClosed: false, at: Self.start) == nil) }
        #expect(closed.noteFailure("500", isAccountClosed: false, at: Self.start) == .opened)
    }

    @Test func whatIsLongAgoDoesNotCount() {
        var breaker = Self.failing(4)
        #expect(breaker.noteFailure("500", isAccountClosed: false, at: Self.start + 61) == nil)
        #expect(breaker.state == .closed)
    }

    @Test func oneCallFindsOutWhetherItMayClose() {
        var breaker = Self.failing(5)
        breaker.begin(at: Self.start + 15)
        #expect(breaker.state == .halfOpen)
        #expect(breaker.allowance(at: Self.start + 16) == 0)
        // The process that made it is gone: another may.
        #expect(breaker.allowance(at: Self.start + 75) == 1)
        #expect(breaker.noteSuccess(at: Self.start + 17) == .closed)
        #expect(breaker.allowance(at: Self.start + 17) == nil)
    }

    @Test func eachFailedTryMakesItWaitLonger() {
        var breaker = Self.failing(5)
        var moment = Self.start
        var waits: [TimeInterval] = []
        for _ in 0..<8 {
            let next = breaker.retryAt ?? moment
            waits.append(next.timeIntervalSince(moment))
            moment = next
            breaker.begin(at: moment)
            #expect(breaker.noteFailure("500", isAccountClosed: false, at: moment) == nil)
        }
        #expect(waits == [15, 30, 60, 120, 240, 480, 900, 900])
    }

    @Test func aClosedAccountIsEnoughByItself() {
        var breaker = Breaker(windowStartedAt: Self.start)
        #expect(breaker.noteFailure("401", isAccountClosed: true, at: Self.start) == .opened)
        #expect(breaker.interruptedUntil(at: Self.start) == Self.start + 300)
    }
}
