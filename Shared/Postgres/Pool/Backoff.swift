/// Waiting times that double from try to try up to a limit, each cut by a random part so that many clients of a server
/// that comes back do not all arrive at once.
struct Backoff: Sendable {
    var shortest: Duration = .milliseconds(50)
    var longest: Duration = .seconds(2)
    private(set) var failures = 0

    /// The time to wait after another failure.
    ///
    /// - Parameter jitter: a random number from 0 up to 1.
    mutating func next(jitter: Double) -> Duration {
        let full = min(longest, shortest * (1 << min(failures, 20)))
        failures += 1
        return full * (0.5 + jitter / 2)
    }

    mutating func reset() { failures = 0 }
}
