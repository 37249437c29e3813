package import Logging

/// A bounded set of connections to one database.
///
/// As a ``PostgresExecutor`` it runs each call on a connection of its own, in its own transaction. Connections are opened
/// when they are needed and kept; broken ones are replaced, with growing pauses while the server is away. Those who wait
/// for a connection are served in order, until ``PostgresConfiguration/acquireTimeout``.
///
/// Nothing is ever sent twice: when a connection breaks under a statement, its caller gets the error.
package final class PostgresPool: PostgresExecutor {
    private let core: PoolCore

    /// Opens nothing yet.
    package init(configuration: PostgresConfiguration, logger: Logger) {
        self.core = PoolCore(configuration: configuration, logger: logger)
    }

    /// Keeps the pool until the task is cancelled or ``shutdown(grace:)`` is called, and then closes it. The pool works
    /// without this too, but then nobody closes it in good order.
    package func run() async throws {
        await core.waitForShutdown()
        await shutdown()
    }

    /// Refuses new work, waits for connections that are in use, at most for `grace`, and closes all. May be called again.
    package func shutdown(grace: Duration = .seconds(5)) async {
        await core.shutDown(grace: grace)
    }

    package func perform(_ calls: [PostgresCall]) async -> Result<[QueryResult], PostgresError> {
        await core.perform(.calls(calls, commits: false))
    }

    /// Runs text with any number of statements and no parameters, for migrations. They are one transaction unless the text
    /// has transaction commands of its own.
    package func simpleQuery(_ sql: String) async throws(PostgresError) {
        _ = try await core.perform(.text(sql)).get()
    }

    /// Lends a connection to `body`.
    ///
    /// - Throws: what `body` throws, and ``PostgresError`` when there is no connection to be had. The connection goes back in
    ///   both cases; one that is left inside a transaction is closed instead.
    package func withConnection<R: Sendable>(_ body: (PostgresConnection) async throws -> R) async throws -> R {
        let lease = try await core.acquire().get()
        do {
            let result = try await body(PostgresConnection(session: lease.session, scope: lease.scope))
            await core.release(lease)
            return result
        } catch {
            await core.release(lease)
            throw error
        }
    }

    /// Runs `body` in a transaction; see ``PostgresConnection/transaction(isolation:attempts:_:)``.
    package func transaction<R: Sendable>(
        isolation: PostgresIsolation = .readCommitted, attempts: Int = 5,
        _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        try await retryingConflicts(attempts: attempts) { memory in
            try await withConnection { connection in
                try await connection.transact(isolation, memory, body)
            }
        }
    }

    /// How many connections are in which state, and how many tasks wait for one.
    package var statistics: PostgresPoolStatistics {
        get async { await core.statistics }
    }
}

/// A moment in the life of a ``PostgresPool``.
package struct PostgresPoolStatistics: Sendable, Hashable {
    /// Open and unused.
    package var idle: Int
    /// Lent out.
    package var busy: Int
    /// Tasks that wait for a connection.
    package var waiting: Int

    package init(idle: Int, busy: Int, waiting: Int) {
        self.idle = idle
        self.busy = busy
        self.waiting = waiting
    }
}
