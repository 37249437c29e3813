/// How long to wait before the next attempt to connect: doubling from `initial` to `maximum`, and of that a random share
/// between half and all, so that clients who lost the same broker do not return in step.
struct ReconnectBackoff {
    var initial: Duration = .milliseconds(100)
    var maximum: Duration = .seconds(5)
    /// A connection that stood this long starts the series anew.
    var stableAfter: Duration = .seconds(10)
    private var failures = 0

    init() {}

    /// - Parameter uptime: how long the connection stood, or nil when it was never made.
    mutating func delay(
        afterUptime uptime: Duration?, using generator: inout some RandomNumberGenerator
    ) -> Duration {
        if let uptime, uptime >= stableAfter { failures = 0 }
        let full = min(maximum, initial * (1 << min(failures, 20)))
        failures += 1
        return full * Double.random(in: 0.5...1, using: &generator)
    }
}
