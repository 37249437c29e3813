internal import Contracts
internal import FoundationEssentials
internal import Logging
internal import Messaging
internal import Postgres
internal import ServiceLifecycle

/// Lets the next channel take over when one has not reached somebody: by what is known of each, and after a bounded wait.
///
/// What is due is claimed with its lock, so that any number may run.
struct ChainKeeper: Service {
    private static let atOnce: Int32 = 100

    let pool: PostgresPool
    let patience: Duration
    let logger: Logger
    let wakeUp: WakeUp
    /// Called when a channel's turn has come.
    let onTurn: @Sendable () -> Void

    func run() async throws { await wakeUp.untilShutdown { await step() } }

    private func step() async -> Duration? {
        do {
            let count = try await pool.transaction { transaction in
                let due = try await transaction.execute(TakeDueChains(limit: Self.atOnce))
                guard !due.isEmpty else { return 0 }
                let links = try await transaction.execute(LoadChains(ids: due))
                let now = Date()
                let steps = Dictionary(grouping: links, by: \.chainID).values.map {
                    ChainStep($0, patience: patience, now: now)
                }
                for step in steps {
                    for change in step.changes { _ = try await transaction.execute(ChangeLink(change)) }
                }
                return due.count
            }
            if count > 0 { onTurn() }
            if count == Int(Self.atOnce) { return nil }
            let next = try await pool.execute(NextDueChain()).first ?? nil
            return .seconds(min(max(next ?? 5, 0.05), 5))
        } catch {
            logger.warning("no other channel can take over right now", error: error)
            return .seconds(1)
        }
    }
}
