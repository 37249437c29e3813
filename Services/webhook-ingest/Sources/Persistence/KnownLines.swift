internal import Foundation
internal import Logging
internal import Postgres
internal import ServiceLifecycle
internal import Synchronization

/// Which assistant answers on which line, as the database last said: a caller does not hear a dead line because the database
/// is away. As large as there are lines.
final class KnownLines: Service {
    private static let refresh: Duration = .seconds(30)

    private let pool: PostgresPool
    private let logger: Logger
    private let assistants = Mutex<[String: String]>([:])

    init(pool: PostgresPool, logger: Logger) {
        self.pool = pool
        self.logger = logger
    }

    func assistant(line: String) -> String? { assistants.withLock { $0[line] } }

    func run() async throws {
        try? await cancelWhenGracefulShutdown { [self] in
            while true {
                try await Task.sleep(for: Self.refresh, tolerance: .seconds(5))
                await load()
            }
        }
    }

    /// Once now.
    func load() async {
        do {
            let rows = try await pool.execute(ListLines())
            let known = Dictionary(rows.map { ($0.line, $0.assistant) }, uniquingKeysWith: { first, _ in first })
            assistants.withLock { $0 = known }
        } catch {
            logger.debug("what is known about lines is not renewed", error: error)
        }
    }
}

private struct ListLines: PostgresStatement {
    /// The same choice as ``FindAssistant``'s.
    static let sql = """
        SELECT DISTINCT ON (line.vapi_id) line.vapi_id, assistant.vapi_id
        FROM agency_vapi_resources line
        JOIN agency_vapi_resources assistant ON assistant.agency_id = line.agency_id AND assistant.kind = 'assistant'
        WHERE line.kind = 'phone_number'
        ORDER BY line.vapi_id, assistant.created_at, assistant.vapi_id
        """

    struct Row: Sendable {
        var line: String
        var assistant: String
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (line, assistant) = try row.decode((String, String).self)
        return Row(line: line, assistant: assistant)
    }
}
