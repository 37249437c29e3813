internal import Logging
internal import Postgres
internal import TestSupport
internal import Testing

/// Gives `body` a pool on a database of its own.
func withPool<R: Sendable>(
    connections: Int = 4, _ body: (PostgresPool) async throws -> R
) async throws -> R {
    try await TestPostgres.withDatabase { configuration in
        var configuration = configuration
        configuration.maxConnections = connections
        // What is tested is who gets a connection, not how fast this machine is today; the limit has its own test.
        configuration.acquireTimeout = .seconds(60)
        return try await withPool(configuration, body)
    }
}

func withPool<R: Sendable>(
    _ configuration: PostgresConfiguration, _ body: (PostgresPool) async throws -> R
) async throws -> R {
    let pool = PostgresPool(configuration: configuration, logger: Logger(label: "test"))
    do {
        let result = try await body(pool)
        await pool.shutdown()
        return result
    } catch {
        await pool.shutdown()
        throw error
    }
}

func expectItemCount(
    _ expected: Int, in pool: PostgresPool, _ location: SourceLocation = #_sourceLocation
) async throws {
    let count = try await pool.execute(CountItems())
    #expect(count == [expected], sourceLocation: location)
}

extension TestPostgres {
    /// Ends sessions and returns when they are gone, over a connection that is none of the pool's.
    static func terminate(_ backends: [Int], besides pool: PostgresPool) async throws {
        let configuration = try await pool.execute(OwnAddress())
        guard let (port, database) = configuration.first else { return }
        let other = try PostgresConfiguration(url: "postgres://postgres@127.0.0.1:\(port)/\(database)?sslmode=disable")
        try await withPool(other) { pool in
            for backend in backends { _ = try await pool.execute(Terminate(id: backend)) }
        }
    }
}

private struct OwnAddress: PostgresStatement {
    static let sql = "SELECT inet_server_port(), current_database()"
    static func decode(_ row: PostgresRow) throws(PostgresError) -> (Int, String) {
        try row.decode((Int, String).self)
    }
}
