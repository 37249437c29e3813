/// One row of a result.
package struct PostgresRow: Sendable {
    let result: QueryResult
    let index: Int

    /// The number of columns.
    package var count: Int { result.handle.columnCount }

    /// Reads all columns, in order: `try row.decode((UUID, String, Int?).self)`.
    ///
    /// - Throws: ``PostgresError`` with the code `decoding`, which names the column, the type that was expected and the one
    ///   that was found, when the row has another number of columns or one that cannot be read as its type.
    package func decode<each T: PostgresDecodable>(
        _ types: (repeat each T).Type
    ) throws(PostgresError) -> (repeat each T) {
        var expected = 0
        for _ in repeat (each T).self { expected += 1 }
        guard expected == count else {
            throw failure("\(count) columns where \(expected) are expected")
        }
        var column = 0
        return try (repeat next((each T).self, &column))
    }

    /// Reads one column.
    ///
    /// - Parameter column: counted from zero. A column that is not there is an error, not a trap.
    package func decode<T: PostgresDecodable>(column: Int, as type: T.Type) throws(PostgresError) -> T {
        guard (0..<count).contains(column) else { throw failure("no column \(column)") }
        do throws(PostgresDecodingIssue) {
            if result.handle.isNull(row: index, column: column) { return try T.decodeNull() }
            let type = result.handle.columnType(column)
            return try result.handle.withField(row: index, column: column) { (bytes) throws(PostgresDecodingIssue) in
                try T.decode(bytes, type: type)
            }
        } catch {
            throw failure(describe(error, column: column, expected: String(describing: T.self)))
        }
    }

    private func next<T: PostgresDecodable>(_ type: T.Type, _ column: inout Int) throws(PostgresError) -> T {
        defer { column += 1 }
        return try decode(column: column, as: type)
    }

    private func failure(_ reason: String) -> PostgresError {
        PostgresError(.decoding, operation: String(describing: result.statement), reason: reason)
    }

    private func describe(_ issue: PostgresDecodingIssue, column: Int, expected: String) -> String {
        let name = result.handle.columnName(column)
        return switch issue {
        case .unexpectedNull: "column \(name): expected \(expected), found NULL"
        case .typeMismatch: "column \(name): expected \(expected), found \(result.handle.columnType(column))"
        case .invalidValue(let reason): "column \(name): expected \(expected), found \(reason)"
        }
    }
}
