package import FoundationEssentials

/// When to send a request again, and after how long. Pure: time and chance come from outside.
package struct RetryPolicy: Sendable {
    /// How an attempt ended.
    package enum Outcome: Sendable {
        case response(HTTPResponse)
        case failure(HTTPClientError)
    }

    package enum Decision: Sendable, Equatable {
        /// The outcome stands.
        case stop
        case retry(after: Duration)
    }

    /// The first attempt included.
    package var maxAttempts: Int
    /// The longest wait after the first attempt; it doubles with each further one.
    package var baseDelay: Duration
    /// What the doubling does not exceed.
    package var maxDelay: Duration
    /// The longest wait that a `Retry-After` can ask for; a longer one is cut to it.
    package var maxRetryAfter: Duration
    /// Statuses worth another attempt.
    package var statuses: Set<Int>
    /// Statuses by which a server says that it has not looked at the request: retried whatever the request.
    package var rejections: Set<Int>
    /// Errors worth another attempt.
    package var errors: Set<HTTPClientError.Code>
    /// A number from 0 up to 1: the share of the delay to wait ("full jitter").
    package var jitter: @Sendable () -> Double

    package init(
        maxAttempts: Int = 3, baseDelay: Duration = .milliseconds(250), maxDelay: Duration = .seconds(5),
        maxRetryAfter: Duration = .seconds(30), statuses: Set<Int> = [408, 429, 500, 502, 503, 504],
        rejections: Set<Int> = [429], errors: Set<HTTPClientError.Code> = [.dns, .connect, .timeout, .connectionLost],
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.maxAttempts = maxAttempts
        self.baseDelay = baseDelay
        self.maxDelay = maxDelay
        self.maxRetryAfter = maxRetryAfter
        self.statuses = statuses
        self.rejections = rejections
        self.errors = errors
        self.jitter = jitter
    }

    /// - Parameters:
    ///   - attempt: the attempt that just ended, counted from 1.
    ///   - isIdempotent: ``HTTPRequest/isIdempotent``. A request that is not is retried only when it was certainly not
    ///     processed: it was never sent, or the status is one of ``rejections``.
    ///   - now: what a date in `Retry-After` is relative to, unless the response itself carries a `Date`.
    package func decide(attempt: Int, outcome: Outcome, isIdempotent: Bool, now: Date) -> Decision {
        guard attempt < maxAttempts else { return .stop }
        switch outcome {
        case .response(let response):
            guard statuses.contains(response.status), isIdempotent || rejections.contains(response.status) else {
                return .stop
            }
            let asked = response.headers["Retry-After"].flatMap {
                RetryAfter.delay($0, now: response.headers["Date"].flatMap(RetryAfter.date) ?? now)
            }
            return .retry(after: asked.map { min($0, maxRetryAfter) } ?? backoff(attempt))
        case .failure(let error):
            guard errors.contains(error.code), isIdempotent || !error.requestMayHaveBeenProcessed else { return .stop }
            return .retry(after: backoff(attempt))
        }
    }

    private func backoff(_ attempt: Int) -> Duration {
        // Beyond 2^30 the ceiling has long been reached; the shift must not overflow.
        let ceiling = min(baseDelay * (1 << min(attempt - 1, 30)), maxDelay)
        return ceiling * min(max(jitter(), 0), 1)
    }
}
