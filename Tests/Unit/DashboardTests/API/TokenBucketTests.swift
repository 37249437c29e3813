import Testing

@testable import Dashboard

@Suite struct TokenBucketTests {
    /// 6 at once, one more each second.
    private let size = TokenBucket.Size(perMinute: 60)

    private func limits(most: Int = 100) -> RateLimits { RateLimits(size: TokenBucket.Size(perMinute: 60), most: most) }

    @Test func aTenthOfAMinuteIsThereAtOnce() {
        #expect(TokenBucket.Size(perMinute: 600).capacity == 60)
        #expect(TokenBucket.Size(perMinute: 600).window == 6)
        #expect(size.capacity == 6 && size.window == 6)
    }

    @Test func whenItIsEmptyTheNextTokenIsWaitedFor() {
        var bucket = TokenBucket(size, at: .zero)
        for _ in 1...6 { #expect(bucket.take(size, at: .zero) == .allowed) }
        #expect(bucket.take(size, at: .zero) == .refused(seconds: 1))
        #expect(bucket.take(size, at: .milliseconds(900)) == .refused(seconds: 1))
        #expect(bucket.take(size, at: .milliseconds(1001)) == .allowed)
        #expect(bucket.take(size, at: .milliseconds(1001)) == .refused(seconds: 1))
    }

    @Test func itIsNeverFullerThanFull() {
        var bucket = TokenBucket(size, at: .zero)
        #expect(bucket.left(size, at: .seconds(86_400)) == 6)
        for _ in 1...6 { #expect(bucket.take(size, at: .seconds(86_400)) == .allowed) }
        #expect(bucket.take(size, at: .seconds(86_400)) != .allowed)
        #expect(bucket.secondsToFull(size, at: .seconds(86_400)) == 6)
    }

    @Test func aClockThatGoesBackGivesNothing() {
        var bucket = TokenBucket(size, at: .seconds(10))
        for _ in 1...6 { #expect(bucket.take(size, at: .seconds(10)) == .allowed) }
        #expect(bucket.take(size, at: .seconds(5)) != .allowed)
        #expect(bucket.take(size, at: .seconds(10)) != .allowed)
    }

    @Test func eachKeyHasItsOwn() {
        var limits = limits()
        for _ in 1...6 { #expect(limits.take("a", at: .zero).answer == .allowed) }
        #expect(limits.take("a", at: .zero) == .init(answer: .refused(seconds: 1), left: 0, reset: 6))
        #expect(limits.take("b", at: .zero) == .init(answer: .allowed, left: 5, reset: 1))
        #expect(limits.count == 2)
    }

    @Test func memoryIsBoundedAndWhoIsOutOfTokensStaysSo() {
        var limits = limits(most: 100)
        for _ in 1...7 { _ = limits.take("greedy", at: .zero) }
        for number in 1...1000 { _ = limits.take("key \(number)", at: .zero) }
        #expect(limits.count <= 100)
        #expect(limits.take("greedy", at: .zero).answer != .allowed)
    }

    @Test func whoHasWaitedIsForgottenFirst() {
        var limits = limits(most: 10)
        for number in 1...10 { _ = limits.take("old \(number)", at: .zero) }
        _ = limits.take("new", at: .seconds(60))
        #expect(limits.count == 1)
    }
}
