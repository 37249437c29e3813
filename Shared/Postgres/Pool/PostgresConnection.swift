/// A connection that is lent for the length of a closure. Used after that, it throws `closed`.
///
/// What belongs to the session (`SET`, advisory locks, temporary tables) stays with the connection when it goes back:
/// prefer `SET LOCAL` and the like, or undo it. Concurrent calls queue up.
package struct PostgresConnection: PostgresExecutor {
    let session: Session
    let scope: SessionScope

    package func perform(_ calls: [PostgresCall]) async -> Result<[QueryResult], PostgresError> {
        await session.perform(.calls(calls, commits: false), in: scope)
    }

    /// Runs text with any number of statements and no parameters.
    package func simpleQuery(_ sql: String) async throws(PostgresError) {
        _ = try await session.perform(.text(sql), in: scope).get()
    }

    /// Runs `body` in a transaction and commits it.
    ///
    /// BEGIN travels with the first statement, so a transaction of one statement takes two round trips, or one with
    /// ``PostgresTransaction/pipelineAndCommit(_:)``.
    ///
    /// When the transaction loses against another one (SQLSTATE 40001 or 40P01), `body` runs again from its start, after a
    /// short random pause: it must have no effects outside the database. It is rolled back when `body` throws and when the
    /// task is cancelled.
    ///
    /// - Parameter attempts: how often `body` may run in all.
    /// - Throws: what `body` throws, or ``PostgresError``. If the connection broke during COMMIT, that has the code
    ///   `connectionLost` and ``PostgresError/outcomeUnknown`` is true.
    package func transaction<R: Sendable>(
        isolation: PostgresIsolation = .readCommitted, attempts: Int = 5,
        _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        try await retryingConflicts(attempts: attempts) { memory in
            try await transact(isolation, memory, body)
        }
    }

    func transact<R: Sendable>(
        _ isolation: PostgresIsolation, _ memory: ConflictMemory, _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        let scope = try await session.beginTransaction(isolation.begin, in: scope).get()
        do {
            let result = try await body(PostgresTransaction(session: session, scope: scope, memory: memory))
            try memory.noting(await session.commit(in: scope)).get()
            return result
        } catch {
            await session.rollBack(in: scope)
            throw error
        }
    }
}

/// How much a transaction may see of others that run beside it.
package enum PostgresIsolation: Sendable {
    case readCommitted
    case repeatableRead
    case serializable

    var begin: PostgresCall {
        switch self {
        case .readCommitted: PostgresCall(Framing.Begin())
        case .repeatableRead: PostgresCall(Framing.BeginRepeatableRead())
        case .serializable: PostgresCall(Framing.BeginSerializable())
        }
    }
}
