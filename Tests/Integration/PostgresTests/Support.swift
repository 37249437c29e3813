internal import Logging
internal import Postgres
internal import TestSupport

/// Gives `body` a pool on a database of its own.
func withPool<R: Sendable>(
    connections: Int = 4, _ body: (PostgresPool) async throws -> R
) async throws -> R {
    try await TestPostgres.withDatabase { configuration in
        var configuration = configuration
        configuration.maxConnections = connections
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
