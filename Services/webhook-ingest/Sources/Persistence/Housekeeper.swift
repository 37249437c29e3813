internal import Logging
internal import Postgres
internal import ServiceLifecycle

/// Makes partitions ahead of time, drops those that are past their retention, and forgets the idempotency keys of leads that
/// nobody repeats any more and what was written to us long ago, at the start and every hour. Any number may run: the function
/// lets one in at a time.
struct Housekeeper: Service {
    let pool: PostgresPool
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                await maintain()
                try await Task.sleep(for: .seconds(3600), tolerance: .seconds(60))
            }
        }
    }

    /// Once now.
    func maintain() async {
        do {
            for table in try await pool.execute(PartitionedTables()) {
                for change in try await pool.execute(MaintainPartitions(table: table)) {
                    logger.log(
                        level: change.action.hasPrefix("failed") ? .error : .info, "partition \(change.action)",
                        metadata: ["partition": "\(change.partition)"])
                }
            }
        } catch {
            // Rows still find a home: every table has a default partition.
            logger.error("partitions could not be maintained", error: error)
        }
        do {
            _ = try await pool.execute(ForgetSubmissions())
        } catch {
            logger.error("old idempotency keys could not be forgotten", error: error)
        }
        do {
            // Short transactions: whoever writes to us meanwhile does not wait.
            var gone = ForgetInboundMessages.batch
            while gone == ForgetInboundMessages.batch {
                gone = try await pool.execute(ForgetInboundMessages()).first ?? 0
            }
        } catch {
            logger.error("old messages could not be forgotten", error: error)
        }
    }
}

private struct PartitionedTables: PostgresStatement {
    static let sql = "SELECT table_name FROM partition_policies ORDER BY table_name"
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}

private struct MaintainPartitions: PostgresStatement {
    struct Row: Sendable {
        var action: String
        var partition: String
    }

    static let sql = "SELECT action, partition FROM maintain_partitions($1)"

    let table: String
    var parameters: [PostgresParameter] { [.init(table)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (action, partition) = try row.decode((String, String).self)
        return Row(action: action, partition: partition)
    }
}
