/// Whatever statements can be run on: a pool (each call is its own transaction), a connection, a transaction.
package protocol PostgresExecutor: Sendable {
    /// Runs the calls in one network round trip and returns their results in order; the base of the methods below.
    ///
    /// Outside an explicit transaction they are one transaction: after an error nothing of them has happened.
    func perform(_ calls: [PostgresCall]) async -> Result<[QueryResult], PostgresError>
}

extension PostgresExecutor {
    /// Runs a statement and returns its rows.
    ///
    /// When the task is cancelled, the statement is cancelled at the server, and the error has the code `cancelled`.
    ///
    /// - Throws: ``PostgresError``. The connection stays usable unless the code is `connectionLost`.
    package func execute<S: PostgresStatement>(_ statement: S) async throws(PostgresError) -> [S.Row] {
        let results = try await perform([PostgresCall(statement)]).get()
        return try ResultCursor(results).rows(of: S.self)
    }

    /// Runs a statement and returns how many rows it touched: inserted, updated, deleted or selected.
    package func executeCounting<S: PostgresStatement>(_ statement: S) async throws(PostgresError) -> Int {
        try await perform([PostgresCall(statement)]).get().first?.affectedRows ?? 0
    }

    /// Runs several statements in one network round trip.
    ///
    /// The first that fails ends it: its error is thrown, the later ones do not run, and outside an explicit transaction
    /// the earlier ones are undone. The connection stays usable.
    package func pipeline<each S: PostgresStatement>(
        _ statements: repeat each S
    ) async throws(PostgresError) -> (repeat [(each S).Row]) {
        var calls: [PostgresCall] = []
        repeat calls.append(PostgresCall(each statements))
        let cursor = ResultCursor(try await perform(calls).get())
        return try (repeat cursor.rows(of: (each S).self))
    }

    /// Runs any number of statements of one kind in one network round trip, with the guarantees of `pipeline`.
    package func pipeline<S: PostgresStatement>(batch statements: [S]) async throws(PostgresError) -> [[S.Row]] {
        guard !statements.isEmpty else { return [] }
        let cursor = ResultCursor(try await perform(statements.map { PostgresCall($0) }).get())
        var rows: [[S.Row]] = []
        rows.reserveCapacity(statements.count)
        for _ in statements { rows.append(try cursor.rows(of: S.self)) }
        return rows
    }
}

/// Hands out the results of a pipeline one after another, decoded.
final class ResultCursor {
    private let results: [QueryResult]
    private var next = 0

    init(_ results: [QueryResult]) { self.results = results }

    func rows<S: PostgresStatement>(of statement: S.Type) throws(PostgresError) -> [S.Row] {
        guard next < results.count else {
            throw PostgresError(.decoding, operation: String(describing: S.self), reason: "no result")
        }
        defer { next += 1 }
        return try results[next].rows(of: S.self)
    }
}
