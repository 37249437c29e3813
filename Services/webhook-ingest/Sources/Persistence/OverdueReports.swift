internal import Contracts
internal import FoundationEssentials
internal import Logging
internal import Messaging
internal import Postgres
internal import ServiceLifecycle

/// Announces calls that ended but whose report never came: some failures at the start of a call produce only a status
/// update. A report that comes later still completes the call, as an amendment.
struct OverdueReports: Service {
    let pool: PostgresPool
    let relay: OutboxRelay
    /// How long after its end a call may wait for its report.
    let patience: Duration
    let logger: Logger

    func run() async throws {
        let pause = max(Duration.seconds(1), patience / 4)
        try? await cancelWhenGracefulShutdown {
            while true {
                do {
                    let announced = try await announce()
                    if announced > 0 {
                        logger.info("announced calls without a report", metadata: ["count": "\(announced)"])
                    }
                } catch let error as PostgresError {
                    logger.warning("calls without a report could not be looked for", error: error)
                }
                try await Task.sleep(for: pause, tolerance: pause / 4)
            }
        }
    }

    /// Announces what is overdue now and returns how many calls that were.
    func announce() async throws -> Int {
        let (count, handover): (Int, OutboxHandover) = try await pool.transaction { transaction in
            let overdue = try await transaction.execute(LockOverdueCalls(patience: patience))
            guard !overdue.isEmpty else { return (0, .nothing) }
            let now = Date()
            let events = try overdue.map { try $0.event($0.endedPayload, at: now, traceparent: nil) }
            let append = AppendToOutbox(events)
            let (_, rows) = try await transaction.pipelineAndCommit(
                MarkAnnounced(ids: overdue.map(\.id.rawValue)), append)
            return (overdue.count, append.handover(rows))
        }
        relay.publish(handover)
        return count
    }
}

struct LockOverdueCalls: PostgresStatement {
    static let sql = """
        SELECT \(CallColumns.names) FROM call_logs
        WHERE announced_at IS NULL AND ended_at IS NOT NULL AND ended_at < now() - make_interval(secs => $1)
        ORDER BY ended_at LIMIT 200 FOR NO KEY UPDATE SKIP LOCKED
        """

    let patience: Duration
    var parameters: [PostgresParameter] { [.init(Double(patience.components.seconds))] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallRecord { try CallColumns.decode(row) }
}

struct MarkAnnounced: PostgresStatement {
    typealias Row = NoRow
    static let sql = "UPDATE call_logs SET announced_at = now(), updated_at = now() WHERE id = ANY ($1)"

    let ids: [UUID]
    var parameters: [PostgresParameter] { [.init(ids)] }
}
