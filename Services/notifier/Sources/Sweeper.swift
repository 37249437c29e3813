internal import Contracts
internal import FoundationEssentials
internal import Logging
internal import Messaging
internal import Postgres
internal import ServiceLifecycle

/// Withdraws what has waited until it is of no use any more, and clears away what nobody needs to know for longer.
struct Sweeper: Service {
    let pool: PostgresPool
    let relay: OutboxRelay
    let logger: Logger
    /// Called when something was withdrawn.
    let onSettled: @Sendable () -> Void

    func run() async throws { await WakeUp().untilShutdown { await step() } }

    private func step() async -> Duration? {
        do {
            let (count, handover): (Int, OutboxHandover) = try await pool.transaction { transaction in
                let withdrawn = try await transaction.execute(WithdrawExpired())
                let events = try withdrawn.map { row in
                    try NotificationEvents.failed(
                        row.id, agencyID: row.agencyID, callID: row.callID, channel: row.channel,
                        reason: "it could not be sent in time")
                }
                return (events.count, try await transaction.commit(publishing: events))
            }
            relay.publish(handover)
            if count > 0 {
                logger.error("messages could not be sent in time", metadata: ["count": "\(count)"])
                onSettled()
            }
            _ = try await pool.pipeline(ForgetWindows(), ForgetSuppressions())
        } catch {
            logger.warning("nothing can be cleared away right now", error: error)
        }
        return .seconds(30)
    }
}

private struct ForgetWindows: PostgresStatement {
    typealias Row = NoRow
    static let sql = "DELETE FROM message_windows WHERE last_received_at < now() - interval '2 days'"
    var parameters: [PostgresParameter] { [] }
}

private struct ForgetSuppressions: PostgresStatement {
    typealias Row = NoRow
    static let sql = "DELETE FROM suppressions WHERE expires_at < now() - interval '30 days'"
    var parameters: [PostgresParameter] { [] }
}
