package import Foundation

/// Keeps from dialling while the voice platform fails, for all replicas: a circuit breaker over a failure rate. Pure.
///
/// Closed, it counts; when too many of enough requests failed within a window it opens. Open, nobody dials until its time has
/// come. Then it is half open: one call is let through, and decides.
package struct Breaker: Sendable, Equatable {
    package enum State: String, Sendable {
        case closed, open
        case halfOpen = "half_open"
    }

    /// How long requests are counted together.
    static let window: TimeInterval = 60
    /// Below so many, a rate says nothing.
    static let enough = 5
    static let tolerated = 0.5
    static let firstPause: TimeInterval = 15
    static let longestPause: TimeInterval = 900
    /// A refused key or an empty account is somebody's work, not the platform's recovery.
    static let closedAccountPause: TimeInterval = 300
    /// How long the one call of the half-open state may take before another is let through.
    static let probePatience: TimeInterval = 60

    package var state: State
    package var windowStartedAt: Date
    package var successes: Int
    package var failures: Int
    /// How often in a row it has opened.
    package var openings: Int
    /// Open: when it becomes half open. Half open: when another call may be let through.
    package var retryAt: Date?
    package var reason: String?

    package init(
        state: State = .closed, windowStartedAt: Date, successes: Int = 0, failures: Int = 0, openings: Int = 0,
        retryAt: Date? = nil, reason: String? = nil
    ) {
        self.state = state
        self.windowStartedAt = windowStartedAt
        self.successes = successes
        self.failures = failures
        self.openings = openings
        self.retryAt = retryAt
        self.reason = reason
    }

    /// How many calls may be begun now; nil for as many as there are lines.
    package func allowance(at now: Date) -> Int? {
        switch state {
        case .closed: nil
        case .open, .halfOpen: retryAt.map { now >= $0 } ?? true ? 1 : 0
        }
    }

    /// Until when nothing is let through; nil when something is.
    package func interruptedUntil(at now: Date) -> Date? {
        state == .closed ? nil : retryAt.flatMap { $0 > now ? $0 : nil }
    }

    /// Calls are being begun.
    package mutating func begin(at now: Date) {
        guard state != .closed else { return }
        state = .halfOpen
        retryAt = now.addingTimeInterval(Self.probePatience)
    }

    /// What a change means to an operator.
    package enum Change: Sendable, Equatable {
        case opened, closed
    }

    package mutating func noteSuccess(at now: Date) -> Change? {
        guard state == .closed else {
            self = Breaker(windowStartedAt: now, successes: 1)
            return .closed
        }
        startWindowIfOver(at: now)
        successes += 1
        return nil
    }

    /// Requests that were begun while it was closed, and went well. They do not close one that has opened since.
    package mutating func noteSuccesses(_ count: Int, at now: Date) {
        guard state == .closed, count > 0 else { return }
        startWindowIfOver(at: now)
        successes += count
    }

    /// - Parameter isAccountClosed: the key, the plan or the money: one is enough.
    package mutating func noteFailure(_ reason: String, isAccountClosed: Bool, at now: Date) -> Change? {
        // Begun before it opened: known already.
        if state == .open { return nil }
        if state == .closed { startWindowIfOver(at: now) }
        failures += 1
        let count = successes + failures
        let isTooMany = count >= Self.enough && Double(failures) > Self.tolerated * Double(count)
        guard state != .closed || isAccountClosed || isTooMany else { return nil }
        let wasClosed = state == .closed
        openings = wasClosed ? 1 : openings + 1
        let pause =
            isAccountClosed
            ? Self.closedAccountPause : min(Self.firstPause * pow(2, Double(openings - 1)), Self.longestPause)
        state = .open
        retryAt = now.addingTimeInterval(pause)
        self.reason = reason
        return wasClosed ? .opened : nil
    }

    private mutating func startWindowIfOver(at now: Date) {
        guard now.timeIntervalSince(windowStartedAt) >= Self.window else { return }
        (windowStartedAt, successes, failures) = (now, 0, 0)
    }
}
