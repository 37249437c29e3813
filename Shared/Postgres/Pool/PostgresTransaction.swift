internal import Synchronization

/// A transaction under way. Used after its end, it throws `closed`.
package struct PostgresTransaction: PostgresExecutor {
    let session: Session
    let scope: SessionScope
    let memory: ConflictMemory

    package func perform(_ calls: [PostgresCall]) async -> Result<[QueryResult], PostgresError> {
        memory.noting(await session.perform(.calls(calls, commits: false), in: scope))
    }

    /// Runs text with any number of statements and no parameters. It must not have transaction commands.
    package func simpleQuery(_ sql: String) async throws(PostgresError) {
        _ = try memory.noting(await session.perform(.text(sql), in: scope)).get()
    }

    /// Runs the statements and commits, all in one network round trip. The transaction is over when this returns.
    ///
    /// - Throws: ``PostgresError``; nothing is committed then, unless ``PostgresError/outcomeUnknown`` says otherwise.
    package func pipelineAndCommit<each S: PostgresStatement>(
        _ statements: repeat each S
    ) async throws(PostgresError) -> (repeat [(each S).Row]) {
        var calls: [PostgresCall] = []
        repeat calls.append(PostgresCall(each statements))
        let cursor = ResultCursor(try await performAndCommit(calls))
        return try (repeat cursor.rows(of: (each S).self))
    }

    /// As `pipelineAndCommit`, for any number of statements of one kind.
    package func pipelineAndCommit<S: PostgresStatement>(
        batch statements: [S]
    ) async throws(PostgresError) -> [[S.Row]] {
        let cursor = ResultCursor(try await performAndCommit(statements.map { PostgresCall($0) }))
        var rows: [[S.Row]] = []
        rows.reserveCapacity(statements.count)
        for _ in statements { rows.append(try cursor.rows(of: S.self)) }
        return rows
    }

    private func performAndCommit(_ calls: [PostgresCall]) async throws(PostgresError) -> [QueryResult] {
        let outcome = memory.noting(await session.perform(.calls(calls, commits: true), in: scope))
        if case .success = outcome { memory.forget() }
        return try outcome.get()
    }
}

/// Remembers whether a transaction lost against another one, even if its body makes an error of its own from that.
final class ConflictMemory: Sendable {
    private let conflict = Atomic(false)

    var hasConflict: Bool { conflict.load(ordering: .relaxed) }

    /// Committed: it must not run again, whatever happened on the way.
    func forget() { conflict.store(false, ordering: .relaxed) }

    func noting<Success>(_ result: Result<Success, PostgresError>) -> Result<Success, PostgresError> {
        if case .failure(let error) = result, error.isConflict || error.hasStalePlan {
            conflict.store(true, ordering: .relaxed)
        }
        return result
    }
}

/// Runs `body` until it ends without a conflict, has an error of another kind, or has run `attempts` times.
func retryingConflicts<R>(
    attempts: Int, _ body: (ConflictMemory) async throws -> R
) async throws -> R {
    var backoff = Backoff(shortest: .milliseconds(5), longest: .milliseconds(250))
    for _ in 1..<max(1, attempts) {
        let memory = ConflictMemory()
        do {
            return try await body(memory)
        } catch where memory.hasConflict && !Task.isCancelled {
            try await Task.sleep(for: backoff.next(jitter: .random(in: 0..<1)))
        }
    }
    return try await body(ConflictMemory())
}
