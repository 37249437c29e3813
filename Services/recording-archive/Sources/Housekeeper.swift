internal import Logging
internal import Messaging
internal import Metrics
internal import ObjectStore
internal import Postgres
internal import ServiceLifecycle

/// Deletes what is older than its agency wants, and clears away what somebody who was killed has left unfinished.
struct Housekeeper: Service {
    private static let atOnce = 200
    private static let pause = Duration.seconds(600)
    /// Longer than any download may take.
    private static let abandonedAfter = Duration.seconds(3600)

    let pool: PostgresPool
    let store: ObjectStore
    let logger: Logger
    /// Called when bytes have to be removed.
    let afterwards: @Sendable () -> Void
    private let bell = WakeUp()

    init(
        pool: PostgresPool, store: ObjectStore, logger: Logger, afterwards: @escaping @Sendable () -> Void
    ) {
        self.pool = pool
        self.store = store
        self.logger = logger
        self.afterwards = afterwards
    }

    func run() async throws { await bell.untilShutdown { await step() } }

    /// Has it look now.
    func wake() { bell.wake() }

    private func step() async -> Duration? {
        let removed = await store.removeAbandoned(olderThan: Self.abandonedAfter)
        if removed > 0 { logger.info("unfinished files are cleared away", metadata: ["files": "\(removed)"]) }
        do {
            let expired = try await pool.execute(DeleteExpired(limit: Self.atOnce)).count
            guard expired > 0 else { return Self.pause }
            Counter(label: "thavon_recordings_expired_total").increment(by: expired)
            afterwards()
            return expired < Self.atOnce ? Self.pause : nil
        } catch {
            logger.warning("recordings cannot be looked through right now", error: error)
            return .seconds(10)
        }
    }
}
